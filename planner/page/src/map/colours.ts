/**
 * Colours of the map, light and dark.
 *
 * Invariant: the ramp of loading grows in contrast with the land, and its last step differs in hue too, so that it reads
 * without colour vision and in grey.
 */

import type { Theme } from "../theme.ts";

/** Red, green, blue, 0 to 255. */
export type Colour = readonly [number, number, number];

/** Part of the capacity from which each step of the ramp holds. */
export const LOADING_STEPS: readonly number[] = [0, 0.25, 0.5, 0.75, 0.95];
export const LOADING_WORDS: readonly string[] = ["< 25 %", "25–50", "50–75", "75–95", "≥ 95 %"];

export interface Palette {
  readonly sea: string;
  readonly land: string;
  readonly shore: string;
  readonly state: string;
  readonly country: string;
  readonly ink: string;
  readonly halo: string;
  readonly unused: Colour;
  readonly loading: readonly Colour[];
  readonly city: Colour;
  readonly cityRim: Colour;
  readonly works: Colour;
  readonly picked: Colour;
  readonly less: Colour;
  readonly more: Colour;
  /** Origins of a delivery, largest first; what comes after the last has its colour. */
  readonly origins: readonly Colour[];
}

function rgb(hex: string): Colour {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

const LIGHT: Palette = {
  sea: "#e6edf1", land: "#fcfaf5", shore: "#a7b6c0", state: "#dcd8cd", country: "#aaa69c", ink: "#1c2430", halo: "#fcfaf5",
  unused: rgb("#cfd1cd"),
  loading: ["#a3b8cb", "#7399bd", "#3f77aa", "#173f75", "#d2570e"].map(rgb),
  city: rgb("#ffffff"), cityRim: rgb("#2a3441"), works: rgb("#6b7480"), picked: rgb("#c2156b"),
  less: rgb("#6a4ba8"), more: rgb("#d2570e"),
  origins: ["#00775a", "#b3471d", "#2a63b0", "#8a2f83", "#8c6a00", "#4a5a68"].map(rgb),
};

const DARK: Palette = {
  sea: "#0d1217", land: "#1a2027", shore: "#43505b", state: "#2c343d", country: "#5a6570", ink: "#e8e6e1", halo: "#12171c",
  unused: rgb("#333b44"),
  loading: ["#3d5369", "#4a7ba6", "#6fa9db", "#bcdcf8", "#ff9447"].map(rgb),
  city: rgb("#1a2027"), cityRim: rgb("#f0ede6"), works: rgb("#8b95a1"), picked: rgb("#ff6fb5"),
  less: rgb("#b79bf0"), more: rgb("#ff9447"),
  origins: ["#37c99a", "#ff9a66", "#7fb2ff", "#e08ad6", "#e3bd4a", "#a9b6c2"].map(rgb),
};

export function paletteOf(theme: Theme): Palette {
  return theme === "dark" ? DARK : LIGHT;
}

/** The step of the ramp that a loading falls into. */
export function loadingStep(loading: number | null): number {
  if (loading === null || !Number.isFinite(loading)) return 0;
  let step = 0;
  for (let i = 1; i < LOADING_STEPS.length; i += 1) if (loading >= (LOADING_STEPS[i] ?? 1) - 1e-9) step = i;
  return step;
}

/** Colour as CSS. */
export function css([red, green, blue]: Colour): string {
  return `rgb(${red} ${green} ${blue})`;
}

/** The colour of the origin of a rank. */
export function originColour(palette: Palette, rank: number): Colour {
  const last = palette.origins.length - 1;
  return palette.origins[Math.min(rank, last)] ?? palette.picked;
}
