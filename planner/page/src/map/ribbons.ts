/**
 * Flows as ribbons: what the graphics card draws, as plain arrays.
 *
 * Invariant: a ribbon lies to the right of its own direction, so both directions of a link are seen; ribbons between the
 * same two points lie side by side and never on top of each other. Widths are pixels at the scale 1.
 */

import type { Colour } from "./colours.ts";

/** Numbers a ribbon: from x, y, to x, y, width (negative without a direction), offset, and its colour packed into the last. */
export const STRIDE = 7;
/** Ribbons below this width are drawn this wide. */
export const THINNEST_PX = 0.9;
const BETWEEN_PX = 0.4;

/** What one ribbon shows. */
export interface Ribbon {
  /** Link, as a position in the scene. */
  readonly link: number;
  /** Nodes, as positions in the scene. */
  readonly from: number;
  readonly to: number;
  readonly width_px: number;
  readonly colour: Colour;
  /** Without a direction it lies on the line and carries no arrows. */
  readonly isDirected: boolean;
  /** From 0, unseen, to 1. */
  readonly opacity: number;
}

/** Ribbons ready to be drawn. */
export interface RibbonSet {
  readonly data: Float32Array;
  readonly count: number;
  /** Link of each ribbon. */
  readonly links: Int32Array;
}

export const NO_RIBBONS: RibbonSet = { data: new Float32Array(0), count: 0, links: new Int32Array(0) };

/** Exponent of widths: between the amount itself and its square root, so that small flows show and large ones stand out. */
const EXPONENT = 0.6;

/** The width of an amount. */
export function widthOf(amount: number, largest: number, widest_px: number): number {
  return largest > 0 ? Math.max(THINNEST_PX, widest_px * (amount / largest) ** EXPONENT) : THINNEST_PX;
}

/** Lays ribbons side by side and packs them; the last are drawn on top. */
export function packed(ribbons: readonly Ribbon[], points: Float32Array): RibbonSet {
  const data = new Float32Array(ribbons.length * STRIDE);
  const colours = new Uint32Array(data.buffer);
  const links = new Int32Array(ribbons.length);
  const taken = new Map<string, number>();
  const pointCount = points.length / 2;
  const places = placeIds(points, pointCount);
  for (const [index, ribbon] of ribbons.entries()) {
    const key = `${places[ribbon.from]}>${places[ribbon.to]}`;
    const inner = taken.get(key) ?? (ribbon.isDirected ? BETWEEN_PX / 2 : -ribbon.width_px / 2);
    taken.set(key, inner + ribbon.width_px + BETWEEN_PX);
    const start = index * STRIDE;
    data[start] = points[2 * ribbon.from] ?? 0;
    data[start + 1] = points[2 * ribbon.from + 1] ?? 0;
    data[start + 2] = points[2 * ribbon.to] ?? 0;
    data[start + 3] = points[2 * ribbon.to + 1] ?? 0;
    data[start + 4] = ribbon.isDirected ? ribbon.width_px : -ribbon.width_px;
    data[start + 5] = inner + ribbon.width_px / 2;
    colours[start + 6] = packedColour(ribbon.colour, ribbon.opacity);
    links[index] = ribbon.link;
  }
  return { data, count: ribbons.length, links };
}

/** Nodes of one city (its road, rail and port nodes) lie within a few kilometres and count as one place. */
const PLACE_SIZE = 1 / 4000;

function placeIds(points: Float32Array, count: number): Int32Array {
  const ids = new Int32Array(count);
  const known = new Map<number, number>();
  for (let i = 0; i < count; i += 1) {
    const cell = Math.round((points[2 * i] ?? 0) / PLACE_SIZE) * 8192 + Math.round((points[2 * i + 1] ?? 0) / PLACE_SIZE);
    const id = known.get(cell) ?? known.size;
    known.set(cell, id);
    ids[i] = id;
  }
  return ids;
}

function packedColour([red, green, blue]: Colour, opacity: number): number {
  return (red | (green << 8) | (blue << 16) | (Math.round(opacity * 255) << 24)) >>> 0;
}
