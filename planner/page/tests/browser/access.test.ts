/** Everyone can use it: no serious finding of axe in either theme, nothing lost at 400 pixels, lists without a map. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import type { PlanDetail, Scene } from "../../src/contract.ts";
import { launch, openPage, Server, settled, setting, shoot, subjectOf, type Subject } from "./stage.ts";

interface AxeResults { readonly violations: readonly { readonly id: string; readonly impact: string | null; readonly nodes: readonly { readonly html: string }[] }[] }

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let server: Server;
let browser: Browser;
let subject: Subject;
let scene: Scene;
let detail: PlanDetail;

before(async () => {
  server = await Server.start(setting("PAGE_PLANS").split(":"));
  browser = await launch();
  subject = await subjectOf(server);
  detail = await server.json<PlanDetail>(`plans/${encodeURIComponent(subject.plan)}`);
  scene = await server.json<Scene>(`plans/${encodeURIComponent(subject.plan)}/scene`);
});
after(async () => {
  await browser?.close();
  server?.stop();
});

async function grave(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run());
  return violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(" | ")}`);
}

function views(): readonly (readonly [string, string])[] {
  const plan = encodeURIComponent(subject.plan);
  const node = encodeURIComponent(subject.node);
  const first = (ids: readonly string[]) => encodeURIComponent(ids[0] ?? "");
  return [
    ["site", `#/${plan}/site/${first(scene.sites.id)}`], ["link", `#/${plan}/link/${first(scene.links.id)}`], ["area", `#/${plan}/area/${first(detail.areas.map(({ id }) => id))}`],
    ["beside", `#/${plan}/node/${node}?against=${encodeURIComponent(subject.other)}`],
    ["overview", `#/${plan}`], ["city", `#/${plan}/node/${node}`], ["supply", `#/${plan}/node/${node}/${encodeURIComponent(subject.commodity)}`],
    ["table", `#/${plan}/table/areas`], ["difference", `#/${plan}/difference?against=${encodeURIComponent(subject.other)}`], ["certificate", `#/${plan}/certificate`],
  ];
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing serious, ${colorScheme}`, async () => {
    // The policy of the page forbids scripts of others; the one that looks for faults is let in for this test only.
    const { page, errors } = await openPage(browser, { colorScheme, bypassCSP: true, reducedMotion: "reduce" });
    for (const [name, hash] of views()) {
      await page.goto(server.address + hash);
      await settled(page, /./);
      assert.deepEqual(await grave(page), [], name);
      if (colorScheme === "dark") await shoot(page, `${name}-dark`);
    }
    assert.deepEqual(errors, []);
    await page.context().close();
  });
}

test("at 400 pixels everything is there and nothing runs over the edge", async () => {
  const { page, errors } = await openPage(browser, { viewport: { width: 400, height: 800 } });
  for (const [name, hash] of views()) {
    await page.goto(server.address + hash);
    await settled(page, /./);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(over <= 0, `${name} is ${over} pixels too wide`);
    await shoot(page, `${name}-400`);
  }
  assert.deepEqual(errors, []);
  await page.context().close();
});

test("without WebGL the page says so, and the lists work", async () => {
  const { page, errors } = await openPage(browser);
  await page.addInitScript(() => {
    const real = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...more: unknown[]) {
      return kind.startsWith("webgl") ? null : Reflect.apply(real, this, [kind, ...more]);
    } as typeof real;
  });
  await page.goto(server.address);
  await settled(page, /./);
  await page.getByText("no WebGL").waitFor();
  await page.locator("section.part", { hasText: "Urbanates" }).locator("li a").first().click();
  await page.locator("h3", { hasText: "Where everything comes from" }).waitFor();
  assert.deepEqual(errors, []);
  await page.context().close();
});

test("the theme can be chosen and stays", async () => {
  const { page } = await openPage(browser, { colorScheme: "light" });
  await page.goto(server.address);
  await settled(page, /./);
  await page.getByRole("button", { name: "Dark colours" }).click();
  assert.equal(await page.evaluate(() => document.documentElement.dataset["theme"]), "dark");
  await page.reload();
  await settled(page, /./);
  assert.equal(await page.evaluate(() => document.documentElement.dataset["theme"]), "dark");
  await page.context().close();
});
