/** A hundred thousand links: how long until the map is drawn, and how long a frame takes while it moves. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import type { Map as MapLibreMap } from "maplibre-gl";
import { launch, openPage, Server, settled, setting } from "./stage.ts";
import { synthetic } from "./synthetic.ts";

const LINKS = 100_000;
/** Software rendering on two shared cores; a graphics card is far from both. */
const FIRST_DRAW_LIMIT_MS = 8_000;
const FRAME_LIMIT_MS = 400;

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.POSITIVE_INFINITY;
}

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

test("a scene of a hundred thousand links is drawn and stays movable", async (context) => {
  const { plans, detail, scene, flows } = synthetic(LINKS);
  assert.ok(scene.links.id.length > 0.97 * LINKS);
  const { page, errors } = await openPage(browser);
  await page.route("**/api/v1/**", async (route) => {
    const path = new URL(route.request().url()).pathname;
    const answer = path.endsWith("/plans") ? plans : path.endsWith("/scene") ? scene : path.endsWith("/flows") ? flows : detail;
    await route.fulfill({ json: answer });
  });
  const start = Date.now();
  await page.goto(server.address);
  await settled(page, /Synthetic/);
  await page.waitForFunction(() => "plannerMap" in globalThis && (globalThis as unknown as { plannerMap: MapLibreMap }).plannerMap.loaded());
  const firstDraw = Date.now() - start;
  const still = median(await page.evaluate(async () => {
    const map = (globalThis as unknown as { plannerMap: MapLibreMap }).plannerMap;
    const taken: number[] = [];
    for (let step = 0; step < 9; step += 1) {
      const begin = performance.now();
      await new Promise((resolve) => {
        map.once("render", resolve);
        map.jumpTo({ center: [-96 + (step % 3), 38], zoom: 3 + step / 4 });
      });
      await new Promise((resolve) => requestAnimationFrame(resolve));
      taken.push(performance.now() - begin);
    }
    return taken;
  }));
  const moving = median(await page.evaluate(async () => {
    const map = (globalThis as unknown as { plannerMap: MapLibreMap }).plannerMap;
    const taken: number[] = [];
    let last = performance.now();
    const watch = () => {
      taken.push(performance.now() - last);
      last = performance.now();
    };
    map.jumpTo({ center: [-96, 38], zoom: 3 });
    map.on("render", watch);
    map.easeTo({ center: [-90, 40], zoom: 4, duration: 4000 });
    await new Promise((resolve) => map.once("moveend", resolve));
    map.off("render", watch);
    return taken.slice(1);
  }));
  const hover = await page.evaluate(() => {
    const canvas = document.querySelector(".maplibregl-canvas");
    const begin = performance.now();
    for (let i = 0; i < 20; i += 1) canvas?.dispatchEvent(new MouseEvent("mousemove", { clientX: 300 + 5 * i, clientY: 400, bubbles: true }));
    return (performance.now() - begin) / 20;
  });
  const elements = await page.evaluate(() => document.querySelectorAll("*").length);
  context.diagnostic(`${scene.links.id.length} links: first draw ${firstDraw} ms, a frame ${still.toFixed(0)} ms, while moving ${moving.toFixed(0)} ms, pointer ${hover.toFixed(1)} ms, ${elements} elements`);
  assert.ok(firstDraw < FIRST_DRAW_LIMIT_MS, `first draw took ${firstDraw} ms`);
  assert.ok(moving < FRAME_LIMIT_MS, `a frame took ${moving} ms while the map moved`);
  assert.ok(elements < 2_000, "no element per link");
  assert.deepEqual(errors, []);
  await page.context().close();
});
