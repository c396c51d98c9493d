/**
 * An urbanate or another place: what it asks for, what it gets, what it makes, what things are worth there.
 *
 * Invariant: demands are listed by what they embody, largest first; what is short comes before everything else.
 */

import { Fragment } from "preact";
import { useAnswer } from "../answers.ts";
import type { Demand, NodeAnswer, NodeLink, Stages } from "../contract.ts";
import { count, harmless, share } from "../format.ts";
import { useReading } from "../navigation.ts";
import { Amount, Meter, Price } from "../parts/figures.tsx";
import { AreaLink, SiteLink, SupplyLink, To } from "../parts/links.tsx";
import { useLong } from "../parts/long_list.tsx";
import { Panel, Part } from "../parts/panel.tsx";
import { Provenance } from "../parts/provenance.tsx";
import { StageBar, StageKey, STAGES, StageTable, total } from "../parts/stages.tsx";
import { Await } from "../parts/waiting.tsx";
import { pathOf } from "../source.ts";
import { useView } from "../view_context.ts";
import { Beside } from "./beside.tsx";

export function NodePanel({ id }: { readonly id: string }) {
  const { world, plan, address } = useView();
  const path = pathOf(["plans", plan, "nodes", id], { period: address.period });
  const answer = useAnswer<NodeAnswer>(path);
  const position = world.node(id);
  const area = position === undefined ? undefined : world.detail.areas[world.scene.nodes.area[position] ?? -1]?.id;
  const people = position === undefined ? 0 : world.population(position);
  const kind = position === undefined ? "place" : (world.scene.nodes.kind[position] ?? "place");
  return (
    <Panel id={`node ${plan} ${id}`} title={position === undefined ? id : world.nodeName(position)} above={<>{harmless(kind)} · {area === undefined ? "" : <AreaLink id={area} />}{people > 0 && <> · <Amount value={people} unit="people" /></>}</>}>
      <Await answer={answer} what="the place">{(node) => <Place node={node} path={path} />}</Await>
    </Panel>
  );
}

function Place({ node, path }: { readonly node: NodeAnswer; readonly path: string }) {
  const { world } = useView();
  const embodied = node.demands.map((demand) => demand.embodied).filter((stages) => stages !== null);
  const sum = sumOf(embodied);
  const short = node.demands.filter((demand) => demand.short > 0);
  return (
    <>
      {embodied.length > 0 && (
        <>
          <p class="lead">What is delivered here embodies <strong><Amount value={total(sum)} unit="GJ" /></strong>, in {count(embodied.length, "good", "goods")}.</p>
          <StageTable stages={sum} />
        </>
      )}
      <Beside node={node} />
      {short.length > 0 && (
        <Part title="Short">
          <ul class="plain">{short.map((demand) => (
            <li key={demand.commodity} class="alarm-row">
              <span>{harmless(demand.name)}</span>
              <span><Amount value={demand.short} unit={demand.unit} /> <span class="soft">of <Amount value={demand.demand} unit={demand.unit} />, {share(demand.short / demand.demand)}</span></span>
            </li>
          ))}</ul>
        </Part>
      )}
      {node.demands.length > 0 && <Part title="Where everything comes from" note="Choose a good to see its origins and routes on the map."><Demands node={node} path={path} /></Part>}
      {node.sites.length > 0 && <Part title="Made here"><Sites node={node} /></Part>}
      {node.links.length > 0 && <Part title="Ways in and out"><Ways node={node} /></Part>}
      {(node.stores.length > 0 || node.trades.length > 0) && (
        <Part title="Stores and trade">
          <ul class="plain">
            {node.trades.map((trade) => <li key={trade.id}><span>{harmless(trade.direction)} of {harmless(world.commodityName(trade.commodity))}</span><span><Amount value={trade.amount} unit={trade.unit} /> <span class="soft">of at most <Amount value={trade.maximum} unit={trade.unit} /></span></span></li>)}
            {node.stores.map((store) => <li key={store.id}><span>store of {harmless(world.commodityName(store.commodity))}</span><span><span class="soft">level</span> <Amount value={store.level} unit={store.unit} /> <span class="soft">of <Amount value={store.capacity} unit={store.unit} /></span></span></li>)}
          </ul>
        </Part>
      )}
      {node.prices.length > 0 && <Part title="Local prices" note="What one more unit would take, here and then."><Prices node={node} path={path} /></Part>}
    </>
  );
}

function sumOf(all: readonly Stages[]): Stages {
  const sum = { extraction_gj: 0, processing_gj: 0, transport_gj: 0, storage_gj: 0, loss_gj: 0 };
  for (const stages of all) for (const [stage] of STAGES) sum[stage] += stages[stage];
  return sum;
}

type Order = "energy" | "name" | "price";
const byEnergy = (a: Demand, b: Demand) => (b.embodied === null ? 0 : total(b.embodied)) - (a.embodied === null ? 0 : total(a.embodied));
const ORDERS: ReadonlyMap<string, (a: Demand, b: Demand) => number> = new Map([
  ["energy", byEnergy],
  ["name", (a: Demand, b: Demand) => a.name.localeCompare(b.name)],
  ["price", (a: Demand, b: Demand) => (b.price_gj ?? 0) - (a.price_gj ?? 0)],
]);

