import assert from "node:assert/strict";
import { test } from "node:test";
import { isShare, nextSort, rankedByUnit, sorted, unitOf } from "../../src/cells.ts";
import type { NodeLink, TableAnswer } from "../../src/contract.ts";
import { waysByUnit } from "../../src/panels/node.tsx";
import { reducedCost_gj } from "../../src/panels/reasons.tsx";
import type { World } from "../../src/scene.ts";

const term = (energy_gj: number) => ({ what: "x", use_per_unit: 1, price_gj: 1, energy_gj, binds: false });

test("a reduced cost that is only rounding is none", () => {
  assert.equal(reducedCost_gj({ reduced_cost_gj: -6.8e-16, own_energy_gj: 0, terms: [term(3), term(-3)] }), 0);
  assert.equal(reducedCost_gj({ reduced_cost_gj: 5e-7, own_energy_gj: 4, terms: [term(-2), term(2)] }), 0);
  assert.equal(reducedCost_gj({ reduced_cost_gj: -1e-3, own_energy_gj: 4, terms: [term(-2), term(2)] }), -1e-3);
  assert.equal(reducedCost_gj({ reduced_cost_gj: 2e-12, own_energy_gj: 0, terms: [term(2e-12)] }), 2e-12, "small, but all there is");
});

const TABLE: TableAnswer = {
  name: "made", meaning: "Made up",
  columns: [{ name: "mode", unit: "" }, { name: "unit", unit: "" }, { name: "asked", unit: "unit" }, { name: "mean", unit: "GJ/unit" }, { name: "capacity", unit: "capacity unit" }, { name: "activity", unit: "activity" }],
  rows: [["grid", "m3", 2, 1, null, 1], ["grid", "h", null, 1, 1, 1], ["road", "ha", 10, 1, 1, 1]],
};
const MODES = [{ id: "grid", name: "Power lines", capacity_unit: "GJ" }];

test("every figure has the unit of its row", () => {
  const units = (row: number) => [2, 3, 4, 5].map((column) => unitOf(TABLE, TABLE.rows[row] ?? [], column, MODES));
  assert.deepEqual(units(0), ["m3", "GJ/m3", "GJ", "units"]);
  assert.deepEqual(units(1), ["h", "GJ/h", "GJ", "units"]);
  assert.deepEqual(units(2), ["ha", "GJ/ha", "unit", "units"]);
  assert.ok(isShare("part_of_demand"));
});

test("rows are sorted by figures, what is missing last", () => {
  const world = {} as World;
  const order = (sort: string | null) => sorted(world, TABLE, TABLE.rows, sort).map((row) => row[1]);
  assert.deepEqual(order(null), ["m3", "h", "ha"]);
  assert.deepEqual(order("asked"), ["m3", "ha", "h"]);
  assert.deepEqual(order("-asked"), ["ha", "m3", "h"]);
  assert.deepEqual(order("constructor"), ["m3", "h", "ha"]);
});

test("presses on a head go round", () => {
  assert.equal(nextSort(null, "asked", true), "-asked");
  assert.equal(nextSort("-asked", "asked", true), "asked");
  assert.equal(nextSort("asked", "asked", true), null);
  assert.equal(nextSort("asked", "mode", false), "mode");
});

test("ways of different units are not ranked against each other", () => {
  const way = (id: string, unit: string, arrives: number): NodeLink => ({ id, mode: { id: "m", name: "m" }, to: { id: "n", name: "n" }, length_km: 1, unit, arrives, departs: 0 });
  const groups = waysByUnit([way("line", "GJ", 1e9), way("rail", "t", 5), way("road", "t", 7)]);
  assert.deepEqual(groups.map(([unit, links]) => [unit, links.map(({ id }) => id)]), [["t", ["road", "rail"]], ["GJ", ["line"]]]);
});

test("flows rank against the largest of their own unit", () => {
  const sizes = [5e9, 4, 3, 1e9];
  assert.deepEqual(rankedByUnit([0, 1, 2, 3], (row) => (sizes[row] ?? 0) > 1e6 ? "GJ" : "t", (row) => sizes[row] ?? 0), [0, 1, 2, 3]);
  assert.deepEqual(rankedByUnit([], () => "t", () => 0), []);
});
