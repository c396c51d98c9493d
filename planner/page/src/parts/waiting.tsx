/**
 * What stands in a panel until its answer is there, or when it never comes.
 *
 * Invariant: a failure is shown in the words of the one who failed, where the answer would have stood.
 */

import type { ComponentChildren } from "preact";
import type { Answer } from "../answers.ts";

export function Await<T>({ answer, what, children }: { readonly answer: Answer<T>; readonly what: string; readonly children: (value: T) => ComponentChildren }) {
  if (answer.state === "waiting") return <p class="waiting" aria-busy="true">Reading {what}…</p>;
  if (answer.state === "failed") {
    return (
      <div class="failure" role="alert">
        <strong>{answer.error.title}</strong>
        <p>{answer.error.message}</p>
      </div>
    );
  }
  return <>{children(answer.value)}</>;
}
