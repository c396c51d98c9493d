/** A walk through the page: a city, what it gets and from where, another plan, what differs, and links to all of it. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import type { Routes } from "../../src/contract.ts";
import { launch, openPage, Server, settled, setting, shoot, subjectOf, type Subject } from "./stage.ts";

let server: Server;
let browser: Browser;
let subject: Subject;
let page: Page;
let errors: string[];

before(async () => {
  server = await Server.start(setting("PAGE_PLANS").split(":"));
  browser = await launch();
  subject = await subjectOf(server);
  ({ page, errors } = await openPage(browser));
});
after(async () => {
  await browser?.close();
  server?.stop();
});

/** How many pixels of the map differ from its most frequent colour. */
async function drawnPixels(): Promise<number> {
  const picture = await page.locator(".map").screenshot();
  return page.evaluate(async (bytes) => {
    const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))]));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext("2d");
    if (context === null) return 0;
    context.drawImage(bitmap, 0, 0);
    const counts = new Map<number, number>();
    const words = new Uint32Array(context.getImageData(0, 0, bitmap.width, bitmap.height).data.buffer);
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    return words.length - Math.max(...counts.values());
  }, picture.toString("base64"));
}

test("the page opens with the plan, its map and its lists", async () => {
  await page.goto(server.address);
  await settled(page, /./);
  await page.waitForTimeout(1500);
  assert.ok((await page.locator(".map canvas.maplibregl-canvas").count()) === 1, "a map");
  assert.ok((await drawnPixels()) > 20_000, "something is drawn on it");
  assert.ok((await page.locator(".keys dd").first().innerText()).match(/[0-9].*J/), "the objective with its unit");
  await shoot(page, "overview");
});

test("a city is found by keyboard", async () => {
  await page.keyboard.press("/");
  await page.keyboard.type(subject.nodeName);
  await page.locator("#found [role=option]").first().waitFor();
  await page.keyboard.press("Enter");
  await settled(page, subject.nodeName);
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), "H2", "the heading has the focus");
  assert.ok((await page.locator(".demands tbody tr").count()) > 0, "demands");
  await shoot(page, "city");
});

test("where a good comes from: origins, routes and legs as the planner answers them", async () => {
  await page.locator(".demands tbody th a").filter({ hasText: subject.commodityName }).first().click();
  await settled(page, `${subject.commodityName} in ${subject.nodeName}`);
  const answer = await server.json<Routes>(`plans/${subject.plan}/nodes/${subject.node}/supply/${subject.commodity}?top=20`);
  const shown = await page.locator(".origins > li").allInnerTexts();
  const [first] = answer.origins;
  assert.ok(first !== undefined);
  assert.ok(shown[0]?.includes(first.origin.name), `${shown[0]} names ${first.origin.name}`);
  assert.ok(shown[0]?.includes(`${(first.share * 100).toFixed(1)}`) || first.share > 0.9995, String(shown[0]));
  const withLegs = answer.routes.filter(({ legs }) => legs.length > 0).length;
  assert.equal(await page.locator(".routes .legs").count(), withLegs, "every moved route lists its legs");
  await shoot(page, "supply");
});

test("an address brings back what was seen", async () => {
  await page.locator(".routes button.route").first().click();
  await page.waitForFunction(() => location.hash.includes("route=0"));
  await page.waitForFunction(() => location.hash.includes("map="));
  const address = page.url();
  const second = await openPage(browser);
  await second.page.goto(address);
  await settled(second.page, `${subject.commodityName} in ${subject.nodeName}`);
  await second.page.waitForTimeout(1000);
  assert.equal(second.page.url(), address, "the map stands where it stood");
  assert.equal(await second.page.locator(".routes button[aria-pressed=true]").count(), 1);
  assert.deepEqual(second.errors, []);
  await second.page.context().close();
});

test("back and forward", async () => {
  await page.goBack();
  await page.goBack();
  await settled(page, new RegExp(`^${subject.nodeName}$`));
  await page.goForward();
  await settled(page, `${subject.commodityName} in ${subject.nodeName}`);
});

