/** Names that would do harm are shown harmless. The plan is made by tools/test-page.sh from tables with such names. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import type { Plans, Scene } from "../../src/contract.ts";
import { launch, openPage, Server, settled, setting, shoot } from "./stage.ts";

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
    // eslint-disable-next-line no-control-regex
    assert.doesNotMatch(text, /[\u0000-\u0008\u001b\u202e\u2066]/u, hash);
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
    await page.waitForTimeout(500);
    assert.equal(await page.evaluate(() => "harmed" in globalThis), false, hash);
  }
  assert.deepEqual(errors.filter((text) => !/40[04]/.test(text)), []);
  await page.context().close();
});
