/** How long until the first view of a plan is there: of the one that `PAGE_TIMED` names. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Browser } from "playwright-core";
import { launch, Server, setting } from "./stage.ts";

/** The best of some views; what other work on the machine adds is not the page's. */
const VIEWS = 5;
const LIMIT_MS = 2_000;
/** Nothing changes any more after this long. */
const SETTLED_MS = 5_000;
/** A picture of the page that is this part of the largest one shows all of it. */
const WHOLE = 0.97;

/** Milliseconds from asking for the page to the first picture that shows all of it, and the bytes that came. */
async function view(browser: Browser, address: string): Promise<{ readonly took: number; readonly bytes: number }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  let bytes = 0;
  session.on("Network.loadingFinished", ({ encodedDataLength }) => { bytes += encodedDataLength; });
  const frames: { readonly at: number; readonly size: number }[] = [];
  session.on("Page.screencastFrame", ({ data, sessionId }) => {
    frames.push({ at: Date.now(), size: data.length });
    void session.send("Page.screencastFrameAck", { sessionId });
  });
  await session.send("Page.startScreencast", { format: "jpeg", quality: 50, everyNthFrame: 1 });
  const begin = Date.now();
  await page.goto(address, { waitUntil: "commit" });
  await page.locator(".map canvas.maplibregl-canvas").waitFor({ timeout: 30_000 });
  await page.waitForTimeout(SETTLED_MS);
  const largest = Math.max(...frames.map(({ size }) => size));
  const whole = frames.find(({ size }) => size >= WHOLE * largest);
  await context.close();
  assert.ok(whole !== undefined, "something was drawn");
  return { took: whole.at - begin, bytes };
}

const timed = process.env["PAGE_TIMED"] ?? "";
for (const [what, plans] of [["one plan", [timed]], ["two plans", [timed, setting("PAGE_PLANS").split(":")[1] ?? ""]]] as const) {
  test(`the first view is there within ${LIMIT_MS} ms, of ${what}`, { skip: timed === "" && "PAGE_TIMED names no plan" }, async (context) => {
    const server = await Server.start(plans);
    const browser = await launch();
    try {
      const views = [];
      for (let number = 0; number < VIEWS; number += 1) views.push(await view(browser, server.address));
      const took = views.map((one) => one.took).sort((a, b) => a - b);
      context.diagnostic(`${what}: ${took.join(", ")} ms; ${Math.max(...views.map((one) => one.bytes))} bytes`);
      assert.ok((took[0] ?? Number.POSITIVE_INFINITY) < LIMIT_MS, `the quickest view took ${took[0]} ms`);
    } finally {
      await browser.close();
      server.stop();
    }
  });
}
