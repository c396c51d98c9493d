import assert from "node:assert/strict";
import { test } from "node:test";
import { loadingStep, paletteOf } from "../../src/map/colours.ts";
import { mercatorX, mercatorY } from "../../src/map/mercator.ts";
import { nearestPoint, RibbonIndex } from "../../src/map/pick.ts";
import { packed, type Ribbon, STRIDE, widthOf } from "../../src/map/ribbons.ts";

const POINTS = new Float32Array([0.2, 0.4, 0.3, 0.4, 0.2000001, 0.4, 0.3, 0.5]);
const ribbon = (link: number, from: number, to: number, width_px = 4): Ribbon => ({ link, from, to, width_px, colour: [1, 2, 3], opacity: 1, isDirected: true });

test("Mercator puts the equator in the middle and Chicago where it is", () => {
  assert.equal(mercatorY(0), 0.5);
  assert.equal(mercatorX(-180), 0);
  assert.ok(Math.abs(mercatorX(-87.65) - 0.25653) < 1e-5);
  assert.ok(Math.abs(mercatorY(41.85) - 0.37170) < 1e-4, String(mercatorY(41.85)));
});

test("ribbons between the same places lie side by side", () => {
  const { data } = packed([ribbon(0, 0, 1, 4), ribbon(1, 2, 1, 6), ribbon(2, 1, 0, 4)], POINTS);
  const offset = (index: number) => data[index * STRIDE + 5] ?? 0;
  assert.ok(offset(1) - offset(0) >= 5, "the second begins where the first ends");
  assert.ok(Math.abs(offset(2) - offset(0)) < 1e-6, "the way back has its own side");
});

test("widths grow with amounts and never vanish", () => {
  assert.equal(widthOf(10, 10, 12), 12);
  assert.ok(widthOf(1, 10, 12) < widthOf(2, 10, 12));
  assert.ok(widthOf(1e-9, 10, 12) > 0.5);
});

test("a ribbon is picked where it is drawn: to the right of its direction", () => {
  const world_px = 4000;
  const index = new RibbonIndex(packed([ribbon(7, 0, 1, 10)], POINTS));
  const right = 0.4 + 5 / world_px;
  assert.equal(index.nearest(0.25, right, world_px, 1, 3), 7, "eastwards, the right is south");
  assert.equal(index.nearest(0.25, 0.4 - 5 / world_px, world_px, 1, 3), null);
  assert.equal(index.nearest(0.25, 0.45, world_px, 1, 3), null);
});

test("of several points within reach the nearest is picked", () => {
  const points = [{ node: 1, x: 0, y: 0, reach_px: 5 }, { node: 2, x: 4, y: 0, reach_px: 5 }];
  assert.equal(nearestPoint(points, 3, 0), 2);
  assert.equal(nearestPoint(points, 30, 0), null);
});

test("steps of loading begin where they say", () => {
  assert.deepEqual([0, 0.2499, 0.25, 0.75, 0.95, 1.2, null].map(loadingStep), [0, 0, 1, 3, 4, 4, 0]);
});

/** Relative luminance of sRGB, WCAG 2.2. */
function luminance(colour: readonly number[]): number {
  const [r = 0, g = 0, b = 0] = colour.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

test("contrast of the loading ramp with the land grows up to the last step but one, in both themes", () => {
  for (const theme of ["light", "dark"] as const) {
    const palette = paletteOf(theme);
    const land = luminance([1, 3, 5].map((at) => Number.parseInt(palette.land.slice(at, at + 2), 16)));
    const contrast = palette.loading.slice(0, 4).map((colour) => {
      const [low = 0, high = 0] = [land, luminance(colour)].sort((a, b) => a - b);
      return (high + 0.05) / (low + 0.05);
    });
    for (let step = 1; step < contrast.length; step += 1) assert.ok((contrast[step] ?? 0) > (contrast[step - 1] ?? 0), `${theme} ${contrast.join(" ")}`);
  }
});
