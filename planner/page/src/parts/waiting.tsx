/**
 * What stands in a panel until its answer is there, or when it never comes.
 *
 * Invariant: a failure is shown in the words of the one who failed, where the answer would have stood; that something is being
 * read is said in a region that is there before and after, so that it is heard too.
 */

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Answer } from "../answers.ts";

interface AwaitProps<T> {
  readonly answer: Answer<T>;
  readonly what: string;
  readonly children: (value: T) => ComponentChildren;
}

export function Await<T>({ answer, what, children }: AwaitProps<T>) {
  return (
    <>
      <div class="reading" role="status">{answer.state === "waiting" && <p class="waiting">Reading {what}…</p>}</div>
      {answer.state === "failed" && (
        <div class="failure" role="alert">
          <strong>{answer.error.title}</strong>
          <p>{answer.error.message}</p>
        </div>
      )}
      {answer.state === "ready" && children(answer.value)}
    </>
  );
}

/** How long something may take before anything is shown of its waiting, ms. */
const SOON_MS = 300;

/** Whether that long has passed: what is there soon is drawn once, not first without and then with it. */
export function useLate(): boolean {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), SOON_MS);
    return () => clearTimeout(timer);
  }, []);
  return isLate;
}
