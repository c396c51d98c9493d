/**
 * A scene of any size, for measurements: places on a lattice, links to their neighbours, half of them with flows.
 *
 * Invariant: the same size gives the same scene.
 */

import type { Flows, PlanDetail, Plans, Scene } from "../../src/contract.ts";

/** Answers of a made-up plan with about this many links. */
export function synthetic(links: number): { readonly plans: Plans; readonly detail: PlanDetail; readonly scene: Scene; readonly flows: Flows } {
  const side = Math.ceil(Math.sqrt(links / 4));
  const nodes = side * side;
  let state = 12345;
  const random = () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state / 2 ** 32;
  };
  const position = Array.from({ length: nodes }, (_, node) => [node % side, Math.floor(node / side)] as const);
  const from: number[] = [];
  const to: number[] = [];
  for (const [node, [x, y]] of position.entries()) {
    for (const [dx, dy] of [[1, 0], [0, 1], [1, 1], [1, -1]] as const) {
      if (x + dx >= side || y + dy >= side || y + dy < 0) continue;
      from.push(node);
      to.push(node + dx + dy * side);
    }
  }
  const carries = from.map((_, link) => link).filter(() => random() < 0.7);
  const amount = () => 10 ** (3 + 5 * random());
  const head = {
    plan: "synthetic", name: `Synthetic, ${from.length} links`, status: "optimal", accounting: "closed", calendar: "year",
    objective_gj: 1e9, lower_bound_gj: 1e9, gap: 0, periods: [{ id: "year", name: "Year", hours: 8760 }],
  };
  return {
    plans: { plans: [head] },
    detail: {
      ...head, certificate: { status: "optimal" }, commodities: [{ id: "good", name: "Good", unit: "t", mass_t: 1, is_demanded: true }],
      modes: [{ id: "rail", name: "Rail", capacity_unit: "t" }, { id: "road", name: "Road", capacity_unit: "t" }],
      areas: [{ id: "all", name: "All", parent: null }], sequences: [], ledger: [], shortages: [],
    },
    scene: {
      nodes: {
        id: position.map((_, node) => `n${node}`), name: position.map((_, node) => `Place ${node}`),
        kind: position.map(() => (random() < 0.05 ? "urbanate" : "junction")),
        longitude: position.map(([x]) => -125 + (58 * (x + 0.6 * random())) / side), latitude: position.map(([, y]) => 20 + (38 * (y + 0.6 * random())) / side),
        area: position.map(() => 0), population: position.map(() => Math.floor(2e6 * random() ** 4)),
      },
      links: {
        id: from.map((_, link) => `l${link}`), mode: from.map((_, link) => link % 2), from, to, length_km: from.map(() => 40), capacity: from.map(() => 1e8), is_terminal: from.map(() => false),
      },
      sites: { id: [], name: [], process: [], node: [] }, processes: { id: [], name: [] }, boundaries: [],
    },
    flows: { commodity: null, unit: "t", links: carries, forward: carries.map(amount), backward: carries.map(() => (random() < 0.5 ? 0 : amount())), loading: carries.map(() => random()) },
  };
}
