/**
 * A link or terminal: what passes it, who is served by it, and what more of it would save.
 *
 * Invariant: both directions are told apart by the names of the places, never by sign.
 */

import { useAnswer } from "../answers.ts";
import type { LinkAnswer, Served } from "../contract.ts";
import { amount, count, harmless, share } from "../format.ts";
import { Amount, Meter, Price } from "../parts/figures.tsx";
import { LinkLink, NodeLink, SiteLink, SupplyLink } from "../parts/links.tsx";
import { useLong } from "../parts/long_list.tsx";
import { Panel, Part } from "../parts/panel.tsx";
import { ChoosePeriod } from "../parts/periods.tsx";
import { Provenance } from "../parts/provenance.tsx";
import { Await } from "../parts/waiting.tsx";
import { pathOf } from "../source.ts";
import { useView } from "../view_context.ts";
import { ReasonBox } from "./reasons.tsx";

export function LinkPanel({ id }: { readonly id: string }) {
  const { world, plan, address } = useView();
  const path = pathOf(["plans", plan, "links", id], { period: address.period });
  const answer = useAnswer<LinkAnswer>(path);
  const position = world.link(id);
  const mode = position === undefined ? undefined : world.modeOf(position);
  const length = position === undefined ? 0 : (world.scene.links.length_km[position] ?? 0);
  return (
    <Panel id={`link ${plan} ${id}`} title={position === undefined ? id : world.linkName(position)} above={<>{harmless(mode?.name ?? "link")}{length > 0 && <> · {amount(length, "km")}</>}</>}>
      <Await answer={answer} what="the link">{(link) => <LinkFacts link={link} path={path} />}</Await>
    </Panel>
  );
}

function LinkFacts({ link, path }: { readonly link: LinkAnswer; readonly path: string }) {
  const loading = link.capacity === 0 ? null : link.used / link.capacity;
  const isFull = loading !== null && loading >= 0.999;
  const from = link.from.name;
  const to = link.to.name;
  const relief = Math.max(0, link.relief_gj);
  const unit = link.capacity_unit;
  return (
    <>
      <p class="lead">
        {link.used === 0 ? "Nothing passes here." : <><strong>{share(loading)}</strong> of its capacity is in use. </>}
        {relief > 0 ? <>One more {unit} of capacity would save <strong><Price value_gj={relief} unit={unit} /></strong>.</> : link.used > 0 && "More capacity would save nothing."}
      </p>
      {loading !== null && <Meter part={loading} isFull={isFull} />}
      <dl class="keys">
        <div><dt>In use</dt><dd><Amount value={link.used} unit={unit} /></dd></div>
        <div><dt>Capacity</dt><dd><Amount value={link.capacity} unit={unit} /></dd></div>
        <div><dt>Relief</dt><dd>{relief > 0 ? <Price value_gj={relief} unit={unit} /> : "none"}</dd></div>
      </dl>
      <p class="row-links"><NodeLink id={link.from.id} name={from} /><NodeLink id={link.to.id} name={to} /></p>
      {link.goods.length > 0 && (
        <Part title="What passes">
          <table>
            <caption class="unseen">Goods on the link, by direction</caption>
            <thead><tr><th scope="col">Good</th><th scope="col" class="number">to {harmless(to)}</th><th scope="col" class="number">to {harmless(from)}</th></tr></thead>
            <tbody>
              {link.goods.map((good) => (
                <tr key={good.commodity}>
                  <th scope="row"><SupplyLink node={good.forward >= good.backward ? link.to.id : link.from.id} commodity={good.commodity} text={good.name} /></th>
                  <td class="number"><Amount value={good.forward === 0 ? null : good.forward} unit={good.unit} /></td>
                  <td class="number"><Amount value={good.backward === 0 ? null : good.backward} unit={good.unit} /></td>
                </tr>
              ))}
            </tbody>
          </table>
          <Provenance path={path} file="flows.parquet" columns="amount by commodity and direction" how="Flows of the plan on this link; what is in use weighs each commodity as the mode does." input={link.provenance} />
        </Part>
      )}
      {link.served.length > 0 && <Part title="Who it serves" note="Where what passes here ends up, by shares of flows."><ServedList link={link} /></Part>}
      {link.why.length === 0 && <ChoosePeriod />}
      {link.why.length > 0 && <Part title="Why it is used as it is"><Reasons link={link} path={path} /></Part>}
    </>
  );
}

function ServedList({ link }: { readonly link: LinkAnswer }) {
  const { world } = useView();
  const [shown, more] = useLong(link.served, 8);
  return (
    <>
      <ul class="plain">
        {shown.map((row) => (
          <li key={`${row.kind} ${row.who.id} ${row.commodity}`}>
            <span><Who row={row} /> <span class="soft">{harmless(world.commodityName(row.commodity))}{row.kind === "demand" || row.kind === "site" ? "" : `, ${harmless(row.kind)}`}</span></span>
            <span class="figures"><Amount value={row.amount} unit={row.unit} /><Meter part={row.share} /><span class="soft of-capacity">{share(row.share)}</span></span>
          </li>
        ))}
      </ul>
      {more}
    </>
  );
}

function Who({ row }: { readonly row: Served }) {
  if (row.kind === "site") return <SiteLink id={row.who.id} name={row.who.name} />;
  if (row.kind === "link") return <LinkLink id={row.who.id} />;
  return <NodeLink id={row.who.id} name={row.who.name} />;
}

function Reasons({ link, path }: { readonly link: LinkAnswer; readonly path: string }) {
  const used = [...link.why].sort((a, b) => b.amount - a.amount);
  return (
    <>
      {used.slice(0, 1).map((reason) => <ReasonBox key={reason.decision} reason={reason} />)}
      {used.length > 1 && (
        <details class="more-reasons"><summary>{count(used.length - 1, "other decision", "other decisions")} on this link</summary>
          {used.slice(1, 30).map((reason) => <ReasonBox key={reason.decision} reason={reason} />)}
        </details>
      )}
      <Provenance path={path} file="prices.parquet" columns="price_gj of both ends and of the link" how="The reduced cost: what is gained at the far end, less what it takes at the near end, carrying, and a full link." />
    </>
  );
}
