/**
 * Embodied energy by stage, as a stacked bar and in words.
 *
 * Invariant: stages keep their order and colour everywhere; the bar is never the only place where a figure stands.
 */

import type { Stages } from "../contract.ts";
import { amount, share } from "../format.ts";
import { Amount } from "./figures.tsx";

export const STAGES: readonly (readonly [keyof Stages, string])[] = [
  ["extraction_gj", "Extraction"], ["processing_gj", "Processing"], ["transport_gj", "Transport"], ["storage_gj", "Storage"], ["loss_gj", "Loss"],
];

/** All stages together, GJ. */
export function total(stages: Stages): number {
  return STAGES.reduce((sum, [stage]) => sum + stages[stage], 0);
}

/** A bar of the stages; its length is the part of `of_gj`. */
export function StageBar({ stages, of_gj }: { readonly stages: Stages; readonly of_gj?: number }) {
  const sum = total(stages);
  const whole = of_gj ?? sum;
  const inWords = STAGES.filter(([stage]) => stages[stage] > 0).map(([stage, name]) => `${name} ${amount(stages[stage], "GJ")}`).join(", ");
  return (
    <span class="stage-bar" role="img" aria-label={inWords === "" ? "nothing" : inWords} title={inWords}>
      {STAGES.map(([stage]) => <i key={stage} class={stage.replace("_gj", "")} style={{ width: `${whole > 0 ? Math.max(0, (stages[stage] / whole) * 100) : 0}%` }} />)}
    </span>
  );
}

/** The key of the colours. */
export function StageKey() {
  return <p class="stage-key" aria-hidden="true">{STAGES.map(([stage, name]) => <span key={stage}><i class={stage.replace("_gj", "")} />{name}</span>)}</p>;
}

/** The bar with every figure below. */
export function StageTable({ stages, unit, delivered }: { readonly stages: Stages; readonly unit?: string; readonly delivered?: number }) {
  const sum = total(stages);
  return (
    <div class="stages">
      <StageBar stages={stages} />
      <dl>
        {STAGES.filter(([stage]) => stages[stage] !== 0).map(([stage, name]) => (
          <div key={stage}>
            <dt><i class={stage.replace("_gj", "")} aria-hidden="true" />{name}</dt>
            <dd><Amount value={stages[stage]} unit="GJ" /> <span class="soft">{share(sum > 0 ? stages[stage] / sum : 0)}</span></dd>
          </div>
        ))}
        {unit !== undefined && delivered !== undefined && delivered > 0 && (
          <div><dt>All, per unit</dt><dd><Amount value={sum / delivered} unit={`GJ/${unit}`} /></dd></div>
        )}
      </dl>
    </div>
  );
}
