/**
 * The plan as a whole: what it supplies, what it takes, where it falls short, and lists of what is on the map.
 *
 * Invariant: everything that can be picked on the map can be reached from here by keyboard.
 */

import { useAnswer } from "../answers.ts";
import { rankedByUnit } from "../cells.ts";
import type { Flows, LedgerRow } from "../contract.ts";
import { amount, count, digits, folded, harmless, share } from "../format.ts";
import { Amount, Meter, Objective } from "../parts/figures.tsx";
import { LinkLink, NodeLink, To } from "../parts/links.tsx";
import { useLong } from "../parts/long_list.tsx";
import { Panel, Part } from "../parts/panel.tsx";
import { AllPeriods } from "../parts/periods.tsx";
import { Provenance } from "../parts/provenance.tsx";
import { Await } from "../parts/waiting.tsx";
import { amountUnit } from "../map/content.ts";
import { useReading } from "../navigation.ts";
import { pathOf } from "../source.ts";
import { useView } from "../view_context.ts";
import { TABLES } from "./tables.tsx";

export function Overview() {
  const { world, plans, plan, address } = useView();
  const { detail } = world;
  const head = plans.find((candidate) => candidate.plan === plan);
  const urbanates = world.urbanates();
  const people = urbanates.reduce((sum, node) => sum + world.population(node), 0);
  const spent = detail.ledger.filter(({ activity }) => activity !== "shortage").reduce((sum, row) => sum + row.energy_gj, 0);
  return (
    <Panel id={`overview ${plan}`} title={detail.name === "" ? plan : detail.name} above={`Plan · calendar ${harmless(head?.calendar ?? "")} · ${harmless(head?.accounting ?? "")} accounting`}>
      <p class="lead">
        {people > 0 ? `${amount(people, "people")} in ` : ""}
        {count(urbanates.length, "urbanate", "urbanates")} supplied with {amount(spent, "GJ")}, {head?.gap === null || head === undefined ? "not proven" : `proven to within ${digits(head.gap)} of the least possible`}.
      </p>
      <AllPeriods />
      <dl class="keys">
        <div><dt>Objective</dt><dd><Objective value_gj={head?.objective_gj} /></dd></div>
        <div><dt>Lower bound</dt><dd><Amount value={head?.lower_bound_gj} unit="GJ" /></dd></div>
        <div><dt>Gap</dt><dd>{head?.gap === null || head === undefined ? "–" : digits(head.gap)}</dd></div>
        <div><dt>Short of</dt><dd>{detail.shortages.length === 0 ? "nothing" : count(detail.shortages.length, "good", "goods")}</dd></div>
      </dl>
      <Shortages />
      <Part title="Energy by sequence" note="What each sequence spends, by activity. Penalties of shortage are not in it.">
        <AllPeriods />
        <Ledger rows={detail.ledger} />
        <p class="row-links">{["sequences", "areas", "goals", "borders"].map((table) => <To key={table} view={{ kind: "table", table }} text={TABLES.get(table) ?? table} />)}</p>
        <Provenance path={pathOf(["plans", plan])} file="ledger.parquet" columns="energy_gj by sequence and activity" how="Postings of the ledger are added up; together they are the objective." />
      </Part>
      <Part title={address.flows === null ? "Busiest links" : `Busiest links: ${harmless(world.commodityName(address.flows))}`} note="The map in words: the largest flows it shows, each against the largest of its unit.">
        <Busiest />
      </Part>
      <Part title="Urbanates"><Urbanates urbanates={urbanates} /></Part>
    </Panel>
  );
}

function Shortages() {
  const { world } = useView();
  const { shortages } = world.detail;
  if (shortages.length === 0) return null;
  return (
    <Part title="Demand that is not met">
      <AllPeriods />
      <ul class="plain">
        {shortages.map((row) => (
          <li key={row.commodity} class="alarm-row">
            <span><To view={{ kind: "table", table: "shortages" }} text={world.commodityName(row.commodity)} /></span>
            <span><Amount value={row.amount} unit={row.unit} /> <span class="soft">in {count(row.places, "place", "places")}</span></span>
          </li>
        ))}
      </ul>
    </Part>
  );
}

const ACTIVITIES = ["production", "transport", "transfer", "storage", "import", "weight"];