function Demands({ node, path }: { readonly node: NodeAnswer; readonly path: string }) {
  const { address } = useView();
  const [{ sort }, read] = useReading(address, "demands");
  const order = sort !== null && ORDERS.has(sort) ? sort : "energy";
  const rows = [...node.demands].sort(ORDERS.get(order) ?? byEnergy);
  const largest = node.demands.reduce((most, { embodied }) => Math.max(most, embodied === null ? 0 : total(embodied)), 0);
  const column = (key: Order, text: string, isNumber: boolean) => (
    <th scope="col" class={isNumber ? "number" : ""} aria-sort={order === key ? (key === "name" ? "ascending" : "descending") : "none"}>
      <button type="button" class="sort" onClick={() => read({ sort: key === "energy" ? null : key })}>{text}</button>
    </th>
  );
  return (
    <>
      <StageKey />
      <table class="demands">
        <caption class="unseen">Demands of {harmless(node.name)}</caption>
        <thead><tr>{column("name", "Good", false)}<th scope="col" class="number">Met</th>{column("energy", "Embodied", true)}{column("price", "One more", true)}</tr></thead>
        <tbody>
          {rows.map((demand) => (
            <tr key={demand.commodity}>
              <th scope="row"><SupplyLink node={node.id} commodity={demand.commodity} text={demand.name} />{demand.short > 0 && <span class="tag alarm">short</span>}</th>
              <td class="number"><Amount value={demand.met} unit={demand.unit} /></td>
              <td class="number energy">{demand.embodied === null ? "–" : <><Amount value={total(demand.embodied)} unit="GJ" /><StageBar stages={demand.embodied} of_gj={largest} /></>}</td>
              <td class="number"><Price value_gj={demand.price_gj} unit={demand.unit} /></td>
            </tr>
          ))}
        </tbody>
      </table>
      <Provenance path={path} file="embodied.parquet" columns="amount, extraction_gj … loss_gj where sink is demand" how="What flows into a place mixes, and what leaves carries the same mix: energy follows shares of flows back to every origin." />
    </>
  );
}

function Sites({ node }: { readonly node: NodeAnswer }) {
  const running = [...node.sites].sort((a, b) => Number(b.activity > 0) - Number(a.activity > 0) || a.name.localeCompare(b.name));
  const [shown, more] = useLong(running, 8);
  return (
    <>
      <ul class="plain">
        {shown.map((site) => (
          <li key={site.id}>
            <span><SiteLink id={site.id} name={site.name} /> <span class="soft">{harmless(site.process.name)}</span></span>
            {site.activity > 0
              ? <span>{site.capacity > 0 && <><Meter part={site.activity / site.capacity} isFull={site.activity >= 0.999 * site.capacity} /><span class="soft of-capacity">{share(site.activity / site.capacity)}</span></>}</span>
              : <span class="soft">idle</span>}
          </li>
        ))}
      </ul>
      {more}
    </>
  );
}

/** Ways by unit, for amounts of different units have no order; the unit of most ways first. */
export function waysByUnit(links: readonly NodeLink[]): readonly (readonly [string, readonly NodeLink[]])[] {
  const groups = new Map<string, NodeLink[]>();
  for (const link of links) groups.set(link.unit, [...(groups.get(link.unit) ?? []), link]);
  const busyFirst = (a: NodeLink, b: NodeLink) => b.arrives + b.departs - a.arrives - a.departs;
  return [...groups].map(([unit, ways]) => [unit, ways.sort(busyFirst)] as const).sort(([, a], [, b]) => b.length - a.length);
}

function Ways({ node }: { readonly node: NodeAnswer }) {
  const groups = waysByUnit(node.links);
  return (
    <>
      {groups.map(([unit, links]) => (
        <Fragment key={unit}>
          {groups.length > 1 && <h4>{unit === "GJ" ? "Power" : "Goods"}, in {harmless(unit)}</h4>}
          <WayList links={links} unit={unit} />
        </Fragment>
      ))}
    </>
  );
}

function WayList({ links, unit }: { readonly links: readonly NodeLink[]; readonly unit: string }) {
  const [shown, more] = useLong(links, 6);
  return (
    <>
      <ul class="plain">
        {shown.map((link) => (
          <li key={link.id}>
            <span><To view={{ kind: "link", link: link.id }} text={link.to.name} /> <span class="soft">{harmless(link.mode.name)}</span></span>
            <span class="in-out"><span class="soft">in</span> <Amount value={link.arrives} unit={unit} /> <span class="soft">out</span> <Amount value={link.departs} unit={unit} /></span>
          </li>
        ))}
      </ul>
      {more}
    </>
  );
}

function Prices({ node, path }: { readonly node: NodeAnswer; readonly path: string }) {
  const sorted = [...node.prices].sort((a, b) => a.name.localeCompare(b.name));
  const [shown, more] = useLong(sorted, 8);
  return (
    <>
      <ul class="plain">{shown.map((row) => <li key={row.commodity}><span><To view={{ kind: "supply", node: node.id, commodity: row.commodity }} text={row.name} /></span><Price value_gj={row.price_gj} unit={row.unit} /></li>)}</ul>
      {more}
      <Provenance path={path} file="prices.parquet" columns="price_gj where kind is balance" how="The shadow price of the balance row: how much the objective would rise with one more unit taken there." />
    </>
  );
}
