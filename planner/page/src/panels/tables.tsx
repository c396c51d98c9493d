/**
 * The statistics of the plan as tables, a page at a time.
 *
 * Invariant: columns carry their units; cells are as answered, and ids that the map knows are links.
 */

import { useState } from "preact/hooks";
import { useAnswer } from "../answers.ts";
import type { Cell, TableAnswer } from "../contract.ts";
import { count, digits, folded, harmless, sentence, share, words } from "../format.ts";
import { Amount } from "../parts/figures.tsx";
import { AreaLink, LinkLink, NodeLink, SiteLink, To } from "../parts/links.tsx";
import { Panel } from "../parts/panel.tsx";
import { Provenance } from "../parts/provenance.tsx";
import { Await } from "../parts/waiting.tsx";
import { pathOf } from "../source.ts";
import { useView } from "../view_context.ts";

/** Tables and their titles. */
export const TABLES: Readonly<Record<string, string>> = {
  sequences: "Sequences", areas: "Areas", area_energy: "Energy of areas", goals: "Goals", borders: "Border prices", balance: "Balance of goods",
  shortages: "Shortages", prices: "Prices", area_prices: "Prices by area", processes: "Processes", sites: "Sites", modes: "Modes", mode_goods: "Goods by mode",
  links: "Links",
};

const FILES: Readonly<Record<string, readonly [string, string, string]>> = {
  balance: ["production.parquet", "activity, with flows, trade and shortages", "Supply, use and loss of each commodity, added over places and periods."],
  sequences: ["ledger.parquet", "energy_gj by sequence and activity", "Postings of the ledger are added up."],
  areas: ["production.parquet", "activity, with flows and shortages", "What is made, used and moved across the border of each area, added up."],
  goals: ["production.parquet", "activity", "What each goal asks for beside what the plan reaches."],
  borders: ["prices.parquet", "price_gj", "Prices on both sides of a border, weighed by what crosses it."],
  shortages: ["shortages.parquet", "amount", "Demand left unmet, by place."],
  links: ["flows.parquet", "amount", "Flows weighed as the mode does, beside the capacity of the link."],
  prices: ["prices.parquet", "price_gj", "Shadow prices of balances, weighed by what is asked there."],
};
const PAGE = 100;

export function TablePanel({ name }: { readonly name: string }) {
  const { plan } = useView();
  const [offset, setOffset] = useState(0);
  const path = pathOf(["plans", plan, "tables", name], { limit: PAGE, offset });
  const answer = useAnswer<TableAnswer>(path);
  const [file, columns, how] = FILES[name] ?? ["production.parquet", "activity", "Statistics of the plan, as planner show prints them."];
  return (
    <Panel id={`table ${plan} ${name}`} title={TABLES[name] ?? name} above="Tables of the plan">
      <nav aria-label="Tables"><ul class="tabs">{Object.entries(TABLES).map(([table, title]) => (
        <li key={table} class={table === name ? "here" : ""}><To view={{ kind: "table", table }} text={title} /></li>
      ))}</ul></nav>
      <Await answer={answer} what="the table">
        {(table) => (
          <>
            <p class="note">{harmless(sentence(table.meaning))}.</p>
            <DataTable table={table} />
            <Pages table={table} offset={offset} onTurn={setOffset} />
          </>
        )}
      </Await>
      <Provenance path={path} file={file} columns={columns} how={how} />
    </Panel>
  );
}

function Pages({ table, offset, onTurn }: { readonly table: TableAnswer; readonly offset: number; readonly onTurn: (offset: number) => void }) {
  const total = table.total ?? table.rows.length;
  if (total <= PAGE) return <p class="note">{count(total, "row", "rows")}.</p>;
  return (
    <p class="pages">
      <button type="button" disabled={offset === 0} onClick={() => onTurn(Math.max(0, offset - PAGE))}>Before</button>
      <span>{offset + 1} to {Math.min(total, offset + PAGE)} of {total}</span>
      <button type="button" disabled={offset + PAGE >= total} onClick={() => onTurn(offset + PAGE)}>After</button>
    </p>
  );
}

