/**
 * Figures in the page.
 *
 * Invariant: a figure is shown with its unit, and the exact value is in the element for whoever wants it.
 */

import { figure } from "../format.ts";

/** An amount with its unit. */
export function Amount({ value, unit }: { readonly value: number | null | undefined; readonly unit: string }) {
  const { value: shown, unit: shownUnit } = figure(value, unit);
  if (value === null || value === undefined) return <span class="amount">–</span>;
  return <data class="amount" value={String(value)} title={`${value} ${unit}`}>{shown}{shownUnit !== "" && <small>{"\u202f"}{shownUnit}</small>}</data>;
}

/** What one more unit would take. */
export function Price({ value_gj, unit }: { readonly value_gj: number | null | undefined; readonly unit: string }) {
  return <Amount value={value_gj} unit={`GJ/${unit}`} />;
}

/** The objective of a plan, which one that was not found does not have. */
export function Objective({ value_gj }: { readonly value_gj: number | null | undefined }) {
  return value_gj === null || value_gj === undefined ? <span class="amount">there is none</span> : <Amount value={value_gj} unit="GJ" />;
}

/** A bar of a part of one; decoration beside a figure. */
export function Meter({ part, isFull = false, colour }: { readonly part: number; readonly isFull?: boolean; readonly colour?: string }) {
  const width = `${Math.max(0, Math.min(1, part)) * 100}%`;
  return <span class={`meter${isFull ? " full" : ""}`} aria-hidden="true"><i style={colour === undefined ? { width } : { width, background: colour }} /></span>;
}
