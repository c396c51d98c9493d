/**
 * Two plans beside each other: what the other one spends, lacks, makes and moves differently.
 *
 * Invariant: the plan of the address is before, the one it is compared with is after; the map shows the same two.
 */

import { useAnswer } from "../answers.ts";
import { rankedByUnit } from "../cells.ts";
import type { ComparedFlows, Comparison, PlanHead } from "../contract.ts";
import { count, digits, harmless, sentence, share, words } from "../format.ts";
import { Amount } from "../parts/figures.tsx";
import { LinkLink } from "../parts/links.tsx";
import { useLong } from "../parts/long_list.tsx";
import { Panel, Part } from "../parts/panel.tsx";
import { AllPeriods } from "../parts/periods.tsx";
import { Provenance } from "../parts/provenance.tsx";
import { Await } from "../parts/waiting.tsx";
import { format } from "../address.ts";
import { amountUnit } from "../map/content.ts";
import { pathOf } from "../source.ts";
import { useView } from "../view_context.ts";
import { DataTable } from "./data_table.tsx";

export function DifferencePanel() {
  const { plan, plans, address } = useView();
  const others = plans.filter((candidate) => candidate.plan !== plan);
  const after = plans.find((candidate) => candidate.plan === address.against);
  const nameOf = (id: string) => plans.find((candidate) => candidate.plan === id)?.name ?? id;
  if (address.against === null || after === undefined) {
    return (
      <Panel id="difference" title="Compare two plans" above="Difference">
        {others.length === 0
          ? <p class="lead">Only one plan is served. Name two when you start the server: <code>planner serve PLAN OTHER</code>.</p>
          : <ul class="plain">{others.map((other) => <li key={other.plan}><a href={format({ ...address, camera: null, readings: [], against: other.plan, view: { kind: "difference" } })}>{harmless(nameOf(plan))} with {harmless(other.name)}</a></li>)}</ul>}
      </Panel>
    );
  }
  return <Compared before={nameOf(plan)} after={after.name} against={address.against} />;
}

function Compared({ before, after, against }: { readonly before: string; readonly after: string; readonly against: string }) {
  const { plan, plans, world, address } = useView();
  const path = pathOf(["compare", plan, against]);
  const flowsPath = pathOf(["compare", plan, against, "flows"], { commodity: address.flows, period: address.period });
  const answer = useAnswer<Comparison>(path);
  const first = plans.find((candidate) => candidate.plan === plan);
  const second = plans.find((candidate) => candidate.plan === against);
  const swapped = format({ ...address, plan: against, against: plan, camera: null });
  return (
    <Panel id={`difference ${plan} ${against}`} title={`${before} and ${after}`} above={<>Difference · <a href={swapped}>swap</a></>}>
      <Change first={first} second={second} />
      <AllPeriods />
      <table>
        <caption class="unseen">Both plans</caption>
        <thead><tr><th scope="col" /><th scope="col" class="number">before</th><th scope="col" class="number">after</th></tr></thead>
        <tbody>
          <tr><th scope="row">Objective</th><td class="number"><Amount value={first?.objective_gj} unit="GJ" /></td><td class="number"><Amount value={second?.objective_gj} unit="GJ" /></td></tr>
          <tr><th scope="row">Gap</th><td class="number">{first?.gap == null ? "–" : digits(first.gap)}</td><td class="number">{second?.gap == null ? "–" : digits(second.gap)}</td></tr>
          <tr><th scope="row">Status</th><td class="number">{harmless(first?.status ?? "")}</td><td class="number">{harmless(second?.status ?? "")}</td></tr>
        </tbody>
      </table>
      <Part title={`Links that carry more or less${address.flows === null ? "" : `: ${harmless(world.commodityName(address.flows))}`}`} note="The map in words.">
        <ChangedLinks path={flowsPath} />
      </Part>
      <Await answer={answer} what="what differs">
        {({ tables }) => tables.filter((table) => table.name !== "objective" && table.rows.length > 0).map((table) => (
          <details class="difference" key={table.name} open={table.rows.length <= 12}>
            <summary><h3>{sentence(words(table.name))}</h3> <span class="soft">{count(table.rows.length, "change", "changes")}</span></summary>
            <p class="note">{harmless(sentence(table.meaning))}.</p>
            <AllPeriods />
            <DataTable table={table} />
          </details>
        ))}
      </Await>
      <Provenance path={path} file="ledger.parquet" columns="energy_gj, and every other table of both plans" how="Rows of both plans are joined by their keys; what is equal is left out." />
    </Panel>
  );
}

/** What the second plan takes more or less. */
function Change({ first, second }: { readonly first: PlanHead | undefined; readonly second: PlanHead | undefined }) {
  const [before, after] = [first?.objective_gj ?? null, second?.objective_gj ?? null];
  if (before === null || after === null) return <p class="lead">At least one of the two has no objective, so they cannot be told apart by it.</p>;
  const change = after - before;
  return (
    <p class="lead">
      <strong>{harmless(second?.name ?? "")}</strong> takes <strong><Amount value={Math.abs(change)} unit="GJ" /></strong> {change >= 0 ? "more" : "less"} than <strong>{harmless(first?.name ?? "")}</strong>
      {before > 0 && <>, {share(Math.abs(change) / before)} of it</>}.
    </p>
  );
}

function ChangedLinks({ path }: { readonly path: string }) {
  const { world } = useView();
  const answer = useAnswer<ComparedFlows>(path);
  const flows = answer.state === "ready" ? answer.value : null;
  const change = (i: number) => (flows?.after[i] ?? 0) - (flows?.before[i] ?? 0);
  const unit = (i: number) => (flows === null ? "" : amountUnit(world, flows, flows.links[i] ?? 0));
  const changed = (flows?.links ?? []).map((_, i) => i).filter((i) => world.scene.links.is_terminal[flows?.links[i] ?? 0] !== true && Math.abs(change(i)) > 1e-6 * Math.abs(flows?.before[i] ?? 0));
  const order = rankedByUnit(changed, unit, (i) => Math.abs(change(i))).slice(0, 60);
  const [shown, more] = useLong(order, 6);
  return (
    <Await answer={answer} what="flows of both">
      {(compared) => {
        const { links } = compared;
        return (
        <>
          {order.length === 0 && <p class="soft">No link carries more or less of it.</p>}
          <ul class="plain">{shown.map((i) => (
            <li key={i}>
              <span><LinkLink id={world.scene.links.id[links[i] ?? 0] ?? ""} /> <span class="soft">{harmless(world.modeOf(links[i] ?? 0)?.name ?? "")}</span></span>
              <span class={change(i) > 0 ? "more-after" : "less-after"}>{change(i) > 0 ? "+" : ""}<Amount value={change(i)} unit={unit(i)} /></span>
            </li>
          ))}</ul>
          {more}
          <Provenance path={path} file="flows.parquet" columns="amount by link" how="Both directions of a link together, after less before." />
        </>
        );
      }}
    </Await>
  );
}
