/**
 * One good at one place: its origins, its routes, and what it would take from elsewhere.
 *
 * Invariant: an origin has the same colour in the list as on the map; shares listed sum to 1, the rest is a row of its own.
 */

import { useAnswer } from "../answers.ts";
import type { Alternatives, CommodityReasons, Leg, OriginName, Route, Routes } from "../contract.ts";
import { amount, count, digits, harmless, share } from "../format.ts";
import { css, originColour, paletteOf } from "../map/colours.ts";
import { originRanks, supplyPath } from "../map/content.ts";
import { go, linkTo } from "../navigation.ts";
import { Amount, Meter, Price } from "../parts/figures.tsx";
import { NodeLink, SiteLink, To } from "../parts/links.tsx";
import { useLong } from "../parts/long_list.tsx";
import { Panel, Part } from "../parts/panel.tsx";
import { Provenance } from "../parts/provenance.tsx";
import { StageBar, StageTable, total } from "../parts/stages.tsx";
import { Await } from "../parts/waiting.tsx";
import { pathOf } from "../source.ts";
import { useView } from "../view_context.ts";
import { ReasonBox } from "./reasons.tsx";

export function SupplyPanel({ node, commodity }: { readonly node: string; readonly commodity: string }) {
  const { world, plan, address } = useView();
  const path = supplyPath(plan, node, commodity, address.period);
  const answer = useAnswer<Routes>(path);
  const name = world.commodityName(commodity);
  const place = world.nodeName(world.node(node)) || node;
  return (
    <Panel
      id={`supply ${plan} ${node} ${commodity}`}
      title={`${name} in ${place}`}
      above={<><NodeLink id={node} name={place} /> · <a href={linkTo(address, address.view, { flows: commodity })}>show all flows of {harmless(name.toLowerCase())}</a></>}
    >
      <Await answer={answer} what="where it comes from">{(routes) => <Supply routes={routes} path={path} />}</Await>
      <Why node={node} commodity={commodity} />
      <Part title="One more unit" note="The cheapest sources for one unit more, at the plan's own prices.">
        <AlternativeList node={node} commodity={commodity} />
      </Part>
    </Panel>
  );
}

function Supply({ routes, path }: { readonly routes: Routes; readonly path: string }) {
  const { address } = useView();
  if (routes.amount <= 0) return <p class="lead">None of it is used here in this period.</p>;
  const ranks = originRanks(routes);
  const isListed = (route: Route) => route.origin !== null || Math.abs(route.share) > 1e-9;
  return (
    <>
      <p class="lead"><strong><Amount value={routes.amount} unit={routes.unit} /></strong> for {routes.delivered_to}, embodying <strong><Amount value={total(routes.embodied)} unit="GJ" /></strong>.</p>
      <StageTable stages={routes.embodied} unit={routes.unit} delivered={routes.amount} />
      {routes.origins.length > 0 && <Part title={count(routes.origins.length, "origin", "origins")}><Origins routes={routes} ranks={ranks} /></Part>}
      <Part title="Routes" note="Press a route to see it alone on the map.">
        <ol class="routes">
          {routes.routes.filter(isListed).map((route, index) => (
            <RouteRow key={index} route={route} unit={routes.unit} rank={route.origin === null ? null : (ranks.get(route.origin.id) ?? 99)}
              isChosen={address.route === index} onChoose={() => go({ ...address, camera: null, route: address.route === index ? null : index })} />
          ))}
        </ol>
        <Provenance path={path} file="flows.parquet" columns="amount, with production, trade and storage" how="A delivery is taken apart along the shares of each inflow; the share of a route is the product of them on its way." />
      </Part>
    </>
  );
}

function Origins({ routes, ranks }: { readonly routes: Routes; readonly ranks: ReadonlyMap<string, number> }) {
  const { theme } = useView();
  const [shown, more] = useLong(routes.origins, 8);
  const colour = (origin: OriginName) => css(originColour(paletteOf(theme), ranks.get(origin.id) ?? 99));
  const perUnit = (row: Routes["origins"][number]) => total(row.embodied) / row.amount;
  return (
    <>
      <ul class="plain origins">
        {shown.map((row) => (
          <li key={row.origin.id}>
            <span><i class="swatch" style={{ background: colour(row.origin) }} aria-hidden="true" /><OriginText origin={row.origin} /></span>
            <b>{share(row.share)}</b>
            <Meter part={row.share} colour={colour(row.origin)} />
            <span class="soft"><Amount value={row.amount} unit={routes.unit} /> · <Amount value={perUnit(row)} unit={`GJ/${routes.unit}`} /></span>
          </li>
        ))}
      </ul>
      {more}
    </>
  );
}

function OriginText({ origin }: { readonly origin: OriginName }) {
  const { world } = useView();
  const site = world.site(origin.id);
  const process = site === undefined ? "" : world.processName(world.scene.sites.process[site]);
  const place = origin.place.name === origin.name ? "" : `${origin.place.name} · `;
  if (origin.kind === "site") return <><SiteLink id={origin.id} name={origin.name} /> <span class="soft">{harmless(place + process.toLowerCase())}</span></>;
  return <><span>{origin.kind === "import" ? "Import" : "Stock"}</span> <span class="soft">at <NodeLink id={origin.place.id} name={origin.place.name} /></span></>;
}

