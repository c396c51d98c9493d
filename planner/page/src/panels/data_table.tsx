/**
 * A table as it was answered, with a filter where it is long and an order where one is chosen.
 *
 * Invariant: every figure carries its unit; cells are as answered, and ids that the map knows are links. Filter and order
 * are in the address.
 */

import { areaOf, filtered, isFigures, isNode, isShare, nextSort, type Row, shownColumns, sorted, textOf, unitOf } from "../cells.ts";
import type { TableAnswer } from "../contract.ts";
import { harmless, share, words } from "../format.ts";
import { useReading } from "../navigation.ts";
import { Amount } from "../parts/figures.tsx";
import { AreaLink, LinkLink, NodeLink, SiteLink } from "../parts/links.tsx";
import { useView } from "../view_context.ts";

/** Tables with more rows can be filtered. */
const SHORT = 12;

interface DataTableProps {
  readonly table: TableAnswer;
  /** While other rows of the same table are waited for. */
  readonly isBusy?: boolean;
}

export function DataTable({ table, isBusy = false }: DataTableProps) {
  const { world, address } = useView();
  const [{ filter, sort }, read] = useReading(address, table.name);
  const rows = sorted(world, table, filtered(world, table, filter), sort);
  const columns = shownColumns(table);
  return (
    <>
      {(table.rows.length > SHORT || filter !== "") && <label class="filter">Filter these rows <input type="search" value={filter} onInput={(event) => read({ filter: event.currentTarget.value })} /></label>}
      <div class="scroll" tabIndex={0} role="region" aria-label={`Table ${words(table.name)}`}>
        <table class="data" aria-busy={isBusy}>
          <caption class="unseen">{harmless(table.meaning)}</caption>
          <thead><tr>{columns.map((column) => <Head key={column} table={table} column={column} sort={sort} onSort={(next) => read({ sort: next })} />)}</tr></thead>
          <tbody>
            {rows.length === 0 && <tr><td colSpan={columns.length} class="soft">{table.rows.length === 0 ? "nothing" : "no row like this"}</td></tr>}
            {rows.map((row, index) => <tr key={index}>{columns.map((column) => <td key={column} class={isFigures(table, column) ? "number" : ""}><CellText table={table} row={row} column={column} /></td>)}</tr>)}
          </tbody>
        </table>
      </div>
    </>
  );
}

interface HeadProps {
  readonly table: TableAnswer;
  readonly column: number;
  readonly sort: string | null;
  readonly onSort: (sort: string | null) => void;
}

function Head({ table, column, sort, onSort }: HeadProps) {
  const name = table.columns[column]?.name ?? "";
  const isNumber = isFigures(table, column);
  const order = sort === name ? "ascending" : sort === `-${name}` ? "descending" : "none";
  return (
    <th scope="col" class={isNumber ? "number" : ""} aria-sort={order}>
      <button type="button" class="sort" onClick={() => onSort(nextSort(sort, name, isNumber))}>{words(name.replace(/^(from|to)_name$/, "$1"))}</button>
    </th>
  );
}

function CellText({ table, row, column }: { readonly table: TableAnswer; readonly row: Row; readonly column: number }) {
  const { world } = useView();
  const cell = row[column] ?? null;
  const name = table.columns[column]?.name ?? "";
  if (cell === null) return <span class="soft">–</span>;
  if (typeof cell === "number") return <FigureCell name={name} cell={cell} unit={unitOf(table, row, column, world.detail.modes)} />;
  if (typeof cell === "boolean") return <>{cell ? "yes" : "no"}</>;
  const area = areaOf(table, row, column);
  return area === null ? <Named name={name} id={cell} /> : <AreaLink id={area} name={cell} />;
}

function FigureCell({ name, cell, unit }: { readonly name: string; readonly cell: number; readonly unit: string }) {
  if (unit === "" && isShare(name)) return <data value={String(cell)} title={String(cell)}>{share(cell)}</data>;
  return <Amount value={cell} unit={unit} />;
}

/** An id as a link where the map knows it, else as its name. */
function Named({ name, id }: { readonly name: string; readonly id: string }) {
  const { world } = useView();
  if (name === "area") return <AreaLink id={id} />;
  if (name === "link") return <LinkLink id={id} />;
  if (name === "site") return <SiteLink id={id} name={id} />;
  if (isNode(name)) return <NodeLink id={id} />;
  return <span title={harmless(id)}>{harmless(textOf(world, name, id))}</span>;
}