test("another plan, and the difference", async () => {
  await page.locator(".choice select").selectOption(subject.other);
  await page.waitForFunction((other) => decodeURIComponent(location.hash).startsWith(`#/${other}`), subject.other);
  await settled(page, `${subject.commodityName} in ${subject.nodeName}`);
  await page.locator("header nav a", { hasText: "Compare" }).click();
  await settled(page, / and |Compare/);
  if ((await page.locator(".panel h2").innerText()) === "Compare two plans") await page.locator(".panel .plain a").first().click();
  await page.locator("details.difference").first().waitFor();
  assert.ok((await page.locator(".panel .data tbody tr").count()) > 0, "rows that differ");
  await page.waitForTimeout(800);
  assert.ok((await drawnPixels()) > 10_000);
  await shoot(page, "difference");
  const here = new URL(page.url());
  await page.goto(`${server.address}#/${encodeURIComponent(subject.other)}/node/${encodeURIComponent(subject.node)}?against=${encodeURIComponent(subject.plan)}`);
  await page.locator("h3", { hasText: "Beside " }).waitFor();
  await settled(page, subject.nodeName);
  await page.goto(here.href);
  await page.locator("details.difference").first().waitFor();
});

test("a link: who it serves and why; a site: what goes in and out", async () => {
  await page.goto(`${server.address}#/${encodeURIComponent(subject.plan)}`);
  await settled(page, /./);
  await page.locator("section.part", { hasText: "Busiest links" }).locator("li a").first().click();
  await page.locator("h3", { hasText: "What passes" }).waitFor();
  assert.ok((await page.locator("h3", { hasText: "Who it serves" }).count()) === 1);
  await shoot(page, "link");
  await page.goto(`${server.address}#/${encodeURIComponent(subject.plan)}/node/${encodeURIComponent(subject.node)}/${encodeURIComponent(subject.commodity)}`);
  await settled(page, subject.commodityName);
  await page.locator(".origins a").first().click();
  await page.locator("h3", { hasText: "What goes in and out" }).waitFor();
  await shoot(page, "site");
});

test("tables and the certificate, with the hash of every file", async () => {
  for (const table of ["sequences", "areas", "borders", "goals"]) {
    await page.goto(`${server.address}#/${encodeURIComponent(subject.plan)}/table/${table}`);
    await settled(page, /./);
    assert.equal(await page.locator(".panel .failure").count(), 0, table);
  }
  await page.goto(`${server.address}#/${encodeURIComponent(subject.plan)}/certificate`);
  await settled(page, "Certificate");
  const detail = await server.json<{ certificate: { plan_hashes: Record<string, string> } }>(`plans/${subject.plan}`);
  const text = await page.locator(".panel").innerText();
  for (const hash of Object.values(detail.certificate.plan_hashes)) assert.ok(text.includes(hash));
  await shoot(page, "certificate");
});

test("flows of one good, without a mode", async () => {
  await page.goto(`${server.address}#/${encodeURIComponent(subject.plan)}?flows=${encodeURIComponent(subject.commodity)}`);
  await settled(page, /./);
  await page.waitForTimeout(800);
  const all = await drawnPixels();
  await page.locator(".modes summary").click();
  for (const box of await page.locator(".modes input").all()) await box.uncheck();
  await page.keyboard.press("Escape");
  await page.waitForTimeout(800);
  assert.ok((await drawnPixels()) < all, "flows of hidden modes are gone");
  assert.ok(page.url().includes("hide="));
});

test("what is not there is said, and everything else goes on", async () => {
  await page.goto(`${server.address}#/${encodeURIComponent(subject.plan)}/node/no-such-place`);
  await page.locator(".failure").waitFor();
  await page.goto(`${server.address}#/no-such-plan`);
  await page.getByText("No such plan").waitFor();
  // The browser itself reports answers that are not 200 as errors.
  const own = errors.filter((text) => !text.includes("404"));
  assert.deepEqual(own, []);
});
