/**
 * Lists that begin short.
 *
 * Invariant: what is not shown is counted, and one press away; after the press the focus is on the first row that came, for
 * the button may be gone.
 */

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

/** How many rows of `rows` to show, and the button that shows more, to be put right after their list. */
export function useLong<T>(rows: readonly T[], first: number): readonly [readonly T[], ComponentChildren] {
  const [limit, setLimit] = useState(first);
  const grown = useRef<{ readonly list: Element; readonly from: number } | null>(null);
  useLayoutEffect(() => {
    if (grown.current !== null) focusRow(grown.current.list.children[grown.current.from]);
    grown.current = null;
  }, [limit]);
  const left = rows.length - limit;
  const next = Math.min(left, Math.max(first * 4, 40));
  const grow = (button: HTMLElement) => {
    const before = button.previousElementSibling;
    const list = before?.querySelector("tbody") ?? before;
    grown.current = list === null ? null : { list, from: list.children.length };
    setLimit(limit + next);
  };
  const more = left > 0
    ? <button type="button" class="more" onClick={(event) => grow(event.currentTarget)}>{next === left ? `${left} more` : `${next} of ${left} more`}</button>
    : null;
  return [rows.slice(0, limit), more];
}

const CAN_HAVE_FOCUS = "a[href], button, summary";

/** The focus goes to what can be pressed in a row, or to the row itself. */
function focusRow(row: Element | undefined): void {
  if (!(row instanceof HTMLElement)) return;
  const target = row.matches(CAN_HAVE_FOCUS) ? row : row.querySelector<HTMLElement>(CAN_HAVE_FOCUS);
  if (target === null) row.tabIndex = -1;
  (target ?? row).focus();
}
