/**
 * An area: what it spends, what it makes, uses and exchanges, and what its borders are worth.
 *
 * Invariant: figures are those of the tables of all areas, this one's rows.
 */

import { useAnswer } from "../answers.ts";
import type { AreaAnswer, TableAnswer } from "../contract.ts";
import { AreaLink, NodeLink } from "../parts/links.tsx";
import { useLong } from "../parts/long_list.tsx";
import { Panel, Part } from "../parts/panel.tsx";
import { AllPeriods } from "../parts/periods.tsx";
import { Provenance } from "../parts/provenance.tsx";
import { Await } from "../parts/waiting.tsx";
import { pathOf } from "../source.ts";
import { useView } from "../view_context.ts";
import { DataTable } from "./data_table.tsx";

export function AreaPanel({ id }: { readonly id: string }) {
  const { world, plan } = useView();
  const path = pathOf(["plans", plan, "areas", id]);
  const answer = useAnswer<AreaAnswer>(path);
  const known = world.detail.areas.find((area) => area.id === id);
  const parent = known?.parent ?? null;
  return (
    <Panel id={`area ${plan} ${id}`} title={known?.name ?? id} above={<>area{parent !== null && <> in <AreaLink id={parent} /></>}</>}>
      <Await answer={answer} what="the area">{(area) => <Area area={area} path={path} />}</Await>
    </Panel>
  );
}

function Area({ area, path }: { readonly area: AreaAnswer; readonly path: string }) {
  const [urbanates, more] = useLong(area.urbanates, 12);
  return (
    <>
      {area.areas.length > 0 && <p class="row-links">{area.areas.map(({ id, name }) => <AreaLink key={id} id={id} name={name} />)}</p>}
      <Part title="Energy"><Rows table={area.energy} /><Provenance path={path} file="ledger.parquet" columns="energy_gj by area" how="Postings of the ledger in this area and in those below it, added up." /></Part>
      <Part title="Borders" note="What enters or leaves, and what one more unit is worth on either side."><Rows table={area.borders} /><Provenance path={path} file="prices.parquet" columns="price_gj, with flows over the border" how="Prices at both ends of the links that cross the border, weighed by what crosses." /></Part>
      <Part title="Goods"><Rows table={area.goods} /><Provenance path={path} file="production.parquet" columns="activity, with flows and shortages" how="What is made, used and moved across the border, added up." /></Part>
      {urbanates.length > 0 && <Part title="Urbanates"><p class="row-links">{urbanates.map(({ id, name }) => <NodeLink key={id} id={id} name={name} />)}</p>{more}</Part>}
    </>
  );
}

function Rows({ table }: { readonly table: TableAnswer }) {
  return table.rows.length === 0 ? <p class="soft">Nothing.</p> : <><AllPeriods /><DataTable table={table} /></>;
}
