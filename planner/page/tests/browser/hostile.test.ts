/** Names that would do harm are shown harmless. The plan is made by tools/test-page.sh from tables with such names. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import type { Plans, Scene } from "../../src/contract.ts";
import { launch, openPage, Server, settled, setting, shoot } from "./stage.ts";

/** Characters that a terminal or a line of text would act on. */
// eslint-disable-next-line no-control-regex
const HARMFUL = /[\u0000-\u0008\u001b\u202e\u2066]/u;

let server: Server;
let browser: Browser;

before(async () => {
  server = await Server.start([setting("PAGE_HOSTILE_PLAN")]);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.stop();
});

test("markup, formulas and control characters in names are shown as text", async () => {
  const { plans } = await server.json<Plans>("plans");
  const plan = encodeURIComponent(plans[0]?.plan ?? "");
  const scene = await server.json<Scene>(`plans/${plan}/scene`);
  const hostile = scene.nodes.name.findIndex((name, node) => name.includes("<img") && scene.nodes.kind[node] === "urbanate");
  assert.ok(hostile >= 0, "the plan has hostile names");
  assert.ok(scene.sites.name.some((name) => name.includes("<script>")));
  const { page, errors } = await openPage(browser);
  page.on("dialog", (dialog) => {
    errors.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  const node = encodeURIComponent(scene.nodes.id[hostile] ?? "");
  for (const hash of [`#/${plan}`, `#/${plan}/node/${node}`, `#/${plan}/table/sites`, `#/${plan}/table/prices`, `#/${plan}/site/${encodeURIComponent(scene.sites.id[0] ?? "")}`]) {
    await page.goto(server.address + hash);
    await settled(page, /./);
    await page.waitForTimeout(400);
    const injected = await page.evaluate(() => document.querySelectorAll("#page script, #page img, #page iframe, #page [onerror], #page [onclick]").length);
    assert.equal(injected, 0, hash);
    assert.equal(await page.evaluate(() => "harmed" in globalThis), false, hash);
    const text = await page.evaluate(() => document.body.innerText);
    assert.doesNotMatch(text, HARMFUL, hash);
  }
  await page.goto(`${server.address}#/${plan}/node/${node}`);
  await settled(page, /<img/);
  await shoot(page, "hostile");
  assert.deepEqual(errors, []);
  await page.context().close();
});

test("hostile addresses are answered with words", async () => {
  const { page, errors } = await openPage(browser);
  for (const hash of ["#/%3Cimg%20src=x%20onerror=harmed=1%3E", "#/a/node/%00%1b[31m", "#/../../etc/passwd/node/..%2f..%2f"]) {
    await page.goto(server.address + hash);
    await page.reload();
    await page.getByText("No such plan").waitFor();
    const text = await page.locator("main").innerText();
    assert.match(text, /is not among the plans here/, hash);
    assert.doesNotMatch(text, HARMFUL, hash);
    assert.equal(await page.locator("main li a").count(), 1, `${hash} leads on to the plan there is`);
    assert.equal(await page.evaluate(() => "harmed" in globalThis), false, hash);
  }
  const plan = (await server.json<Plans>("plans")).plans[0]?.plan ?? "";
  for (const view of ["node/%00%1b[31m", "site/%3Cscript%3Eharmed=1%3C%2Fscript%3E", "link/..%2f..%2fetc", "area/__proto__", "table/constructor"]) {
    await page.goto(`${server.address}#/${encodeURIComponent(plan)}/${view}`);
    await page.locator(".panel .failure").first().waitFor();
    const text = await page.locator(".panel").innerText();
    assert.doesNotMatch(text, HARMFUL, view);
    assert.doesNotMatch(text, /cannot be shown/, view);
    assert.ok((await page.locator(".panel .failure p").first().innerText()).length > 10, `${view} is answered with words`);
    assert.equal(await page.evaluate(() => "harmed" in globalThis), false, view);
  }
  assert.deepEqual(errors.filter((text) => !/40[04]/.test(text)), []);
  await page.context().close();
});
