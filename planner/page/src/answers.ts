/**
 * Answers as the panels wait for them.
 *
 * Invariant: an answer that was got once is not asked for again while it is among the last ones used; an answer that nobody
 * waits for any more is not waited for.
 */

import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import { type Source, SourceError } from "./source.ts";

const KEPT = 200;

/** What a panel knows of its answer. */
export type Answer<T> =
  | { readonly state: "waiting" }
  | { readonly state: "ready"; readonly value: T }
  | { readonly state: "failed"; readonly error: SourceError };

/** Keeps the last answers. */
export class Answers {
  readonly source: Source;
  readonly #kept = new Map<string, unknown>();

  constructor(source: Source) {
    this.source = source;
  }

  /** The answer, if it is at hand. */
  peek<T>(path: string): T | undefined {
    return this.#kept.get(path) as T | undefined;
  }

  async get<T>(path: string, signal: AbortSignal): Promise<T> {
    const known = this.#kept.get(path);
    if (known !== undefined) return known as T;
    const value = await this.source.get(path, signal);
    this.#kept.set(path, value);
    const oldest = this.#kept.keys().next().value;
    if (this.#kept.size > KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return value as T;
  }
}

export const AnswersContext = createContext<Answers | null>(null);

/** The keeper of answers of this page. */
export function useAnswers(): Answers {
  const answers = useContext(AnswersContext);
  if (answers === null) throw new Error("no answers above this component");
  return answers;
}

/** The answer at a path; nothing is asked for while the path is null. */
export function useAnswer<T>(path: string | null): Answer<T> {
  const answers = useAnswers();
  const [got, setGot] = useState<{ path: string | null; answer: Answer<T> }>({ path: null, answer: { state: "waiting" } });
  useEffect(() => {
    if (path === null) return;
    const abort = new AbortController();
    const settle = (answer: Answer<T>) => {
      if (!abort.signal.aborted) setGot({ path, answer });
    };
    answers.get<T>(path, abort.signal).then(
      (value) => settle({ state: "ready", value }),
      (error: unknown) => settle({ state: "failed", error: asSourceError(error) }),
    );
    return () => abort.abort();
  }, [answers, path]);
  const known = path === null ? undefined : answers.peek<T>(path);
  if (known !== undefined) return { state: "ready", value: known };
  return got.path === path ? got.answer : { state: "waiting" };
}

function asSourceError(error: unknown): SourceError {
  return error instanceof SourceError ? error : new SourceError("The answer cannot be read", String(error));
}
