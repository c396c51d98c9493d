/**
 * A browser and a server for the tests.
 *
 * Invariant: what is started here is ended here; every message of the browser's console at level error fails the test.
 */

import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import type { NodeAnswer, PlanDetail, Plans, Scene } from "../../src/contract.ts";

/** The program and the plans under test; `tools/test-page.sh` sets them. */
export function setting(name: "PLANNER" | "PAGE_PLANS" | "PAGE_HOSTILE_PLAN" | "PAGE_ON_DISK" | "PAGE_SHOTS"): string {
  const value = process.env[name];
  if (value === undefined || value === "") throw new Error(`${name} is not set: run tools/test-page.sh`);
  return value;
}

/** A running `planner serve`. */
export class Server {
  readonly address: string;
  readonly #process: ChildProcess;

  private constructor(address: string, process: ChildProcess) {
    this.address = address;
    this.#process = process;
  }

  static async start(plans: readonly string[]): Promise<Server> {
    const child = spawn(setting("PLANNER"), ["serve", ...plans, "--address", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "inherit"] });
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.startsWith("http://")) return new Server(line.trim(), child);
    }
    throw new Error("planner serve ended before it said its address");
  }

  async json<T>(path: string): Promise<T> {
    const response = await fetch(`${this.address}api/v1/${path}`);
    assert.equal(response.status, 200, path);
    return (await response.json()) as T;
  }

  stop(): void {
    this.#process.kill("SIGTERM");
  }
}

/** What the tests look for: Chicago and its steel where `PAGE_CITY` says so, else the largest city and its farthest travelled good. */
export interface Subject {
  readonly plan: string;
  readonly other: string;
  readonly node: string;
  readonly nodeName: string;
  readonly commodity: string;
  readonly commodityName: string;
}

export async function subjectOf(server: Server): Promise<Subject> {
  const { plans } = await server.json<Plans>("plans");
  const [first, second] = plans;
  assert.ok(first !== undefined && second !== undefined, "two plans are served");
  const scene = await server.json<Scene>(`plans/${encodeURIComponent(first.plan)}/scene`);
  const cities = scene.nodes.id.map((id, position) => ({ id, position })).filter(({ position }) => scene.nodes.kind[position] === "urbanate")
    .sort((a, b) => (scene.nodes.population[b.position] ?? 0) - (scene.nodes.population[a.position] ?? 0));
  const isChicago = process.env["PAGE_CITY"] === "chicago-il";
  const city = isChicago ? cities.find(({ id }) => id === "chicago-il") : cities[0];
  assert.ok(city !== undefined, isChicago ? "Chicago is there" : "there is a city");
  const node = await server.json<NodeAnswer>(`plans/${encodeURIComponent(first.plan)}/nodes/${encodeURIComponent(city.id)}`);
  const demands = node.demands.filter(({ met }) => met > 0).sort((a, b) => b.origins - a.origins);
  const demand = isChicago ? demands.find(({ commodity }) => commodity === "steel") : demands[0];
  assert.ok(demand !== undefined, isChicago ? "steel is delivered there" : "something is delivered there");
  const detail = await server.json<PlanDetail>(`plans/${encodeURIComponent(first.plan)}`);
  const commodityName = detail.commodities.find(({ id }) => id === demand.commodity)?.name ?? demand.commodity;
  return { plan: first.plan, other: second.plan, node: city.id, nodeName: scene.nodes.name[city.position] ?? city.id, commodity: demand.commodity, commodityName };
}

/** A browser that draws WebGL without a graphics card. */
export async function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: ["--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])],
  });
}

/** A page that remembers every error. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<{ page: Page; errors: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  page.on("pageerror", (error) => errors.push(error.message));
  return { page, errors };
}

/** Waits until the heading of the panel is there and nothing in it is still being read. */
export async function settled(page: Page, heading: string | RegExp): Promise<void> {
  await page.locator(".panel h2").filter({ hasText: heading }).waitFor({ timeout: 30_000 });
  await page.waitForFunction(() => document.querySelector(".panel .waiting") === null, undefined, { timeout: 30_000 });
}

/** Keeps a picture of the page. */
export async function shoot(page: Page, name: string): Promise<void> {
  const folder = setting("PAGE_SHOTS");
  mkdirSync(folder, { recursive: true });
  await page.waitForTimeout(900);
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
