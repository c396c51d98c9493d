/**
 * Which periods figures are of, where that is not the one chosen.
 *
 * Invariant: a figure of all periods never stands beside a chosen period without saying so.
 */

import { harmless } from "../format.ts";
import { useView } from "../view_context.ts";

/** Says that figures are of all periods, where one is chosen. */
export function AllPeriods() {
  const { world, address } = useView();
  if (address.period === null) return null;
  const name = world.detail.periods.find(({ id }) => id === address.period)?.name ?? address.period;
  return <p class="note all-periods">All periods together, not {harmless(name)} alone.</p>;
}

/** Reasons are of one period: says so where several are shown together. */
export function ChoosePeriod() {
  const { world, address } = useView();
  const isSum = address.period === null && world.detail.periods.length > 1;
  return isSum ? <p class="note">Why it is so differs by period: choose one above the map.</p> : null;
}
