/**
 * Lists that begin short.
 *
 * Invariant: what is not shown is counted, and one press away.
 */

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

/** How many rows of `rows` to show, and the button that shows more. */
export function useLong<T>(rows: readonly T[], first: number): readonly [readonly T[], ComponentChildren] {
  const [limit, setLimit] = useState(first);
  const left = rows.length - limit;
  const next = Math.min(left, Math.max(first * 4, 40));
  const more = left > 0
    ? <button type="button" class="more" onClick={() => setLimit(limit + next)}>{next === left ? `${left} more` : `${next} of ${left} more`}</button>
    : null;
  return [rows.slice(0, limit), more];
}
