/**
 * The search box, by the pattern of a combobox with a list.
 *
 * Invariant: the whole of it works by keyboard: `/` goes there, arrows choose, Enter goes, Escape closes.
 */

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Address } from "../address.ts";
import { Finder, type Found } from "../find.ts";
import { harmless } from "../format.ts";
import { go } from "../navigation.ts";
import type { World } from "../scene.ts";

const MOST = 12;

export function Search({ world, address }: { readonly world: World; readonly address: Address }) {
  const finder = useMemo(() => new Finder(world), [world]);
  const [text, setText] = useState("");
  const [isOpen, setIsOpen] = useState(false);
  const [active, setActive] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const found = useMemo(() => (isOpen ? finder.find(text, MOST) : []), [finder, text, isOpen]);

  useEffect(() => {
    const jump = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLElement && event.target.closest("input, select, textarea") !== null;
      if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      input.current?.focus();
    };
    addEventListener("keydown", jump);
    return () => removeEventListener("keydown", jump);
  }, []);

  const choose = (what: Found | undefined) => {
    if (what === undefined) return;
    setIsOpen(false);
    setText("");
    if ("flows" in what.target) go({ ...address, camera: null, flows: what.target.flows });
    else go({ ...address, camera: null, route: null, readings: [], view: what.target.view });
  };
  const key = (event: KeyboardEvent) => {
    const last = found.length - 1;
    if (event.key === "ArrowDown") setActive(Math.min(last, active + 1));
    else if (event.key === "ArrowUp") setActive(Math.max(0, active - 1));
    else if (event.key === "Enter") choose(found[active]);
    else if (event.key === "Escape") setIsOpen(false);
    else return;
    event.preventDefault();
  };
  const isShown = isOpen && text.trim() !== "";
  return (
    <div class="search" role="search">
      <input
        ref={input} type="text" role="combobox" placeholder="Find a city, good, site or link" aria-label="Find a city, good, site or link" autocomplete="off" spellcheck={false}
        aria-expanded={isShown} aria-controls="found" aria-autocomplete="list" aria-activedescendant={isShown && found.length > 0 ? `found-${active}` : undefined}
        value={text}
        onInput={(event) => { setText(event.currentTarget.value); setActive(0); setIsOpen(true); }}
        onKeyDown={key} onFocus={() => setIsOpen(true)} onBlur={() => setIsOpen(false)}
      />
      <kbd aria-hidden="true">/</kbd>
      <ul id="found" role="listbox" aria-label="Found" hidden={!isShown || found.length === 0}>
        {found.map((what, index) => (
          <li key={index} id={`found-${index}`} role="option" aria-selected={index === active} onMouseDown={(event) => { event.preventDefault(); choose(what); }}>
            <span>{harmless(what.text)}</span> <span class="soft">{harmless(what.kind)}</span>
          </li>
        ))}
      </ul>
      {isShown && found.length === 0 && <p class="found-none">Nothing is called that.</p>}
      <span class="unseen" role="status">{isShown ? `${found.length === MOST ? "many" : found.length} found` : ""}</span>
    </div>
  );
}
