/** Tables and long lists: what is read has an address, the focus stays, and periods are said. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import type { PlanDetail, Scene, TableAnswer } from "../../src/contract.ts";
import { launch, openPage, Server, settled, setting, shoot, subjectOf, type Subject } from "./stage.ts";

let server: Server;
let browser: Browser;
let subject: Subject;
let base: string;

before(async () => {
  server = await Server.start(setting("PAGE_PLANS").split(":"));
  browser = await launch();
  subject = await subjectOf(server);
  base = `${server.address}#/${encodeURIComponent(subject.plan)}`;
});
after(async () => {
  await browser?.close();
  server?.stop();
});

const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? "");
const firstRow = (page: Page) => page.locator("table.data tbody tr").first().innerText();
const hasHash = (page: Page, part: string) => page.waitForFunction((wanted) => location.hash.includes(wanted), part);

test("the page of a table is in the address, and turning it keeps the focus", async () => {
  const links = await server.json<TableAnswer>(`plans/${encodeURIComponent(subject.plan)}/tables/links?limit=1&offset=0`);
  assert.ok((links.total ?? 0) > 100, "the table has more than a page");
  const { page, errors } = await openPage(browser);
  // Answers come late, so that what stands there meanwhile is seen.
  await page.route(/offset=100/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 700));
    await route.continue();
  });
  await page.goto(`${base}/table/links`);
  await settled(page, "Links");
  const first = await firstRow(page);
  await page.getByRole("button", { name: "After" }).focus();
  await page.keyboard.press("Enter");
  await page.locator("table.data[aria-busy=true]").waitFor();
  assert.equal(await firstRow(page), first, "the page before stays while the next is read");
  assert.match(await page.locator(".pages [role=status]").innerText(), /^Reading 101 to /);
  assert.equal(await focused(page), "After");
  await page.locator("table.data[aria-busy=false]").waitFor();
  const second = await firstRow(page);
  assert.notEqual(second, first);
  assert.equal(await focused(page), "After");
  assert.ok(page.url().includes("offset.links=100"));
  await page.goBack();
  await page.locator(".pages", { hasText: "1 to 100" }).waitFor();
  assert.equal(await firstRow(page), first);
  await page.goForward();
  await page.locator(".pages", { hasText: "101 to" }).waitFor();
  assert.equal(await firstRow(page), second);
  assert.deepEqual(errors, []);
  await page.context().close();
});

test("filter and order of a table come back with its address", async () => {
  const { page, errors } = await openPage(browser);
  await page.goto(`${base}/table/sites`);
  await settled(page, "Sites");
  const all = await page.locator("table.data tbody tr").count();
  await page.getByRole("button", { name: "capacity", exact: true }).click();
  await hasHash(page, "sort.sites=-capacity");
  const word = ((await page.locator("table.data tbody tr td").nth(1).innerText()).split(" ")[0] ?? "").slice(0, 4);
  await page.getByLabel("Filter these rows").pressSequentially(word);
  await hasHash(page, `filter.sites=${encodeURIComponent(word)}`);
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), "INPUT", "one goes on typing");
  const rows = await page.locator("table.data tbody tr").allInnerTexts();
  assert.ok(rows.length > 0 && rows.length <= all);
  const second = await openPage(browser);
  await second.page.goto(page.url());
  await settled(second.page, "Sites");
  assert.deepEqual(await second.page.locator("table.data tbody tr").allInnerTexts(), rows);
  await second.page.context().close();
  await page.goBack();
  await page.waitForFunction((count) => document.querySelectorAll("table.data tbody tr").length === count, all);
  assert.ok(page.url().includes("sort.sites"), "the whole word was one entry");
  await page.goBack();
  await page.waitForFunction(() => !location.hash.includes("sort."));
  await page.goForward();
  await page.locator("th[aria-sort=descending]").waitFor();
  await shoot(page, "table-sorted");
  assert.deepEqual(errors, []);
  await page.context().close();
});

test("after more rows the focus is on the first that came", async () => {
  const { page } = await openPage(browser);
  await page.goto(base);
  await settled(page, /./);
  const part = page.locator("section.part", { has: page.locator("h3", { hasText: "Busiest links" }) });
  await part.locator("li").nth(5).waitFor();
  await part.locator("button.more").focus();
  await page.keyboard.press("Enter");
  await part.locator("li").nth(6).waitFor();
  assert.equal(await focused(page), await part.locator("li").nth(6).locator("a").first().innerText());
  await page.context().close();
});

test("figures of all periods say so beside a chosen one", async () => {
  const plan = encodeURIComponent(subject.plan);
  const detail = await server.json<PlanDetail>(`plans/${plan}`);
  const period = encodeURIComponent(detail.periods[0]?.id ?? "");
  const { page, errors } = await openPage(browser);
  for (const view of ["", "/table/balance", `/area/${encodeURIComponent(detail.areas[0]?.id ?? "")}`]) {
    await page.goto(`${base}${view}?period=${period}`);
    await settled(page, /./);
    assert.ok((await page.getByText("All periods together").count()) > 0, view);
    await page.goto(base + view);
    await page.waitForFunction(() => !location.hash.includes("period"));
    await settled(page, /./);
    assert.equal(await page.getByText("All periods together").count(), 0, view);
  }
  assert.deepEqual(errors, []);
  await page.context().close();
});

test("a place with power lines lists them apart, in GJ", async (context) => {
  const scene = await server.json<Scene>(`plans/${encodeURIComponent(subject.plan)}/scene`);
  const detail = await server.json<PlanDetail>(`plans/${encodeURIComponent(subject.plan)}`);
  const ends = (unit: string) => new Set(scene.links.id.flatMap((_, link) => (detail.modes[scene.links.mode[link] ?? -1]?.capacity_unit === unit ? [scene.links.from[link], scene.links.to[link]] : [])));
  const [power, goods] = [ends("GJ"), ends("t")];
  const node = scene.nodes.id.findIndex((_, position) => power.has(position) && goods.has(position));
  if (node < 0) return context.skip("no place here has both");
  const { page, errors } = await openPage(browser);
  await page.goto(`${base}/node/${encodeURIComponent(scene.nodes.id[node] ?? "")}`);
  await settled(page, /./);
  const part = page.locator("section.part", { has: page.locator("h3", { hasText: "Ways in and out" }) });
  assert.deepEqual((await part.locator("h4").allInnerTexts()).sort(), ["Goods, in t", "Power, in GJ"]);
  await part.scrollIntoViewIfNeeded();
  await shoot(page, "ways");
  assert.deepEqual(errors, []);
  await page.context().close();
});
