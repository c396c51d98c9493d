/**
 * What the map shows for an address: flows or differences below, routes and places on top.
 *
 * Invariant: while an answer is on its way the map keeps what it shows.
 */

import { useMemo, useRef } from "preact/hooks";
import type { Address } from "../address.ts";
import { useAnswer } from "../answers.ts";
import type { ComparedFlows, Flows, Routes, SiteAnswer } from "../contract.ts";
import { amount } from "../format.ts";
import type { World } from "../scene.ts";
import { pathOf } from "../source.ts";
import type { Theme } from "../theme.ts";
import { paletteOf } from "./colours.ts";
import { differenceDrawing, flowDrawing, type FlowDrawing, routeDrawing, type Scale, type Way } from "./drawing.ts";
import { NO_RIBBONS, type RibbonSet } from "./ribbons.ts";

export interface MapContent {
  readonly kind: "flows" | "difference";
  /** What the widths are of, in words. */
  readonly what: string;
  readonly set: RibbonSet;
  readonly raised: RibbonSet | null;
  /** Picked link. */
  readonly link: number | null;
  readonly dim: number;
  readonly scales: readonly Scale[];
  readonly throughput: Float64Array;
  /** Nodes that stand out, with the rank of the origin they are, if they are one. */
  readonly marked: ReadonlyMap<number, number | null>;
  /** Nodes that should be seen. */
  readonly frame: readonly number[];
  readonly isWaiting: boolean;
  facts(link: number): readonly { readonly name: string; readonly value: string }[];
  loadingOf(link: number): number | null;
}

/** Path of the supply of a node, as panels and map ask for it. */
export function supplyPath(plan: string, node: string, commodity: string, period: string | null): string {
  return pathOf(["plans", plan, "nodes", node, "supply", commodity], { period, top: 20 });
}

/** Path of the flows that the map draws. */
export function flowsPath(plan: string, { flows: commodity, period }: Address): string {
  return pathOf(["plans", plan, "flows"], { commodity, period });
}

/** The unit of an amount on a link: of everything together it is the unit of the mode's capacity. */
export function amountUnit(world: World, flows: { readonly commodity: string | null; readonly unit: string }, link: number): string {
  return flows.commodity === null ? (world.modeOf(link)?.capacity_unit ?? "") : flows.unit;
}

/** The rank of each origin of a delivery, largest first. */
export function originRanks(routes: Routes): ReadonlyMap<string, number> {
  const ranks = new Map<string, number>();
  const rows = routes.origins.length > 0 ? routes.origins : routes.routes;
  for (const { origin } of rows) if (origin !== null && !ranks.has(origin.id)) ranks.set(origin.id, ranks.size);
  return ranks;
}