/** A table as it was answered, with a filter where it is long. */
export function DataTable({ table }: { readonly table: TableAnswer }) {
  const [wanted, setWanted] = useState("");
  const rows = wanted === "" ? table.rows : table.rows.filter((row) => row.some((cell) => folded(String(cell ?? "")).includes(folded(wanted))));
  const columns = shownColumns(table);
  const unitColumn = table.columns.findIndex(({ name }) => name === "unit");
  const isNumber = table.columns.map((_, column) => table.rows.every((row) => row[column] === null || typeof row[column] === "number"));
  return (
    <>
      {table.rows.length > 12 && <label class="filter">Filter these rows <input type="search" value={wanted} onInput={(event) => setWanted(event.currentTarget.value)} /></label>}
      <div class="scroll" tabIndex={0} role="region" aria-label={`Table ${words(table.name)}`}>
        <table class="data">
          <caption class="unseen">{harmless(table.meaning)}</caption>
          <thead><tr>{columns.map((column) => {
            const { name = "", unit = "" } = table.columns[column] ?? {};
            return <th key={name} scope="col" class={isNumber[column] ? "number" : ""}>{words(name.replace(/^(from|to)_name$/, "$1"))}{unit !== "" && !SCALED.has(unit) && <small> {harmless(unit)}</small>}</th>;
          })}</tr></thead>
          <tbody>
            {rows.length === 0 && <tr><td colSpan={columns.length} class="soft">{table.rows.length === 0 ? "nothing" : "no row like this"}</td></tr>}
            {rows.map((row, index) => <tr key={index}>{columns.map((column) => {
              const { name = "", unit = "" } = table.columns[column] ?? {};
              return <td key={name} class={isNumber[column] ? "number" : ""}><CellText name={name} unit={unit.replace(/\bunit$/, rowUnit(row[unitColumn]))} cell={row[column] ?? null} area={areaOf(table, row, name)} /></td>;
            })}</tr>)}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** Units that stand beside each figure instead of in the head of the column. */
const SCALED = new Set(["GJ", "t", "unit", "GJ/unit", "km"]);

/** Columns of names of areas, and the columns of their ids. */
const NAMED: ReadonlyMap<string, string> = new Map([["name", "area"], ["from_name", "from_area"], ["to_name", "to_area"]]);

/** The unit of a row, where it says one. */
function rowUnit(cell: Cell | undefined): string {
  return typeof cell === "string" ? cell : "unit";
}

/** The area that a cell of a column of names speaks of. */
function areaOf(table: TableAnswer, row: readonly Cell[], name: string): Cell | undefined {
  const id = NAMED.get(name);
  return id === undefined ? undefined : row[table.columns.findIndex((column) => column.name === id)];
}

/** Columns without those that say again what another one says: ids beside names, and the unit, which stands at each figure. */
function shownColumns(table: TableAnswer): readonly number[] {
  const has = (name: string) => table.columns.some((column) => column.name === name);
  const isSaid = (name: string) => name === "unit" || [...NAMED].some(([named, id]) => name === id && has(named)) || (name === "sequence" && has("name"));
  return table.columns.map((_, column) => column).filter((column) => !isSaid(table.columns[column]?.name ?? ""));
}

/** Columns of parts of one. */
const SHARES = /share|fraction|factor|relative|loading|self_supply/;

interface CellProps {
  readonly name: string;
  readonly unit: string;
  readonly cell: Cell;
  /** The area that the cell names, if it does. */
  readonly area: Cell | undefined;
}

function CellText({ name, unit, cell, area }: CellProps) {
  if (cell === null) return <span class="soft">–</span>;
  if (typeof cell === "number") {
    if (unit === "" && SHARES.test(name)) return <data value={String(cell)} title={String(cell)}>{share(cell)}</data>;
    if (unit === "GJ" || unit === "t" || unit === "km" || unit.startsWith("GJ/")) return <Amount value={cell} unit={unit} />;
    return <data value={String(cell)} title={`${cell} ${unit}`}>{digits(cell)}</data>;
  }
  if (typeof cell === "boolean") return <>{cell ? "yes" : "no"}</>;
  if (typeof area === "string") return <AreaLink id={area} name={cell} />;
  if (name === "area") return <AreaLink id={cell} />;
  if (name === "link") return <LinkLink id={cell} />;
  if (name === "site") return <SiteLink id={cell} name={cell} />;
  if (name === "node" || name.endsWith("_at")) return <NodeLink id={cell} />;
  return <Named id={cell} column={name} />;
}

function Named({ id, column }: { readonly id: string; readonly column: string }) {
  const { world } = useView();
  const known = ["mode", "area", "process", "sequence"].includes(column) ? world.name(id) : column === "commodity" ? world.commodityName(id) : id;
  return <span title={harmless(id)}>{harmless(known)}</span>;
}
