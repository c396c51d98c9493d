/**
 * The frame of a panel: where one is, the heading, and what follows.
 *
 * Invariant: when a panel opens, its heading gets the focus and is announced; headings below it start at level 3.
 */

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { harmless } from "../format.ts";

interface PanelProps {
  readonly title: string;
  /** What kind of thing it is, and links to what is above it. */
  readonly above?: ComponentChildren;
  readonly children: ComponentChildren;
  /** Changes when another thing is shown. */
  readonly id: string;
}

let isFirst = true;

export function Panel({ title, above, children, id }: PanelProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${harmless(title)} · Continental plan`;
    if (!isFirst) heading.current?.focus({ preventScroll: true });
    heading.current?.closest(".panel")?.scrollTo({ top: 0 });
    isFirst = false;
  }, [id]);
  return (
    <article>
      {above !== undefined && <p class="above">{above}</p>}
      <h2 ref={heading} tabIndex={-1}>{harmless(title)}</h2>
      {children}
    </article>
  );
}

/** A part of a panel. */
export function Part({ title, children, note }: { readonly title: string; readonly children: ComponentChildren; readonly note?: string }) {
  return (
    <section class="part">
      <h3>{title}</h3>
      {note !== undefined && <p class="note">{note}</p>}
      {children}
    </section>
  );
}
