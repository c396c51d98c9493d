import assert from "node:assert/strict";
import { test } from "node:test";
import { Answers } from "../../src/answers.ts";
import type { Source } from "../../src/source.ts";

/** A source that answers when told to, and counts. */
class Told implements Source {
  readonly asked: string[] = [];
  readonly aborted: string[] = [];
  #answer: (() => void)[] = [];

  address(): null {
    return null;
  }

  get(path: string, signal: AbortSignal): Promise<unknown> {
    this.asked.push(path);
    return new Promise((resolve, reject) => {
      this.#answer.push(() => resolve(`answer of ${path}`));
      signal.addEventListener("abort", () => {
        this.aborted.push(path);
        reject(new Error("aborted"));
      });
    });
  }

  answer(): void {
    for (const answer of this.#answer.splice(0)) answer();
  }
}

async function kept(answers: Answers, source: Told, path: string): Promise<void> {
  const answer = answers.get(path, new AbortController().signal);
  source.answer();
  await answer;
}

test("two that ask the same at once send one request", async () => {
  const source = new Told();
  const answers = new Answers(source);
  const both = [answers.get("a", new AbortController().signal), answers.get("a", new AbortController().signal)];
  source.answer();
  assert.deepEqual(await Promise.all(both), ["answer of a", "answer of a"]);
  await answers.get("a", new AbortController().signal);
  assert.deepEqual(source.asked, ["a"]);
});

test("a question is dropped when the last who waits for it leaves", async () => {
  const source = new Told();
  const answers = new Answers(source);
  const [first, second] = [new AbortController(), new AbortController()];
  const both = [answers.get("a", first.signal), answers.get("a", second.signal)];
  first.abort();
  assert.deepEqual(source.aborted, []);
  second.abort();
  assert.deepEqual(source.aborted, ["a"]);
  assert.ok((await Promise.allSettled(both)).every(({ status }) => status === "rejected"));
  await kept(answers, source, "a");
  assert.deepEqual(source.asked, ["a", "a"], "and can be asked again");
});

test("what was not used for longest goes first", async () => {
  const source = new Told();
  const answers = new Answers(source, 2);
  await kept(answers, source, "a");
  await kept(answers, source, "b");
  assert.equal(answers.peek("a"), "answer of a");
  await kept(answers, source, "c");
  assert.equal(answers.peek("a"), "answer of a");
  assert.equal(answers.peek("b"), undefined);
});