export function useMapContent(world: World, plan: string, address: Address, theme: Theme): MapContent {
  const { view, period, flows: commodity, hidden, against } = address;
  const palette = paletteOf(theme);
  const isDifference = view.kind === "difference" && against !== null;
  const flows = useAnswer<Flows>(flowsPath(plan, address));
  const compared = useAnswer<ComparedFlows>(isDifference ? pathOf(["compare", plan, against, "flows"], { commodity, period }) : null);
  const supply = useAnswer<Routes>(view.kind === "supply" ? supplyPath(plan, view.node, view.commodity, period) : null);
  const site = useAnswer<SiteAnswer>(view.kind === "site" ? pathOf(["plans", plan, "sites", view.site], { period }) : null);
  const hiddenKey = hidden.join(",");

  const last = useRef<FlowDrawing | null>(null);
  const flowsValue = flows.state === "ready" ? flows.value : null;
  const comparedValue = compared.state === "ready" ? compared.value : null;
  const drawn = useMemo(() => {
    if (isDifference) return comparedValue === null ? null : differenceDrawing(world, comparedValue, hidden, palette);
    return flowsValue === null ? null : flowDrawing(world, flowsValue, hidden, palette);
  }, [world, flowsValue, comparedValue, isDifference, hiddenKey, palette]);
  if (drawn !== null) last.current = drawn;
  const base = drawn ?? last.current;

  const routes = supply.state === "ready" ? supply.value : null;
  const raised = useMemo(() => (routes === null ? null : routeDrawing(world, waysOf(routes, address.route), palette)), [world, routes, address.route, palette]);
  const siteNode = site.state === "ready" ? site.value.node.id : null;
  const marked = useMemo(() => markedNodes(world, address, routes, siteNode), [world, view.kind, viewKey(address), routes, siteNode]);
  const link = view.kind === "link" ? (world.link(view.link) ?? null) : null;
  const inArea = useMemo(() => (view.kind === "area" ? world.nodesIn(view.area) : []), [world, viewKey(address)]);
  const frame = link === null
    ? [...inArea, ...marked.keys(), ...(routes === null ? [] : placesOn(world, routes))]
    : [world.scene.links.from[link] ?? -1, world.scene.links.to[link] ?? -1];
  const byLink = useMemo(() => factsByLink(world, flowsValue, comparedValue, isDifference), [world, flowsValue, comparedValue, isDifference]);
  return {
    kind: isDifference ? "difference" : "flows",
    what: commodity === null ? "everything" : world.commodityName(commodity),
    set: base?.set ?? NO_RIBBONS,
    raised, link,
    dim: routes !== null || view.kind === "supply" ? 0.16 : link === null ? 1 : 0.55,
    scales: base?.scales ?? [],
    throughput: base?.throughput ?? new Float64Array(0),
    marked, frame,
    isWaiting: drawn === null,
    facts: byLink.facts,
    loadingOf: byLink.loadingOf,
  };
}

function viewKey({ view }: Address): string {
  return Object.values(view).join("\n");
}

function waysOf(routes: Routes, only: number | null): readonly Way[] {
  const ranks = originRanks(routes);
  return routes.routes.flatMap(({ origin, legs, share }, index) =>
    origin === null || share <= 0 ? [] : [{ legs, share, rank: ranks.get(origin.id) ?? 99, isFaint: only !== null && only !== index }]);
}

function markedNodes(world: World, { view }: Address, routes: Routes | null, siteNode: string | null): ReadonlyMap<number, number | null> {
  const marked = new Map<number, number | null>();
  const put = (id: string | null, rank: number | null) => {
    const node = id === null ? undefined : world.node(id);
    if (node !== undefined) marked.set(node, rank);
  };
  if (routes !== null) {
    const ranks = originRanks(routes);
    for (const { origin } of [...routes.routes].reverse()) if (origin !== null) put(origin.place.id, ranks.get(origin.id) ?? 99);
  }
  if (view.kind === "node" || view.kind === "supply") put(view.node, null);
  put(siteNode, null);
  return marked;
}

function placesOn(world: World, routes: Routes): readonly number[] {
  const ids = routes.routes.flatMap(({ legs }) => legs.flatMap(({ from, to }) => [from.id, to.id]));
  return ids.map((id) => world.node(id)).filter((node) => node !== undefined);
}

function factsByLink(world: World, flows: Flows | null, compared: ComparedFlows | null, isDifference: boolean): Pick<MapContent, "facts" | "loadingOf"> {
  const place = new Map((isDifference ? compared?.links : flows?.links)?.map((link, index) => [link, index]));
  return {
    facts(link) {
      const index = place.get(link);
      if (index === undefined) return [];
      if (isDifference && compared !== null) {
        const unit = amountUnit(world, compared, link);
        return [{ name: "before", value: amount(compared.before[index], unit) }, { name: "after", value: amount(compared.after[index], unit) }];
      }
      if (flows === null) return [];
      const [forward = 0, backward = 0] = [flows.forward[index], flows.backward[index]];
      const unit = amountUnit(world, flows, link);
      return [...(forward > 0 ? [{ name: "there", value: amount(forward, unit) }] : []), ...(backward > 0 ? [{ name: "back", value: amount(backward, unit) }] : [])];
    },
    loadingOf(link) {
      const index = place.get(link);
      return isDifference || index === undefined ? null : (flows?.loading[index] ?? null);
    },
  };
}

