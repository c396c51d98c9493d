/**
 * Answers as the panels wait for them.
 *
 * Invariant: an answer that was got once is not asked for again while it is among the last ones used, one that is under way is
 * not asked for twice, and one that nobody waits for any more is not waited for.
 */

import { createContext } from "preact";
import { useContext, useEffect, useRef, useState } from "preact/hooks";
import { type Source, SourceError } from "./source.ts";

const KEPT = 200;

/** What a panel knows of its answer. */
export type Answer<T> =
  | { readonly state: "waiting" }
  | { readonly state: "ready"; readonly value: T }
  | { readonly state: "failed"; readonly error: SourceError };

/** A question under way. */
interface Asked {
  readonly promise: Promise<unknown>;
  readonly abort: AbortController;
  /** How many wait for it. */
  waiting: number;
}

/** Keeps the last answers. */
export class Answers {
  readonly source: Source;
  /** Answers, the last one used at the end. */
  readonly #kept = new Map<string, unknown>();
  readonly #asked = new Map<string, Asked>();
  readonly #most: number;

  constructor(source: Source, most = KEPT) {
    this.source = source;
    this.#most = most;
  }

  /** The answer, if it is at hand. */
  peek<T>(path: string): T | undefined {
    const known = this.#kept.get(path);
    if (known !== undefined) this.#keep(path, known);
    return known as T | undefined;
  }

  async get<T>(path: string, signal: AbortSignal): Promise<T> {
    const known = this.peek<T>(path);
    if (known !== undefined) return known;
    signal.throwIfAborted();
    const asked = this.#asked.get(path) ?? this.#ask(path);
    asked.waiting += 1;
    signal.addEventListener("abort", () => this.#leave(path, asked), { once: true });
    return (await asked.promise) as T;
  }

  #ask(path: string): Asked {
    const abort = new AbortController();
    const promise = this.source.get(path, abort.signal).then(
      (value) => {
        this.#forget(path, abort);
        this.#keep(path, value);
        return value;
      },
      (error: unknown) => {
        this.#forget(path, abort);
        throw error;
      },
    );
    const asked: Asked = { promise, abort, waiting: 0 };
    this.#asked.set(path, asked);
    return asked;
  }

  /** One less waits; when nobody does, the question is dropped. */
  #leave(path: string, asked: Asked): void {
    asked.waiting -= 1;
    if (asked.waiting > 0 || this.#asked.get(path) !== asked) return;
    this.#asked.delete(path);
    asked.abort.abort();
  }

  #forget(path: string, abort: AbortController): void {
    if (this.#asked.get(path)?.abort === abort) this.#asked.delete(path);
  }

  #keep(path: string, value: unknown): void {
    this.#kept.delete(path);
    this.#kept.set(path, value);
    const oldest = this.#kept.keys().next().value;
    if (this.#kept.size > this.#most && oldest !== undefined) this.#kept.delete(oldest);
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

/** An answer, or the one before it while it is waited for. */
interface Latest<T> {
  readonly answer: Answer<T>;
  /** The last answer that came. */
  readonly last: T | null;
  /** Whether the answer is the one before. */
  readonly isOld: boolean;
}

/** The answer, or the one before it while it is waited for; answers of another `subject` do not stand in for it. */
export function useLatest<T>(answer: Answer<T>, subject: string): Latest<T> {
  const kept = useRef<{ readonly subject: string; readonly value: T } | null>(null);
  if (answer.state === "ready") kept.current = { subject, value: answer.value };
  const last = kept.current?.subject === subject ? kept.current.value : null;
  const isOld = answer.state === "waiting" && last !== null;
  return { answer: isOld ? { state: "ready", value: last } : answer, last, isOld };
}

function asSourceError(error: unknown): SourceError {
  return error instanceof SourceError ? error : new SourceError("The answer cannot be read", String(error));
}
