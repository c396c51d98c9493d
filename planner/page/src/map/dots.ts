/**
 * Places as dots: what the graphics card draws, as plain arrays.
 *
 * Invariant: larger dots come first, so that small ones are never hidden.
 */

import type { Colour } from "./colours.ts";

/** Numbers a dot: x, y, radius, shape, and two colours. */
export const DOT_STRIDE = 6;

export interface Dot {
  readonly x: number;
  readonly y: number;
  readonly radius_px: number;
  readonly isSquare: boolean;
  readonly fill: Colour;
  readonly fillOpacity: number;
  readonly rim: Colour;
}

/** Packs dots. */
export function packedDots(dots: readonly Dot[]): Float32Array {
  const data = new Float32Array(dots.length * DOT_STRIDE);
  const bytes = new Uint8Array(data.buffer);
  const sorted = [...dots].sort((a, b) => b.radius_px - a.radius_px);
  for (const [index, dot] of sorted.entries()) {
    const start = index * DOT_STRIDE;
    data.set([dot.x, dot.y, dot.radius_px, dot.isSquare ? 1 : 0], start);
    bytes.set([...dot.fill, Math.round(dot.fillOpacity * 255), ...dot.rim, 255], (start + 4) * 4);
  }
  return data;
}
