/**
 * The search box: names of urbanates, goods, sites and links.
 *
 * Invariant: pure; the same words find the same things in the same order. What begins with the words comes before what only
 * has them inside, urbanates before goods, goods before other places, sites and links.
 */

import type { View } from "./address.ts";
import { folded } from "./format.ts";
import type { World } from "./scene.ts";

export interface Found {
  readonly text: string;
  readonly kind: string;
  /** Where it leads: a view, or flows of a commodity. */
  readonly target: { readonly view: View } | { readonly flows: string };
}

interface Entry { readonly folded: string; readonly rank: number; readonly make: () => Found }

/** Everything that can be found, ready for search. */
export class Finder {
  readonly #entries: readonly Entry[];

  constructor(world: World) {
    const { nodes, links, sites } = world.scene;
    const entries: Entry[] = [];
    const put = (name: string, rank: number, make: () => Found) => entries.push({ folded: folded(name), rank, make });
    for (const node of world.urbanates()) {
      const id = nodes.id[node] ?? "";
      put(`${nodes.name[node]} ${id}`, 0, () => ({ text: nodes.name[node] ?? id, kind: "urbanate", target: { view: { kind: "node", node: id } } }));
    }
    for (const { id, name } of world.detail.commodities) put(`${name} ${id}`, 1, () => ({ text: name, kind: "flows of a good", target: { flows: id } }));
    for (const { id, name } of world.detail.areas) put(`${name} ${id}`, 1, () => ({ text: name, kind: "area", target: { view: { kind: "area", area: id } } }));
    for (const [node, id] of nodes.id.entries()) {
      if (!world.isUrbanate(node)) put(`${nodes.name[node]} ${id}`, 2, () => ({ text: nodes.name[node] ?? id, kind: nodes.kind[node] ?? "place", target: { view: { kind: "node", node: id } } }));
    }
    for (const [site, id] of sites.id.entries()) {
      const process = world.processName(sites.process[site]);
      put(`${sites.name[site]} ${process} ${id}`, 3, () => ({ text: `${sites.name[site]}, ${world.nodeName(sites.node[site])}`, kind: process, target: { view: { kind: "site", site: id } } }));
    }
    for (const [link, id] of links.id.entries()) {
      put(`${world.linkName(link)} ${world.modeOf(link)?.name ?? ""} ${id}`, 4, () => ({ text: world.linkName(link), kind: world.modeOf(link)?.name ?? "link", target: { view: { kind: "link", link: id } } }));
    }
    this.#entries = entries;
  }

  /** The best `limit` things for some words; all words must be in the name. */
  find(text: string, limit: number): readonly Found[] {
    const wanted = folded(text).split(/\s+/).filter((word) => word !== "");
    const [first] = wanted;
    if (first === undefined) return [];
    const groups: Entry[][] = [];
    for (const entry of this.#entries) {
      if (!wanted.every((word) => entry.folded.includes(word))) continue;
      const group = entry.rank + (entry.folded.startsWith(first) ? 0 : 5);
      (groups[group] ??= []).push(entry);
    }
    return groups.flatMap((group) => group ?? []).slice(0, limit).map((entry) => entry.make());
  }
}