function Ledger({ rows }: { readonly rows: readonly LedgerRow[] }) {
  const { world } = useView();
  const bySequence = new Map<string, Map<string, number>>();
  for (const { sequence, activity, energy_gj } of rows) {
    if (activity === "shortage") continue;
    const activities = bySequence.get(sequence) ?? new Map<string, number>();
    activities.set(activity, (activities.get(activity) ?? 0) + energy_gj);
    bySequence.set(sequence, activities);
  }
  const sums = [...bySequence].map(([sequence, activities]) => ({ sequence, activities, sum: [...activities.values()].reduce((a, b) => a + b, 0) }))
    .filter(({ sum }) => sum > 0).sort((a, b) => b.sum - a.sum);
  const largest = sums[0]?.sum ?? 1;
  const used = ACTIVITIES.filter((activity) => sums.some(({ activities }) => (activities.get(activity) ?? 0) > 0));
  return (
    <>
      <p class="stage-key" aria-hidden="true">{used.map((activity) => <span key={activity}><i class={activity} />{activity}</span>)}</p>
      <table class="bars">
        <caption class="unseen">Energy by sequence and activity</caption>
        <thead class="unseen"><tr><th scope="col">Sequence</th><th scope="col">Activities</th><th scope="col">Energy</th></tr></thead>
        <tbody>
          {sums.map(({ sequence, activities, sum }) => (
            <tr key={sequence}>
              <th scope="row">{harmless(world.name(sequence))}</th>
              <td>
                <span class="stage-bar" role="img" aria-label={[...activities].filter(([, value]) => value > 0).map(([name, value]) => `${name} ${amount(value, "GJ")}`).join(", ")}>
                  {used.map((activity) => <i key={activity} class={activity} style={{ width: `${((activities.get(activity) ?? 0) / largest) * 100}%` }} />)}
                </span>
              </td>
              <td class="number"><Amount value={sum} unit="GJ" /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Busiest() {
  const { world, plan, address } = useView();
  const path = pathOf(["plans", plan, "flows"], { commodity: address.flows, period: address.period });
  const flows = useAnswer<Flows>(path);
  const value = flows.state === "ready" ? flows.value : null;
  const size = (i: number) => (value?.forward[i] ?? 0) + (value?.backward[i] ?? 0);
  const unit = (i: number) => (value === null ? "" : amountUnit(world, value, value.links[i] ?? 0));
  const passed = (value?.links ?? []).map((_, i) => i).filter((i) => world.scene.links.is_terminal[value?.links[i] ?? 0] !== true && size(i) > 0);
  const order = rankedByUnit(passed, unit, size).slice(0, 60);
  const [shown, more] = useLong(order, 6);
  if (value === null) return <Await answer={flows} what="flows">{() => null}</Await>;
  return (
    <>
      <ul class="plain">
        {shown.map((i) => {
          const link = value.links[i] ?? 0;
          const loading = value.loading[i] ?? null;
          return (
            <li key={link}>
              <span><LinkLink id={world.scene.links.id[link] ?? ""} /> <span class="soft">{harmless(world.modeOf(link)?.name ?? "")}</span></span>
              <span><Amount value={size(i)} unit={unit(i)} /> {loading !== null && <Meter part={loading} isFull={loading >= 0.95} />}<span class="soft of-capacity">{share(loading)}</span></span>
            </li>
          );
        })}
      </ul>
      {more}
      <Provenance path={path} file="flows.parquet" columns="amount by link, direction and commodity" how="Amounts are added over the periods shown; everything together is weighed as the mode does, in t, or GJ for power." />
    </>
  );
}

function Urbanates({ urbanates }: { readonly urbanates: readonly number[] }) {
  const { world, address } = useView();
  const [{ filter: wanted }, read] = useReading(address, "urbanates");
  const found = urbanates.filter((node) => folded(world.nodeName(node)).includes(folded(wanted)));
  const [shown, more] = useLong(found, 8);
  return (
    <>
      <label class="filter">Filter <input type="search" value={wanted} onInput={(event) => read({ filter: event.currentTarget.value })} /></label>
      <ul class="plain">
        {shown.map((node) => (
          <li key={node}>
            <span><NodeLink id={world.scene.nodes.id[node] ?? ""} name={world.nodeName(node)} /> <span class="soft">{harmless(world.detail.areas[world.scene.nodes.area[node] ?? -1]?.name ?? "")}</span></span>
            {world.population(node) > 0 && <Amount value={world.population(node)} unit="people" />}
          </li>
        ))}
      </ul>
      {more}
    </>
  );
}
