/**
 * From answers to what is drawn: flows, differences, routes, the picked link and the places.
 *
 * Invariant: pure; the same answers give the same drawing. Small flows are drawn before large ones, which stay on top.
 */

import type { ComparedFlows, Flows, Leg } from "../contract.ts";
import type { World } from "../scene.ts";
import { loadingStep, originColour, type Palette } from "./colours.ts";
import { type Dot } from "./dots.ts";
import { packed, type Ribbon, type RibbonSet, widthOf } from "./ribbons.ts";

/** Width of the largest flow, pixels. */
export const WIDEST_PX = 13;
/** Differences below this part of the largest are not drawn. */
const SMALLEST_DIFFERENCE = 1e-6;

/** What the widest ribbon of a unit stands for. */
export interface Scale { readonly unit: string; readonly largest: number }

/** Flows drawn, and what their widths stand for. */
export interface FlowDrawing {
  readonly set: RibbonSet;
  /** The largest amount of each unit: of everything together, t and GJ are told apart. */
  readonly scales: readonly Scale[];
  /** Amount on each node's links together, to tell large places from small ones. */
  readonly throughput: Float64Array;
}

/** Flows of one commodity or of everything: width is the amount, colour the loading. */
export function flowDrawing(world: World, flows: Flows, hidden: readonly string[], palette: Palette): FlowDrawing {
  const { links, nodes } = world.scene;
  const hiddenModes = new Set(world.detail.modes.flatMap((mode, index) => (hidden.includes(mode.id) ? [index] : [])));
  const throughput = new Float64Array(nodes.id.length);
  const order: number[] = [];
  for (let i = 0; i < flows.links.length; i += 1) {
    const link = flows.links[i] ?? 0;
    const both = (flows.forward[i] ?? 0) + (flows.backward[i] ?? 0);
    throughput[links.from[link] ?? 0]! += both;
    throughput[links.to[link] ?? 0]! += both;
    if (both <= 0 || hiddenModes.has(links.mode[link] ?? -1) || links.is_terminal[link] === true) continue;
    order.push(i);
  }
  const size = (i: number) => Math.max(flows.forward[i] ?? 0, flows.backward[i] ?? 0);
  const unitOf = unitsOf(world, flows.commodity === null, flows.unit);
  const scales = scalesOf(order, (i) => unitOf(flows.links[i] ?? 0), size);
  const largestOf = new Map(scales.map(({ unit, largest }) => [unit, largest]));
  const part = (i: number, amount: number) => amount / (largestOf.get(unitOf(flows.links[i] ?? 0)) ?? 1);
  order.sort((a, b) => part(a, size(a)) - part(b, size(b)));
  const ribbons: Ribbon[] = [];
  for (const i of order) {
    const link = flows.links[i] ?? 0;
    const step = loadingStep(flows.loading[i] ?? null);
    const base = { link, colour: palette.loading[step] ?? palette.unused, opacity: 0.94, isDirected: true };
    const [from, to] = [links.from[link] ?? 0, links.to[link] ?? 0];
    const [forward, backward] = [flows.forward[i] ?? 0, flows.backward[i] ?? 0];
    if (forward > 0) ribbons.push({ ...base, from, to, width_px: widthOf(part(i, forward), 1, WIDEST_PX) });
    if (backward > 0) ribbons.push({ ...base, from: to, to: from, width_px: widthOf(part(i, backward), 1, WIDEST_PX) });
  }
  return { set: packed(ribbons, world.points), scales, throughput };
}

/** The unit of the amount on a link: of everything together it is the unit of the mode's capacity. */
function unitsOf(world: World, isEverything: boolean, unit: string): (link: number) => string {
  return isEverything ? (link) => world.modeOf(link)?.capacity_unit ?? "" : () => unit;
}

function scalesOf(rows: readonly number[], unitOf: (row: number) => string, size: (row: number) => number): readonly Scale[] {
  const largest = new Map<string, number>();
  for (const row of rows) largest.set(unitOf(row), Math.max(largest.get(unitOf(row)) ?? 0, size(row)));
  return [...largest].map(([unit, most]) => ({ unit, largest: most })).sort((a, b) => (a.unit < b.unit ? 1 : -1));
}

