/**
 * What lies under the pointer.
 *
 * Invariant: only what is drawn can be picked, and it is picked where it is drawn. Distances are pixels at the zoom asked for.
 */

import { type RibbonSet, STRIDE } from "./ribbons.ts";

const CELLS = 160;

/** Ribbons by the cells of a grid. */
export class RibbonIndex {
  readonly #set: RibbonSet;
  readonly #cells = new Map<number, number[]>();
  #left = Number.POSITIVE_INFINITY;
  #top = Number.POSITIVE_INFINITY;
  #size = 1;

  constructor(set: RibbonSet) {
    this.#set = set;
    let right = 0;
    let bottom = 0;
    for (let i = 0; i < set.count; i += 1) {
      for (const end of [0, 2]) {
        const x = set.data[i * STRIDE + end] ?? 0;
        const y = set.data[i * STRIDE + end + 1] ?? 0;
        this.#left = Math.min(this.#left, x);
        this.#top = Math.min(this.#top, y);
        right = Math.max(right, x);
        bottom = Math.max(bottom, y);
      }
    }
    this.#size = Math.max(right - this.#left, bottom - this.#top, 1e-9) / CELLS;
    for (let i = 0; i < set.count; i += 1) this.#enter(i);
  }

  #cell(x: number, y: number): number {
    return Math.floor((y - this.#top) / this.#size) * 65536 + Math.floor((x - this.#left) / this.#size);
  }

  #enter(ribbon: number): void {
    const start = ribbon * STRIDE;
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = this.#set.data.subarray(start, start + 4);
    const steps = Math.max(1, Math.ceil((2 * Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0))) / this.#size));
    let last = -1;
    for (let step = 0; step <= steps; step += 1) {
      const cell = this.#cell(x0 + ((x1 - x0) * step) / steps, y0 + ((y1 - y0) * step) / steps);
      if (cell === last) continue;
      last = cell;
      const entries = this.#cells.get(cell);
      if (entries === undefined) this.#cells.set(cell, [ribbon]);
      else entries.push(ribbon);
    }
  }

  /** The link of the nearest ribbon within `reach_px` of a point, where the world is `world_px` pixels wide. */
  nearest(x: number, y: number, world_px: number, scale: number, reach_px: number): number | null {
    const spread = reach_px + 60 * scale;
    const cells = Math.min(12, Math.ceil(spread / world_px / this.#size));
    const column = Math.floor((x - this.#left) / this.#size);
    const row = Math.floor((y - this.#top) / this.#size);
    let best: number | null = null;
    let bestDistance = reach_px;
    const seen = new Set<number>();
    for (let r = row - cells; r <= row + cells; r += 1) {
      for (let c = column - cells; c <= column + cells; c += 1) {
        for (const ribbon of this.#cells.get(r * 65536 + c) ?? []) {
          if (seen.has(ribbon)) continue;
          seen.add(ribbon);
          const distance = this.#distance(ribbon, x, y, world_px, scale);
          if (distance <= bestDistance) {
            bestDistance = distance;
            best = this.#set.links[ribbon] ?? null;
          }
        }
      }
    }
    return best;
  }

  #distance(ribbon: number, x: number, y: number, world_px: number, scale: number): number {
    const start = ribbon * STRIDE;
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0, width = 0, offset = 0] = this.#set.data.subarray(start, start + 6);
    const along: [number, number] = [(x1 - x0) * world_px, (y1 - y0) * world_px];
    const length = Math.hypot(...along);
    if (length < 1e-6) return Number.POSITIVE_INFINITY;
    // y grows downwards here, so the right of the direction is (-dy, dx).
    const shift = (offset * scale) / length;
    const px = (x - x0) * world_px + along[1] * shift;
    const py = (y - y0) * world_px - along[0] * shift;
    const part = Math.max(0, Math.min(1, (px * along[0] + py * along[1]) / (length * length)));
    return Math.max(0, Math.hypot(px - part * along[0], py - part * along[1]) - (Math.abs(width) * scale) / 2);
  }
}

/** The nearest of some points, given in pixels, within reach. */
export function nearestPoint(candidates: readonly { readonly node: number; readonly x: number; readonly y: number; readonly reach_px: number }[], x: number, y: number): number | null {
  let best: number | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const { node, x: left, y: top, reach_px } of candidates) {
    const distance = Math.hypot(left - x, top - y) - reach_px;
    if (distance <= 0 && distance < bestDistance) {
      bestDistance = distance;
      best = node;
    }
  }
  return best;
}
