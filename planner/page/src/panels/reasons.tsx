/**
 * Why a decision is as it is: the terms of its reduced cost and what would change it.
 *
 * Invariant: terms are shown as they were answered; what binds is marked in words, not by colour alone.
 */

import type { Reason } from "../contract.ts";
import { digits, harmless, sentence } from "../format.ts";
import { useView } from "../view_context.ts";
import { Amount } from "../parts/figures.tsx";

/** Part of what makes up a reduced cost below which it is rounding. */
const ROUNDING = 1e-7;

/** The reduced cost of a decision, GJ a unit; zero where it is only what rounding left of larger terms. */
export function reducedCost_gj({ reduced_cost_gj, own_energy_gj, terms }: Pick<Reason, "reduced_cost_gj" | "own_energy_gj" | "terms">): number {
  const size = terms.reduce((sum, { energy_gj }) => sum + Math.abs(energy_gj), Math.abs(own_energy_gj));
  return Math.abs(reduced_cost_gj) < ROUNDING * size ? 0 : reduced_cost_gj;
}

function effect(cost_gj: number): string {
  if (cost_gj === 0) return "would neither save nor cost";
  return cost_gj < 0 ? "would save" : "would cost";
}

const SHOWN_TERMS = 8;

export function ReasonBox({ reason }: { readonly reason: Reason }) {
  const { world } = useView();
  const largest = reason.terms.reduce((most, term) => Math.max(most, Math.abs(term.energy_gj)), 0);
  const terms = reason.terms.filter((term) => Math.abs(term.energy_gj) > 1e-9 * largest).slice(0, SHOWN_TERMS);
  const cost_gj = reducedCost_gj(reason);
  const unit = "GJ";
  return (
    <div class="reason">
      <p class="decision">{harmless(sentence(world.readable(reason.decision)))}</p>
      <p class="flip">{harmless(sentence(reason.flip))}.</p>
      <table>
        <caption class="unseen">Terms of the reduced cost of {harmless(world.readable(reason.decision))}, GJ per unit</caption>
        <thead><tr><th scope="col">Per unit of it</th><th scope="col" class="number">Uses</th><th scope="col" class="number">at GJ/unit</th><th scope="col" class="number">{unit}</th></tr></thead>
        <tbody>
          {reason.own_energy_gj !== 0 && <tr><th scope="row">its own energy</th><td /><td /><td class="number"><Amount value={reason.own_energy_gj} unit={unit} /></td></tr>}
          {terms.map((term) => (
            <tr key={term.what}>
              <th scope="row">{harmless(world.readable(term.what))}{term.binds && <span class="tag">limit binds</span>}</th>
              <td class="number">{digits(term.use_per_unit)}</td>
              <td class="number">{digits(term.price_gj)}</td>
              <td class={`number${term.energy_gj < 0 ? " good" : ""}`}>{digits(term.energy_gj)}</td>
            </tr>
          ))}
          <tr class="sum"><th scope="row">one more unit {effect(cost_gj)}</th><td /><td /><td class="number">{digits(Math.abs(cost_gj))}</td></tr>
        </tbody>
      </table>
    </div>
  );
}
