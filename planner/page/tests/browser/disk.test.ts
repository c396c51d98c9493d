/** A copy of the page on disk, opened without any server. Written by `planner page` in tools/test-page.sh. */

import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { launch, openPage, settled, setting, shoot } from "./stage.ts";

let browser: Browser;
before(async () => {
  browser = await launch();
});
after(async () => browser?.close());

test("from disk: the map, a city, where its goods come from; and what was not written says so", async () => {
  const { page, errors } = await openPage(browser);
  const requests: string[] = [];
  page.on("request", (request) => {
    if (!/^(file|blob|data):/.test(request.url())) requests.push(request.url());
  });
  await page.goto(pathToFileURL(join(setting("PAGE_ON_DISK"), "index.html")).href);
  await settled(page, /./);
  await page.locator("canvas.maplibregl-canvas").waitFor();
  await page.locator("section.part", { hasText: "Urbanates" }).locator("li a").first().click();
  await page.locator("h3", { hasText: "Where everything comes from" }).waitFor();
  await page.locator(".demands tbody th a").first().click();
  await page.locator("h3", { hasText: "Routes" }).waitFor();
  assert.ok((await page.locator(".routes > li").count()) > 0);
  await shoot(page, "disk");
  await page.locator(".provenance summary").first().click();
  assert.equal(await page.locator(".provenance a").count(), 0, "no address leads to a server that is not there");
  await page.evaluate(() => {
    location.hash = `${location.hash.split("?")[0]}?period=no-such-period`;
  });
  await page.getByText("planner serve").first().waitFor();
  assert.deepEqual(requests, [], "nothing is asked of any network");
  assert.deepEqual(errors.filter((text) => !text.includes("ERR_FILE_NOT_FOUND")), []);
  await page.context().close();
});
