/**
 * A site: what goes in, what comes out, what it burns, and why it runs as it does.
 *
 * Invariant: every amount stands beside what a unit of it is worth there.
 */

import { useAnswer } from "../answers.ts";
import type { Good, SiteAnswer } from "../contract.ts";
import { digits, harmless, share } from "../format.ts";
import { Amount, Meter, Price } from "../parts/figures.tsx";
import { NodeLink, SupplyLink } from "../parts/links.tsx";
import { Panel, Part } from "../parts/panel.tsx";
import { ChoosePeriod } from "../parts/periods.tsx";
import { Provenance } from "../parts/provenance.tsx";
import { StageTable, total } from "../parts/stages.tsx";
import { Await } from "../parts/waiting.tsx";
import { pathOf } from "../source.ts";
import { useView } from "../view_context.ts";
import { ReasonBox } from "./reasons.tsx";

export function SitePanel({ id }: { readonly id: string }) {
  const { world, plan, address } = useView();
  const path = pathOf(["plans", plan, "sites", id], { period: address.period });
  const answer = useAnswer<SiteAnswer>(path);
  const position = world.site(id);
  const name = position === undefined ? id : (world.scene.sites.name[position] ?? id);
  const process = position === undefined ? "" : world.processName(world.scene.sites.process[position]);
  return (
    <Panel id={`site ${plan} ${id}`} title={name} above={<>site · {harmless(process)}</>}>
      <Await answer={answer} what="the site">{(site) => <Site site={site} path={path} />}</Await>
    </Panel>
  );
}

function Site({ site, path }: { readonly site: SiteAnswer; readonly path: string }) {
  const part = site.capacity === 0 ? null : site.activity / site.capacity;
  return (
    <>
      <p class="lead">
        {site.activity > 0 ? "Runs" : "Stands idle"} in <NodeLink id={site.node.id} name={site.node.name} />
        {part !== null && site.activity > 0 && <> at <strong>{share(part)}</strong> of its capacity</>}{site.status === "candidate" && " (a candidate that could be built)"}.
      </p>
      {part !== null && <Meter part={part} isFull={part >= 0.999} />}
      <dl class="keys">
        <div><dt>Activity</dt><dd>{digits(site.activity)} <small>units of the process</small></dd></div>
        <div><dt>Capacity</dt><dd>{digits(site.capacity)} <small>units</small></dd></div>
      </dl>
      <Part title="What goes in and out">
        <Goods site={site} />
        <Provenance path={path} file="production.parquet" columns="activity" how="Activity times the amounts of the recipe; prices are the shadow prices of the balances where the site stands." input={site.provenance} />
      </Part>
      {total(site.embodied) > 0 && <Part title="What its products embody"><StageTable stages={site.embodied} /></Part>}
      {site.why === null && <ChoosePeriod />}
      {site.why !== null && (
        <Part title="Why it runs as it does">
          <ReasonBox reason={site.why} />
          <Provenance path={path} file="prices.parquet" columns="price_gj" how="The reduced cost: what one more unit would use and make, at the plan's own shadow prices." />
        </Part>
      )}
    </>
  );
}

function Goods({ site }: { readonly site: SiteAnswer }) {
  const groups: readonly (readonly [string, readonly Good[]])[] = [["Makes", site.outputs], ["Uses", site.inputs], ["Burns", site.burns]];
  return (
    <table>
      <caption class="unseen">Goods of {harmless(site.name)}</caption>
      <thead class="unseen"><tr><th scope="col">Good</th><th scope="col">Amount</th><th scope="col">Price</th></tr></thead>
      {groups.filter(([, goods]) => goods.length > 0).map(([title, goods]) => (
        <tbody key={title}>
          <tr class="group"><th colSpan={3} scope="rowgroup">{title}</th></tr>
          {goods.map((good) => (
            <tr key={good.commodity}>
              <th scope="row"><SupplyLink node={site.node.id} commodity={good.commodity} text={good.name} /></th>
              <td class="number"><Amount value={good.amount} unit={good.unit} /></td>
              <td class="number"><Price value_gj={good.price_gj} unit={good.unit} /></td>
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
}