interface RouteRowProps {
  readonly route: Route;
  readonly unit: string;
  readonly rank: number | null;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function RouteRow({ route, unit, rank, isChosen, onChoose }: RouteRowProps) {
  const { theme } = useView();
  if (route.origin === null || rank === null) {
    return <li class="rest"><span class="soft">All other routes</span> <b>{share(route.share)}</b> <Amount value={route.amount} unit={unit} /></li>;
  }
  return (
    <li class={isChosen ? "chosen" : ""}>
      <button type="button" class="route" aria-pressed={isChosen} onClick={onChoose}>
        <i class="swatch" style={{ background: css(originColour(paletteOf(theme), rank)) }} aria-hidden="true" />
        <span class="from">from {harmless(route.origin.place.name)}</span>
        <b>{share(route.share)}</b>
        <span class="soft">{route.legs.length === 0 ? "used where it is made" : amount(route.length_km, "km")}</span>
      </button>
      {route.legs.length > 0 && <Legs legs={route.legs} />}
      <StageBar stages={route.embodied} />
      <p class="soft small"><Amount value={route.amount} unit={unit} /> · <Amount value={total(route.embodied)} unit="GJ" /> · {route.amount > 0 && <Amount value={total(route.embodied) / route.amount} unit={`GJ/${unit}`} />}</p>
    </li>
  );
}

/** The legs of a way. */
export function Legs({ legs }: { readonly legs: readonly Leg[] }) {
  return (
    <ol class="legs">
      {legs.map((leg, index) => (
        <li key={index} class={leg.kind}>
          <span>{harmless(leg.by_name)}</span>{" "}
          {leg.kind === "link"
            ? <><NodeLink id={leg.from.id} name={leg.from.name} /> → <NodeLink id={leg.to.id} name={leg.to.name} />{leg.via.length > 0 && <span class="soft"> by {leg.via.length > 3 ? `${leg.via.length} places` : leg.via.map(({ name }) => harmless(name)).join(", ")}</span>} <span class="soft">{amount(leg.length_km, "km")}</span></>
            : <span class="soft">at {harmless(leg.to.name)}</span>}
        </li>
      ))}
    </ol>
  );
}

function Why({ node, commodity }: { readonly node: string; readonly commodity: string }) {
  const { plan, address } = useView();
  const path = pathOf(["plans", plan, "nodes", node, "why", commodity], { period: address.period });
  const answer = useAnswer<CommodityReasons>(path);
  if (answer.state !== "ready" || answer.value.ways.length === 0) return null;
  const { ways } = answer.value;
  return (
    <Part title="Why it costs what it costs">
      {ways.slice(0, 1).map((way) => <ReasonBox key={way.decision} reason={way} />)}
      {ways.length > 1 && (
        <details class="more-reasons"><summary>{count(ways.length - 1, "other way", "other ways")} it comes or could come</summary>
          {ways.slice(1, 25).map((way) => <ReasonBox key={way.decision} reason={way} />)}
        </details>
      )}
      <Provenance path={path} file="prices.parquet" columns="price_gj" how="Every way it comes or could come here, with what it would use and make at the plan's own prices." />
    </Part>
  );
}

function AlternativeList({ node, commodity }: { readonly node: string; readonly commodity: string }) {
  const { world, plan, address } = useView();
  const path = pathOf(["plans", plan, "nodes", node, "alternatives", commodity], { count: 6, period: address.period });
  const answer = useAnswer<Alternatives>(path);
  return (
    <Await answer={answer} what="other sources">
      {(found) => found.alternatives.length === 0 ? <p class="soft">No source reaches this place.</p> : (
        <>
          <ol class="plain origins">
            {found.alternatives.map((row) => (
              <li key={`${row.origin.kind} ${row.origin.id}`}>
                <span><OriginText origin={row.origin} />{row.share !== null && row.share > 0 ? <span class="tag">{share(row.share)} now</span> : row.is_used && <span class="tag">in use</span>}</span>
                <b><Price value_gj={row.price_gj} unit={found.unit} /></b>
                <span class="soft">at source {digits(row.at_source_gj)} · moving {digits(row.moving_gj + row.loss_gj + row.resources_gj)} · limits {digits(row.capacity_gj)}</span>
                <span class="soft">{row.legs.length === 0 ? "made here" : <>{amount(row.length_km, "km")}, {count(row.legs.length, "leg", "legs")}</>}</span>
              </li>
            ))}
          </ol>
          <p class="note">Parts are GJ per {found.unit}{world.detail.periods.length > 1 && <>, in {harmless(world.detail.periods.find(({ id }) => id === found.period)?.name ?? found.period)}</>}. Here one more takes <Price value_gj={found.price_gj} unit={found.unit} />. Moving includes what is lost on the way and what resources are charged; limits are the rents of full links. <To view={{ kind: "node", node }} text="All goods here" /></p>
          <Provenance path={path} file="prices.parquet" columns="price_gj of balances, links and budgets" how="The cheapest ways in the network, where carrying, burning and full links are paid at the plan's shadow prices." />
        </>
      )}
    </Await>
  );
}
