/**
 * The statistics of the plan as tables, a page at a time.
 *
 * Invariant: which page is shown is in the address; while another page is on its way the one before stays, and so does the
 * focus.
 */

import { useAnswer, useLatest } from "../answers.ts";
import type { TableAnswer } from "../contract.ts";
import { count, harmless, sentence } from "../format.ts";
import { useReading } from "../navigation.ts";
import { To } from "../parts/links.tsx";
import { Panel } from "../parts/panel.tsx";
import { AllPeriods } from "../parts/periods.tsx";
import { Provenance } from "../parts/provenance.tsx";
import { Await } from "../parts/waiting.tsx";
import { pathOf } from "../source.ts";
import { useView } from "../view_context.ts";
import { DataTable } from "./data_table.tsx";

/** Tables and their titles. */
export const TABLES: ReadonlyMap<string, string> = new Map([
  ["sequences", "Sequences"], ["areas", "Areas"], ["area_energy", "Energy of areas"], ["goals", "Goals"], ["borders", "Border prices"],
  ["balance", "Balance of goods"], ["shortages", "Shortages"], ["prices", "Prices"], ["area_prices", "Prices by area"], ["processes", "Processes"],
  ["sites", "Sites"], ["modes", "Modes"], ["mode_goods", "Goods by mode"], ["links", "Links"],
]);

/** File, columns and way of computing of a table. */
type Origin = readonly [file: string, columns: string, how: string];

const ORIGINS: ReadonlyMap<string, Origin> = new Map<string, Origin>([
  ["balance", ["production.parquet", "activity, with flows, trade and shortages", "Supply, use and loss of each commodity, added over places and periods."]],
  ["sequences", ["ledger.parquet", "energy_gj by sequence and activity", "Postings of the ledger are added up."]],
  ["areas", ["production.parquet", "activity, with flows and shortages", "What is made, used and moved across the border of each area, added up."]],
  ["goals", ["production.parquet", "activity", "What each goal asks for beside what the plan reaches."]],
  ["borders", ["prices.parquet", "price_gj", "Prices on both sides of a border, weighed by what crosses it."]],
  ["shortages", ["shortages.parquet", "amount", "Demand left unmet, by place."]],
  ["links", ["flows.parquet", "amount", "Flows weighed as the mode does, beside the capacity of the link."]],
  ["prices", ["prices.parquet", "price_gj", "Shadow prices of balances, weighed by what is asked there."]],
]);
const OTHER: Origin = ["production.parquet", "activity", "Statistics of the plan, as planner show prints them."];

/** Rows a page. */
const PAGE = 100;

export function TablePanel({ name }: { readonly name: string }) {
  const { plan, address } = useView();
  const [reading, read] = useReading(address, name);
  const offset = Math.floor(reading.offset / PAGE) * PAGE;
  const path = pathOf(["plans", plan, "tables", name], { limit: PAGE, offset });
  const { answer, last, isOld } = useLatest(useAnswer<TableAnswer>(path), plan);
  const [file, columns, how] = ORIGINS.get(name) ?? OTHER;
  const isPart = reading.filter !== "" || reading.sort !== null;
  return (
    <Panel id={`table ${plan} ${name}`} title={TABLES.get(name) ?? name} above="Tables of the plan">
      <nav aria-label="Tables"><ul class="tabs">{[...TABLES].map(([table, title]) => (
        <li key={table} class={table === name ? "here" : ""}><To view={{ kind: "table", table }} text={title} /></li>
      ))}</ul></nav>
      <AllPeriods />
      <Await answer={answer} what="the table">
        {(table) => <><p class="note">{harmless(sentence(table.meaning))}.</p><DataTable table={table} isBusy={isOld} /></>}
      </Await>
      {last !== null && <Pages total={last.total ?? last.rows.length} offset={offset} isWaiting={isOld} isPart={isPart} onTurn={(next) => read({ offset: next })} />}
      <Provenance path={path} file={file} columns={columns} how={how} />
    </Panel>
  );
}

interface PagesProps {
  readonly total: number;
  readonly offset: number;
  readonly isWaiting: boolean;
  /** Whether the rows shown are filtered or sorted. */
  readonly isPart: boolean;
  readonly onTurn: (offset: number) => void;
}

function Pages({ total, offset, isWaiting, isPart, onTurn }: PagesProps) {
  if (total <= PAGE && offset === 0) return <p class="note">{count(total, "row", "rows")}.</p>;
  const lastPage = Math.max(0, Math.floor((total - 1) / PAGE) * PAGE);
  const isFirst = offset === 0;
  const isLast = offset >= lastPage;
  const rows = offset >= total ? `no rows from ${offset + 1} on, of ${total}` : `${offset + 1} to ${Math.min(total, offset + PAGE)} of ${total}`;
  // A button that is switched off would lose the focus: these stay and do nothing.
  return (
    <>
      <p class="pages">
        <button type="button" aria-disabled={isFirst} onClick={() => { if (!isFirst) onTurn(Math.min(lastPage, offset - PAGE)); }}>Before</button>
        <span role="status">{isWaiting ? `Reading ${rows}…` : rows}</span>
        <button type="button" aria-disabled={isLast} onClick={() => { if (!isLast) onTurn(offset + PAGE); }}>After</button>
      </p>
      {isPart && <p class="note">Filter and order are of the rows shown here, not of all {total}.</p>}
    </>
  );
}