/** Differences of two plans: width is how much, colour whether more or less. */
export function differenceDrawing(world: World, compared: ComparedFlows, hidden: readonly string[], palette: Palette): FlowDrawing {
  const { links, nodes } = world.scene;
  const change = compared.links.map((_, i) => (compared.after[i] ?? 0) - (compared.before[i] ?? 0));
  const isShown = (i: number) => {
    const link = compared.links[i] ?? 0;
    return links.is_terminal[link] !== true && !hidden.includes(world.modeOf(link)?.id ?? "");
  };
  const shown = change.map((_, i) => i).filter(isShown);
  const unitOf = unitsOf(world, compared.commodity === null, compared.unit);
  const scales = scalesOf(shown, (i) => unitOf(compared.links[i] ?? 0), (i) => Math.abs(change[i] ?? 0));
  const largestOf = new Map(scales.map(({ unit, largest }) => [unit, largest]));
  const part = (i: number) => Math.abs(change[i] ?? 0) / (largestOf.get(unitOf(compared.links[i] ?? 0)) || 1);
  const order = shown.filter((i) => part(i) > SMALLEST_DIFFERENCE).sort((a, b) => part(a) - part(b));
  const ribbons = order.map((i): Ribbon => {
    const link = compared.links[i] ?? 0;
    const value = change[i] ?? 0;
    return {
      link, from: links.from[link] ?? 0, to: links.to[link] ?? 0, width_px: widthOf(part(i), 1, WIDEST_PX),
      colour: value > 0 ? palette.more : palette.less, opacity: 0.35 + 0.6 * Math.min(1, 4 * part(i)), isDirected: false,
    };
  });
  return { set: packed(ribbons, world.points), scales, throughput: new Float64Array(nodes.id.length) };
}

/** A way to be drawn: its legs, its share of the delivery, and the rank of its origin. */
export interface Way { readonly legs: readonly Leg[]; readonly share: number; readonly rank: number; readonly isFaint: boolean }

/** Routes of a delivery, in the colours of their origins. */
export function routeDrawing(world: World, ways: readonly Way[], palette: Palette): RibbonSet {
  const largest = ways.reduce((most, way) => Math.max(most, way.share), 0);
  const ribbons: Ribbon[] = [];
  for (const way of [...ways].sort((a, b) => Number(b.isFaint) - Number(a.isFaint) || a.share - b.share)) {
    for (const [from, to] of steps(world, way.legs)) {
      ribbons.push({
        link: -1, from, to, width_px: Math.max(2.4, widthOf(way.share, largest, 10)),
        colour: originColour(palette, way.rank), opacity: way.isFaint ? 0.28 : 1, isDirected: true,
      });
    }
  }
  return packed(ribbons, world.points);
}

function steps(world: World, legs: readonly Leg[]): readonly (readonly [number, number])[] {
  const found: [number, number][] = [];
  for (const leg of legs) {
    const places = [leg.from, ...leg.via, leg.to].map(({ id }) => world.node(id));
    for (let i = 1; i < places.length; i += 1) {
      const [from, to] = [places[i - 1], places[i]];
      if (from !== undefined && to !== undefined && from !== to) found.push([from, to]);
    }
  }
  return found;
}

/** The picked link, both ways. */
export function pickedDrawing(world: World, link: number, palette: Palette): RibbonSet {
  const { from, to } = world.scene.links;
  return packed([{ link, from: from[link] ?? 0, to: to[link] ?? 0, width_px: 5, colour: palette.picked, opacity: 1, isDirected: false }], world.points);
}

/** Places: urbanates by their people, others small; what is marked stands out. */
export function placeDots(world: World, palette: Palette, marked: ReadonlyMap<number, number | null>): readonly Dot[] {
  const dots: Dot[] = [];
  for (let node = 0; node < world.scene.nodes.id.length; node += 1) {
    const rank = marked.get(node);
    const isUrbanate = world.isUrbanate(node);
    if (rank === undefined && !isUrbanate && world.scene.nodes.kind[node] === "junction") continue;
    const radius = isUrbanate ? 2 + Math.sqrt(world.population(node) / 1e6) * 1.15 : 1.5;
    const base = { x: world.points[2 * node] ?? 0, y: world.points[2 * node + 1] ?? 0, isSquare: !isUrbanate };
    if (rank === undefined) {
      dots.push({ ...base, radius_px: radius, fill: isUrbanate ? palette.city : palette.works, fillOpacity: 0.75, rim: isUrbanate ? palette.cityRim : palette.works });
    } else {
      const colour = rank === null ? palette.picked : originColour(palette, rank);
      dots.push({ ...base, isSquare: rank !== null, radius_px: Math.max(radius + 1, rank === null ? 6.5 : 5), fill: colour, fillOpacity: 1, rim: palette.city });
    }
  }
  return dots;
}
