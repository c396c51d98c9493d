/**
 * What the map shows: which good, which modes, which period.
 *
 * Invariant: every choice here changes the address and nothing else.
 */

import { useEffect, useRef } from "preact/hooks";
import type { Address } from "../address.ts";
import { count, harmless } from "../format.ts";
import { go } from "../navigation.ts";
import type { World } from "../scene.ts";

export function MapControls({ world, address }: { readonly world: World; readonly address: Address }) {
  const { commodities, periods } = world.detail;
  const sorted = [...commodities].sort((a, b) => a.name.localeCompare(b.name));
  const choose = (changes: Partial<Address>) => go({ ...address, ...changes });
  return (
    <div class="controls">
      <label>Flows of{" "}
        <select value={address.flows ?? ""} onChange={(event) => choose({ flows: event.currentTarget.value === "" ? null : event.currentTarget.value })}>
          <option value="">everything (t, GJ)</option>
          {sorted.map(({ id, name, unit }) => <option key={id} value={id}>{harmless(name)} ({harmless(unit)})</option>)}
        </select>
      </label>
      <Modes world={world} address={address} />
      {periods.length > 1 && (
        <label>Period{" "}
          <select value={address.period ?? ""} onChange={(event) => choose({ period: event.currentTarget.value === "" ? null : event.currentTarget.value })}>
            <option value="">all together</option>
            {periods.map(({ id, name, hours }) => <option key={id} value={id}>{harmless(name)} ({hours} h)</option>)}
          </select>
        </label>
      )}
    </div>
  );
}

function Modes({ world, address }: { readonly world: World; readonly address: Address }) {
  const box = useRef<HTMLDetailsElement>(null);
  const drawn = new Set(world.scene.links.mode.filter((_, link) => world.scene.links.is_terminal[link] !== true));
  const modes = world.detail.modes.filter((_, index) => drawn.has(index));
  const shown = modes.filter(({ id }) => !address.hidden.includes(id));
  const toggle = (id: string) => go({ ...address, hidden: address.hidden.includes(id) ? address.hidden.filter((mode) => mode !== id) : [...address.hidden, id] });
  useEffect(() => {
    const close = (event: Event) => {
      const isInside = event.target instanceof Node && box.current?.contains(event.target) === true;
      const isEscape = event instanceof KeyboardEvent && event.key === "Escape";
      if (box.current !== null && (isEscape || (event.type === "pointerdown" && !isInside))) box.current.open = false;
    };
    addEventListener("pointerdown", close);
    addEventListener("keydown", close);
    return () => {
      removeEventListener("pointerdown", close);
      removeEventListener("keydown", close);
    };
  }, []);
  return (
    <details class="modes" ref={box}>
      <summary>{shown.length === modes.length ? "all modes" : count(shown.length, "mode", "modes")}</summary>
      <fieldset>
        <legend class="unseen">Modes shown</legend>
        {modes.map(({ id, name }) => <label key={id}><input type="checkbox" checked={!address.hidden.includes(id)} onChange={() => toggle(id)} /> {harmless(name)}</label>)}
        {address.hidden.length > 0 && <button type="button" class="more" onClick={() => go({ ...address, hidden: [] })}>All modes</button>}
      </fieldset>
    </details>
  );
}
