/**
 * A plan and its scene, with what is looked up again and again.
 *
 * Invariant: positions are those of the scene's columns; names are as the data set has them, made harmless only where shown.
 */

import type { Commodity, PlanDetail, Scene } from "./contract.ts";
import { projected } from "./map/mercator.ts";

export class World {
  readonly detail: PlanDetail;
  readonly scene: Scene;
  /** Nodes in Mercator coordinates, two numbers a node. */
  readonly points: Float32Array;
  readonly #nodes: ReadonlyMap<string, number>;
  readonly #links: ReadonlyMap<string, number>;
  readonly #sites: ReadonlyMap<string, number>;
  readonly #commodities: ReadonlyMap<string, Commodity>;
  readonly #names: ReadonlyMap<string, string>;

  constructor(detail: PlanDetail, scene: Scene) {
    this.detail = detail;
    this.scene = scene;
    this.points = projected(scene.nodes.longitude, scene.nodes.latitude);
    this.#nodes = positions(scene.nodes.id);
    this.#links = positions(scene.links.id);
    this.#sites = positions(scene.sites.id);
    this.#commodities = new Map(detail.commodities.map((commodity) => [commodity.id, commodity]));
    const named = [...detail.modes, ...detail.areas, ...detail.sequences];
    this.#names = new Map([
      ...scene.processes.id.map((id, process) => [id, scene.processes.name[process] ?? id] as const),
      ...named.map(({ id, name }) => [id, name] as const),
    ]);
  }

  node(id: string): number | undefined {
    return this.#nodes.get(id);
  }

  link(id: string): number | undefined {
    return this.#links.get(id);
  }

  site(id: string): number | undefined {
    return this.#sites.get(id);
  }

  commodity(id: string): Commodity | undefined {
    return this.#commodities.get(id);
  }

  commodityName(id: string): string {
    return this.#commodities.get(id)?.name ?? id;
  }

  /** The name of a mode, area, sequence or process. */
  name(id: string): string {
    return this.#names.get(id) ?? id;
  }

  nodeName(position: number | undefined): string {
    return (position === undefined ? undefined : this.scene.nodes.name[position]) ?? "";
  }

  /** From and to of a link in words. */
  linkName(position: number): string {
    const { from, to } = this.scene.links;
    return `${this.nodeName(from[position])} – ${this.nodeName(to[position])}`;
  }

  processName(position: number | undefined): string {
    return (position === undefined ? undefined : this.scene.processes.name[position]) ?? "";
  }

  siteName(id: string): string {
    const position = this.#sites.get(id);
    return (position === undefined ? undefined : this.scene.sites.name[position]) ?? id;
  }

  /** A text of the planner with the ids in it replaced by names. */
  readable(text: string): string {
    return text.split(" ").map((word) => {
      const node = this.#nodes.get(word);
      const link = this.#links.get(word);
      if (node !== undefined) return this.nodeName(node);
      if (link !== undefined) return this.linkName(link);
      if (this.#sites.has(word)) return this.siteName(word);
      return this.#commodities.get(word)?.name.toLowerCase() ?? this.#names.get(word)?.toLowerCase() ?? word;
    }).join(" ");
  }

  modeOf(link: number): { readonly id: string; readonly name: string; readonly capacity_unit: string } | undefined {
    return this.detail.modes[this.scene.links.mode[link] ?? -1];
  }

  isUrbanate(node: number): boolean {
    return this.scene.nodes.kind[node] === "urbanate";
  }

  /** People, or 0 where nothing is said. */
  population(node: number): number {
    return this.scene.nodes.population[node] ?? 0;
  }

  /** Nodes in an area and in those below it. */
  nodesIn(area: string): readonly number[] {
    const { areas } = this.detail;
    const inside = new Set([area]);
    // Parents come before children.
    for (const { id, parent } of areas) if (parent !== null && inside.has(parent)) inside.add(id);
    const positions = new Set(areas.flatMap(({ id }, position) => (inside.has(id) ? [position] : [])));
    return this.scene.nodes.area.flatMap((of, node) => (positions.has(of) ? [node] : []));
  }

  /** Urbanates, most people first. */
  urbanates(): readonly number[] {
    const found: number[] = [];
    for (let node = 0; node < this.scene.nodes.id.length; node += 1) if (this.isUrbanate(node)) found.push(node);
    return found.sort((a, b) => this.population(b) - this.population(a));
  }
}

function positions(ids: readonly string[]): ReadonlyMap<string, number> {
  return new Map(ids.map((id, position) => [id, position]));
}
