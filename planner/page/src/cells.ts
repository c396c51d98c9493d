/**
 * Cells of the tables: their units, their words, their order.
 *
 * Invariant: pure; a figure that has a unit anywhere in its table has it here.
 */

import type { Cell, TableAnswer } from "./contract.ts";
import { folded } from "./format.ts";
import type { World } from "./scene.ts";

export type Row = readonly Cell[];

/** Columns of names of areas, and the columns of their ids. */
const NAMED: ReadonlyMap<string, string> = new Map([["name", "area"], ["from_name", "from_area"], ["to_name", "to_area"]]);

/** Columns of parts of one. */
const SHARES = /share|fraction|factor|relative|loading|self_supply|part_of/;

export function isShare(name: string): boolean {
  return SHARES.test(name);
}

function columnOf(table: TableAnswer, name: string): number {
  return table.columns.findIndex((column) => column.name === name);
}

/** The unit of a figure: that of its column, where it says so in the words of the row's good or the mode's capacity. */
export function unitOf(table: TableAnswer, row: Row, column: number, modes: World["detail"]["modes"]): string {
  const unit = table.columns[column]?.unit ?? "";
  if (unit.endsWith("capacity unit")) {
    const mode = row[columnOf(table, "mode")];
    return unit.replace("capacity unit", modes.find(({ id }) => id === mode)?.capacity_unit ?? "unit");
  }
  if (unit === "activity") return "units";
  if (unit.endsWith("/activity")) return unit.replace("activity", "unit");
  const own = row[columnOf(table, "unit")];
  return unit.replace(/\bunit$/, typeof own === "string" ? own : "unit");
}

/** The area that a cell of a column of names speaks of. */
export function areaOf(table: TableAnswer, row: Row, column: number): string | null {
  const id = NAMED.get(table.columns[column]?.name ?? "");
  const area = id === undefined ? undefined : row[columnOf(table, id)];
  return typeof area === "string" ? area : null;
}

/** Columns without those that say again what another one says: ids beside names, and the unit, which stands at each figure. */
export function shownColumns(table: TableAnswer): readonly number[] {
  const has = (name: string) => columnOf(table, name) >= 0;
  const isSaid = (name: string) => name === "unit" || [...NAMED].some(([named, id]) => name === id && has(named)) || (name === "sequence" && has("name"));
  return table.columns.map((_, column) => column).filter((column) => !isSaid(table.columns[column]?.name ?? ""));
}

/** Whether a column holds figures only. */
export function isFigures(table: TableAnswer, column: number): boolean {
  return table.rows.every((row) => row[column] === null || typeof row[column] === "number");
}

/** A cell as people read it. */
export function textOf(world: World, column: string, cell: Cell): string {
  if (typeof cell !== "string") return String(cell ?? "");
  if (column === "commodity") return world.commodityName(cell);
  if (["mode", "area", "process", "sequence"].includes(column)) return world.name(cell);
  if (column === "link") return linkText(world, cell);
  return isNode(column) ? world.nodeName(world.node(cell)) || cell : cell;
}

/** Columns of places. */
export function isNode(column: string): boolean {
  return column === "node" || column === "from" || column === "to" || column.endsWith("_at");
}

function linkText(world: World, id: string): string {
  const position = world.link(id);
  return position === undefined ? id : world.linkName(position);
}

/** Rows that have some words, by id or by name. */
export function filtered(world: World, table: TableAnswer, wanted: string): readonly Row[] {
  const words = folded(wanted);
  if (words === "") return table.rows;
  const has = (cell: Cell, column: number) =>
    folded(String(cell ?? "")).includes(words) || folded(textOf(world, table.columns[column]?.name ?? "", cell)).includes(words);
  return table.rows.filter((row) => row.some(has));
}

/** Rows by a column, largest first with a minus in front; cells without anything come last. */
export function sorted(world: World, table: TableAnswer, rows: readonly Row[], sort: string | null): readonly Row[] {
  const name = sort?.replace(/^-/, "") ?? "";
  const column = columnOf(table, name);
  if (column < 0) return rows;
  const direction = sort?.startsWith("-") === true ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [first = null, second = null] = [a[column], b[column]];
    if (first === null || second === null) return Number(first === null) - Number(second === null);
    const isBoth = typeof first === "number" && typeof second === "number";
    return direction * (isBoth ? first - second : textOf(world, name, first).localeCompare(textOf(world, name, second)));
  });
}

/** Rows by size, each against the largest of its own unit, as the map draws widths: t and GJ have no order between them. */
export function rankedByUnit(rows: readonly number[], unitOfRow: (row: number) => string, size: (row: number) => number): readonly number[] {
  const largest = new Map<string, number>();
  for (const row of rows) largest.set(unitOfRow(row), Math.max(largest.get(unitOfRow(row)) ?? 0, size(row)));
  const part = (row: number) => size(row) / (largest.get(unitOfRow(row)) || 1);
  return [...rows].sort((a, b) => part(b) - part(a));
}

/** What a press on the head of a column asks for: its own order first, then the other way round, then as it comes. */
export function nextSort(sort: string | null, name: string, isNumber: boolean): string | null {
  const [first, second] = isNumber ? [`-${name}`, name] : [name, `-${name}`];
  return sort === first ? second : sort === second ? null : first;
}
