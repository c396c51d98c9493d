/**
 * The map in the page: draws what the address asks for.
 *
 * Invariant: what is drawn follows from the address and the answers; the map's own state is its camera only.
 */

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { type Address, format, parse } from "../address.ts";
import { linkTo, go, rememberCamera } from "../navigation.ts";
import { amount, harmless, share } from "../format.ts";
import type { World } from "../scene.ts";
import type { Theme } from "../theme.ts";
import { paletteOf } from "./colours.ts";
import { packedDots } from "./dots.ts";
import { placeDots, pickedDrawing } from "./drawing.ts";
import { faultOf, FlowMap, type Picked } from "./flow_map.ts";
import { Legend } from "./legend.tsx";
import { NO_RIBBONS } from "./ribbons.ts";
import type { MapContent } from "./content.ts";

interface MapViewProps {
  readonly world: World;
  readonly address: Address;
  readonly theme: Theme;
  readonly content: MapContent;
}

interface Hover { readonly what: Picked; readonly x: number; readonly y: number }

const isStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export function MapView({ world, address, theme, content }: MapViewProps) {
  const container = useRef<HTMLDivElement>(null);
  const sheet = useRef<HTMLCanvasElement>(null);
  const flowMap = useRef<FlowMap | null>(null);
  const [hover, setHover] = useState<Hover | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [readyFor, setReadyFor] = useState<World | null>(null);
  const palette = paletteOf(theme);

  useEffect(() => {
    if (fault !== null || container.current === null || sheet.current === null) return;
    try {
      flowMap.current = new FlowMap(container.current, sheet.current, world, palette, parse(location.hash).camera, {
        picked: (what) => pick(world, what),
        hovered: (what, x, y) => setHover(what === null ? null : { what, x, y }),
        moved: rememberCamera,
      });
      const kept = flowMap.current;
      kept.map.on("error", ({ error }) => console.error(error));
      Object.assign(globalThis, { plannerMap: kept.map });
    } catch (error) {
      setFault(faultOf(error));
    }
    setReadyFor(world);
    return () => {
      flowMap.current?.remove();
      flowMap.current = null;
    };
  }, [world, fault]);

  useEffect(() => flowMap.current?.setPalette(palette), [palette]);

  const dots = useMemo(() => packedDots(placeDots(world, palette, content.marked)), [world, palette, content.marked]);
  const labelled = useMemo(() => labelOrder(world, content.throughput), [world, content.throughput]);
  const raised = useMemo(
    () => (content.link === null ? content.raised : pickedDrawing(world, content.link, palette)),
    [world, palette, content.link, content.raised],
  );
  useEffect(() => {
    flowMap.current?.show(
      { ribbons: content.set, raised: raised ?? NO_RIBBONS, dots, dim: content.dim, arrow: theme === "dark" ? [16, 20, 25] : [255, 255, 255] },
      labelled, new Set(content.marked.keys()),
    );
  }, [content.set, raised, dots, content.dim, labelled, theme, readyFor]);

  const frameKey = content.frame.join(" ");
  const framed = useRef("");
  useEffect(() => {
    const map = flowMap.current;
    if (map === null) return;
    const isFramed = framed.current === frameKey;
    framed.current = frameKey;
    const camera = address.camera;
    if (camera !== null) {
      const now = map.camera();
      const isThere = Math.abs(now.zoom - camera.zoom) < 0.02 && Math.abs(now.latitude - camera.latitude) < 0.01 && Math.abs(now.longitude - camera.longitude) < 0.01;
      if (!isThere) map.jump(camera);
      return;
    }
    if (isFramed || content.frame.length === 0 || (content.frame.length === 1 && content.frame.every((node) => map.sees(node)))) rememberCamera(map.camera());
    else map.frame(content.frame, isStill());
  }, [frameKey, format(address), readyFor]);

  return (
    <section class="map" aria-label="Map">
      {fault === null ? (
        <>
          <div class="map-canvas" ref={container} />
          <canvas class="map-names" ref={sheet} aria-hidden="true" />
          <div class="zoom">
            <button type="button" aria-label="Zoom in" onClick={() => flowMap.current?.map.zoomIn({ animate: !isStill() })}>+</button>
            <button type="button" aria-label="Zoom out" onClick={() => flowMap.current?.map.zoomOut({ animate: !isStill() })}>−</button>
            <button type="button" aria-label="Show the whole continent" onClick={() => flowMap.current?.frameAll(isStill())}>◻</button>
          </div>
          {hover !== null && <Tip world={world} hover={hover} content={content} />}
          <Legend content={content} palette={palette} />
        </>
      ) : (
        <p class="no-map" role="status">{fault} Everything else works: the search, the lists and the tables say the same.</p>
      )}
    </section>
  );
}

function pick(world: World, what: Picked): void {
  const address = parse(location.hash);
  if (what?.kind === "node") {
    const node = world.scene.nodes.id[what.position];
    if (node !== undefined) location.hash = linkTo(address, { kind: "node", node });
  } else if (what?.kind === "link") {
    const link = world.scene.links.id[what.position];
    if (link !== undefined) location.hash = linkTo(address, { kind: "link", link });
  } else if (address.view.kind === "link") {
    go({ ...address, view: { kind: "overview" }, camera: null, readings: [] });
  }
}

/** Urbanates by people, then other places by what passes them. */
function labelOrder(world: World, throughput: Float64Array): readonly number[] {
  const busy = (node: number) => throughput[node] ?? 0;
  const urbanates = [...world.urbanates()];
  const hasPeople = urbanates.some((node) => world.population(node) > 0);
  return hasPeople ? urbanates : urbanates.sort((a, b) => busy(b) - busy(a));
}

function Tip({ world, hover, content }: { readonly world: World; readonly hover: Hover; readonly content: MapContent }) {
  if (hover.what === null) return null;
  const { position } = hover.what;
  const isRight = hover.x > 340;
  const at = { left: `${hover.x + (isRight ? -14 : 14)}px`, top: `${hover.y + 12}px`, transform: isRight ? "translateX(-100%)" : "none" };
  if (hover.what.kind === "node") {
    return (
      <div class="tip" style={at} aria-hidden="true">
        <strong>{harmless(world.nodeName(position))}</strong>
        <span>{world.scene.nodes.kind[position]}</span>
      </div>
    );
  }
  const facts = content.facts(position);
  return (
    <div class="tip" style={at} aria-hidden="true">
      <strong>{harmless(world.linkName(position))}</strong>
      <span>{harmless(world.modeOf(position)?.name ?? "")} · {amount(world.scene.links.length_km[position], "km")}</span>
      {facts.map(({ name, value }) => <span key={name}>{harmless(name)} <b>{value}</b></span>)}
      {content.loadingOf(position) !== null && <span>capacity in use <b>{share(content.loadingOf(position))}</b></span>}
    </div>
  );
}
