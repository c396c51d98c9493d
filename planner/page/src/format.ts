/**
 * Figures and names in words.
 *
 * Invariant: a figure never stands without its unit, and text of the data set never carries a character that a
 * terminal, a browser or a spreadsheet would act on.
 */

const PREFIXES: readonly (readonly [number, string])[] = [[1e12, "T"], [1e9, "G"], [1e6, "M"], [1e3, "k"]];
const GIGAJOULE_PREFIXES: readonly (readonly [number, string])[] = [[1e9, "EJ"], [1e6, "PJ"], [1e3, "TJ"], [1, "GJ"], [1e-3, "MJ"]];
const THIN_SPACE = "\u202f";

/** A figure in the unit that suits its size. */
export interface Figure { readonly value: string; readonly unit: string }

/** Digits for people: three that count, thousands set apart. */
export function digits(value: number): string {
  if (value === 0) return "0";
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size < 1e-4) return value.toExponential(1).replaceAll("-", "−");
  const places = Math.max(0, 2 - Math.floor(Math.log10(Number(size.toPrecision(3)))));
  const rounded = value.toFixed(Math.min(places, 6));
  const [whole = "0", fraction] = rounded.replace("-", "").split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, THIN_SPACE);
  return `${value < 0 ? "−" : ""}${grouped}${fraction === undefined ? "" : `.${fraction}`}`;
}

/** Units as they are written, where that differs from their symbols in tables. */
const WRITTEN: ReadonlyMap<string, string> = new Map([["m3", "m³"], ["GJ/m3", "GJ/m³"], ["t-km", "t km"]]);

/**
 * An amount with its unit, scaled: 1 949 000 t is 1.95 Mt, 297 250 000 GJ is 297 PJ. Units that take no prefix are counted in
 * words: 2 100 000 m3 are 2.10 million m³.
 */
export function figure(value: number | null | undefined, unit: string): Figure {
  if (value === null || value === undefined || !Number.isFinite(value)) return { value: "–", unit: "" };
  const size = Math.abs(value);
  if (unit === "GJ") return scaledEnergy(value);
  const written = WRITTEN.get(unit) ?? unit;
  if (unit === "" || unit.includes("/")) return { value: digits(value), unit: written };
  if (unit !== "t") return counted(value, written);
  const prefix = PREFIXES.find(([factor]) => size >= factor * 0.9995);
  return prefix === undefined ? { value: digits(value), unit } : { value: digits(value / prefix[0]), unit: `${prefix[1]}${unit}` };
}

function counted(value: number, unit: string): Figure {
  const size = Math.abs(value);
  const [factor, word] = size >= 0.9995e9 ? [1e9, "billion "] : size >= 0.9995e6 ? [1e6, "million "] : [1, ""];
  return { value: digits(value / factor), unit: `${word}${unit}` };
}

function scaledEnergy(value: number): Figure {
  const size = Math.abs(value);
  const prefix = GIGAJOULE_PREFIXES.find(([factor]) => size >= factor * 0.9995);
  return prefix === undefined || size === 0 ? { value: digits(value), unit: "GJ" } : { value: digits(value / prefix[0]), unit: prefix[1] };
}

/** The same as one text. */
export function amount(value: number | null | undefined, unit: string): string {
  const { value: shown, unit: shownUnit } = figure(value, unit);
  return shownUnit === "" ? shown : `${shown}${THIN_SPACE}${shownUnit}`;
}

/** A price: what one more unit would take. */
export function price(value_gj: number | null | undefined, unit: string): string {
  if (value_gj === null || value_gj === undefined) return "–";
  return `${digits(value_gj)}${THIN_SPACE}GJ/${unit}`;
}

/** A part of one, as per cent. */
export function share(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  const percent = value * 100;
  if (percent !== 0 && Math.abs(percent) < 0.05) return `${percent < 0 ? ">" : "<"}${THIN_SPACE}${percent < 0 ? "−" : ""}0.1${THIN_SPACE}%`;
  const shown = Math.abs(percent) >= 99.95 || percent === 0 ? percent.toFixed(0) : percent.toFixed(1);
  return `${shown.replace("-", "−")}${THIN_SPACE}%`;
}

/** Singular or plural, with the number. */
export function count(number: number, one: string, many: string): string {
  return `${number.toLocaleString("en").replaceAll(",", THIN_SPACE)} ${number === 1 ? one : many}`;
}

/** Column names of the tables as words: `net_transfer` is "net transfer". */
export function words(name: string): string {
  return harmless(name.replaceAll("_", " "));
}

/** The first letter raised. */
export function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/**
 * Text of the data set with what could act on a terminal or turn the reading direction made visible.
 * It is shown as text nodes only, so markup in it stays text.
 */
export function harmless(text: string): string {
  return text
    .replace(/[\u0000-\u001f]/g, (character) => String.fromCodePoint(0x2400 + character.charCodeAt(0)))
    .replace(/[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, "\ufffd");
}

/** Text for search: lower case, without accents. */
export function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
