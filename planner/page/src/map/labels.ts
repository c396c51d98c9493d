/**
 * Names of places, drawn on a sheet of their own above the map: no glyphs are loaded from anywhere.
 *
 * Invariant: names never overlap; where there is no room the less important name is left out.
 */

import { harmless } from "../format.ts";
import type { Palette } from "./colours.ts";

/** A name that asks to be shown. */
export interface Label {
  readonly node: number;
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly radius_px: number;
  /** Shown before all others, in bold. */
  readonly isMarked: boolean;
}

interface Box { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }

/** Screen that a name takes up on average with the room around it, square pixels: more names would be a carpet. */
const ROOM_PX2 = 7_500;
const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

/** Draws as many of the labels as have room, the first first. */
export function drawLabels(sheet: HTMLCanvasElement, labels: readonly Label[], palette: Palette): void {
  const context = sheet.getContext("2d");
  if (context === null) return;
  const ratio = devicePixelRatio || 1;
  const width = sheet.clientWidth;
  const height = sheet.clientHeight;
  if (sheet.width !== Math.round(width * ratio) || sheet.height !== Math.round(height * ratio)) {
    sheet.width = Math.round(width * ratio);
    sheet.height = Math.round(height * ratio);
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.textBaseline = "middle";
  context.lineJoin = "round";
  const taken: Box[] = [];
  const most = Math.max(20, (width * height) / ROOM_PX2);
  let shown = 0;
  for (const label of labels) {
    if (shown >= most) break;
    const text = harmless(label.text);
    context.font = `${label.isMarked ? "650 14px" : "500 12px"} ${FONT}`;
    const box = room(label, context.measureText(text).width, taken, width, height);
    if (box === null) continue;
    taken.push(box);
    shown += 1;
    context.strokeStyle = palette.halo;
    context.lineWidth = label.isMarked ? 4.5 : 3.2;
    context.globalAlpha = 0.88;
    context.strokeText(text, box.left + 2, (box.top + box.bottom) / 2);
    context.globalAlpha = 1;
    context.fillStyle = palette.ink;
    context.fillText(text, box.left + 2, (box.top + box.bottom) / 2);
  }
}

/** A free box to the right, the left, above or below; none where all are taken. */
function room(label: Label, textWidth: number, taken: readonly Box[], width: number, height: number): Box | null {
  const { x, y, radius_px } = label;
  if (x < -20 || y < -20 || x > width + 20 || y > height + 20) return null;
  const w = textWidth + 4;
  const h = 15;
  const gap = radius_px + 2;
  const tries: readonly (readonly [number, number])[] = [
    [x + gap, y - h / 2], [x - gap - w, y - h / 2], [x - w / 2, y - gap - h], [x - w / 2, y + gap],
  ];
  for (const [left, top] of tries) {
    const box = { left, top, right: left + w, bottom: top + h };
    const isInside = left >= 0 && top >= 0 && box.right <= width && box.bottom <= height;
    if (isInside && !taken.some((other) => left < other.right && other.left < box.right && top < other.bottom && other.top < box.bottom)) return box;
  }
  return null;
}
