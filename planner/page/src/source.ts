/**
 * Where answers come from: the server beside the page, or files beside it.
 *
 * Invariant: an answer is asked for by its path below `api/v1/`, and the rest of the page does not know which of the two it
 * talks to. Failures are `SourceError` in the words of the one who failed.
 */

import type { ProblemAnswer } from "./contract.ts";

/** Why there is no answer. */
export class SourceError extends Error {
  readonly title: string;
  readonly status: number;
  constructor(title: string, detail: string, status = 0) {
    super(detail);
    this.title = title;
    this.status = status;
  }
}

/** One way to get answers. */
export interface Source {
  /** For people: where a figure can be read outside the page; none where it is not an address of its own. */
  address(path: string): string | null;
  get(path: string, signal: AbortSignal): Promise<unknown>;
}

/** A path below `api/v1/`: parts are encoded, absent parameters left out, the others in alphabetical order. */
export function pathOf(parts: readonly string[], parameters: Readonly<Record<string, string | number | null | undefined>> = {}): string {
  const query = Object.entries(parameters)
    .filter(([, value]) => value !== null && value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${encodeURIComponent(String(value))}`);
  const path = parts.map(encodeURIComponent).join("/");
  return query.length === 0 ? path : `${path}?${query.join("&")}`;
}

/** Asks the server that sent the page. */
export class HttpSource implements Source {
  address(path: string): string {
    return `api/v1/${path}`;
  }

  async get(path: string, signal: AbortSignal): Promise<unknown> {
    let response: Response;
    try {
      response = await fetch(this.address(path), { signal, headers: { accept: "application/json, application/problem+json" } });
    } catch (error) {
      if (signal.aborted) throw error;
      throw new SourceError("The server does not answer", "Start it again with planner serve, then reload this page.");
    }
    if (response.ok) return response.json();
    const problem = (await response.json().catch(() => null)) as Partial<ProblemAnswer> | null;
    throw new SourceError(problem?.title ?? "No answer", problem?.detail ?? `The server answered ${response.status}.`, response.status);
  }
}

/** How a file of answers hands them over: name of the file, and a JSON object from path to answer, gzipped, in base64. */
export type Handover = (name: string, answers: string) => void;

declare global {
  // eslint-disable-next-line no-var
  var plannerAnswers: Handover | undefined;
}

/** Reads `data/NAME.js` beside a page that was opened from disk. */
export class DiskSource implements Source {
  readonly #files = new Map<string, Promise<Readonly<Record<string, unknown>>>>();
  readonly #waiting = new Map<string, (answers: string) => void>();

  constructor() {
    globalThis.plannerAnswers = (name, answers) => this.#waiting.get(name)?.(answers);
  }

  address(): null {
    return null;
  }

  async get(path: string): Promise<unknown> {
    const name = fileOf(path);
    const file = this.#files.get(name) ?? this.#load(name);
    this.#files.set(name, file);
    const answer = (await file)[path];
    if (answer === undefined) throw notWritten();
    return answer;
  }

  async #load(name: string): Promise<Readonly<Record<string, unknown>>> {
    const text = await new Promise<string | null>((resolve) => {
      const script = document.createElement("script");
      this.#waiting.set(name, resolve);
      script.src = `data/${name}.js`;
      script.onload = () => resolve(null);
      script.onerror = () => resolve(null);
      document.head.append(script);
    });
    return text === null ? {} : (JSON.parse(await unpacked(text)) as Record<string, unknown>);
  }
}

function notWritten(): SourceError {
  return new SourceError("Not in this copy", "This page was written to disk with the most used answers only. planner serve, given the same plans, has them all.");
}

async function unpacked(base64: string): Promise<string> {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}

/** Files that answers about single nodes, sites and links are spread over, for each kind. */
const FILES_A_KIND = 256;

/**
 * The file that holds an answer, without its ending. Answers about one node lie together, and so do those of some hundred
 * sites or links: the name is a hash of what they share. `planner page` computes the same.
 */
export function fileOf(path: string): string {
  const parts = (path.split("?")[0] ?? "").split("/");
  const [root, plan = "", kind = "", id = ""] = parts;
  if (root === "plans" && ["nodes", "sites", "links"].includes(kind)) {
    return hex(hash(`${root}/${plan}/${kind}/${hash(id) % FILES_A_KIND}`));
  }
  return hex(hash(root === "compare" || kind === "flows" ? path : parts.slice(0, 3).join("/")));
}

/** FNV-1a, 32 bits, of the UTF-8 bytes. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value;
}

function hex(value: number): string {
  return value.toString(16).padStart(8, "0");
}

/** The source of this page. */
export function sourceHere(): Source {
  return location.protocol === "file:" ? new DiskSource() : new HttpSource();
}
