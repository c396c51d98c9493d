/**
 * A place in two plans: what is delivered, embodied and worth differently in the other one.
 *
 * Invariant: shown only while two plans are compared; what is equal in both is left out.
 */

import { useAnswer } from "../answers.ts";
import type { Demand, NodeAnswer } from "../contract.ts";
import { harmless } from "../format.ts";
import { linkTo } from "../navigation.ts";
import { Amount, Price } from "../parts/figures.tsx";
import { useLong } from "../parts/long_list.tsx";
import { Part } from "../parts/panel.tsx";
import { Provenance } from "../parts/provenance.tsx";
import { total } from "../parts/stages.tsx";
import { Await } from "../parts/waiting.tsx";
import { pathOf } from "../source.ts";
import { useView } from "../view_context.ts";

/** Changes below this part of a figure are none. */
const SMALLEST = 1e-4;

export function Beside({ node }: { readonly node: NodeAnswer }) {
  const { plans, address } = useView();
  const other = plans.find(({ plan }) => plan === address.against);
  const path = other === undefined ? null : pathOf(["plans", other.plan, "nodes", node.id], { period: address.period });
  const answer = useAnswer<NodeAnswer>(path);
  if (other === undefined || path === null) return null;
  return (
    <Part title={`Beside ${harmless(other.name)}`} note="The first line is this plan, the second the other one.">
      <Await answer={answer} what="the place in the other plan">{(after) => <Changes before={node.demands} after={after.demands} />}</Await>
      <p class="row-links"><a href={linkTo(address, address.view, { against: null })}>Show this plan alone</a></p>
      <Provenance path={path} file="embodied.parquet" columns="amount and energies where sink is demand" how="Demands of both plans at this place, joined by good; what is equal is left out." />
    </Part>
  );
}

function differs(before: number | null | undefined, after: number | null | undefined): boolean {
  const [a, b] = [before ?? 0, after ?? 0];
  return Math.abs(a - b) > SMALLEST * Math.max(Math.abs(a), Math.abs(b));
}

const embodied = (demand: Demand) => (demand.embodied === null ? null : total(demand.embodied));

function Changes({ before, after }: { readonly before: readonly Demand[]; readonly after: readonly Demand[] }) {
  const others = new Map(after.map((demand) => [demand.commodity, demand]));
  const pairs = before.flatMap((first) => {
    const second = others.get(first.commodity);
    const isChanged = second !== undefined && (differs(first.met, second.met) || differs(embodied(first), embodied(second)) || differs(first.price_gj, second.price_gj));
    return isChanged ? [{ first, second }] : [];
  });
  const change = ({ first, second }: (typeof pairs)[number]) => Math.abs((embodied(second) ?? 0) - (embodied(first) ?? 0));
  const [shown, more] = useLong(pairs.sort((a, b) => change(b) - change(a)), 8);
  if (pairs.length === 0) return <p class="soft">Nothing is delivered or worth differently here.</p>;
  return (
    <>
      <table>
        <caption class="unseen">Goods that differ between the two plans</caption>
        <thead><tr><th scope="col">Good</th><th scope="col" class="number">Met</th><th scope="col" class="number">Embodied</th><th scope="col" class="number">One more</th></tr></thead>
        <tbody>
          {shown.map(({ first, second }) => (
            <tr key={first.commodity}>
              <th scope="row">{harmless(first.name)}</th>
              <td class="number"><Amount value={first.met} unit={first.unit} /><span class="block soft"><Amount value={second.met} unit={second.unit} /></span></td>
              <td class="number"><Amount value={embodied(first)} unit="GJ" /><span class="block soft"><Amount value={embodied(second)} unit="GJ" /></span></td>
              <td class="number"><Price value_gj={first.price_gj} unit={first.unit} /><span class="block soft"><Price value_gj={second.price_gj} unit={second.unit} /></span></td>
            </tr>
          ))}
        </tbody>
      </table>
      {more}
    </>
  );
}
