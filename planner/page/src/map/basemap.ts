/**
 * Land, lakes and borders as a style of the map.
 *
 * Invariant: nothing is loaded: shapes come with the plan, and the style names neither tiles nor glyphs nor sprites.
 */

import type { Feature, FeatureCollection } from "geojson";
import type { StyleSpecification } from "maplibre-gl";
import type { Boundary } from "../contract.ts";
import type { Palette } from "./colours.ts";

function feature({ kind, points }: Boundary): Feature {
  const line = points.map(([longitude, latitude]) => [longitude, latitude]);
  const first = line[0];
  const isRing = (kind === "coast" || kind === "lake") && line.length > 3 && first !== undefined;
  return isRing
    ? { type: "Feature", properties: { kind }, geometry: { type: "Polygon", coordinates: [[...line, first]] } }
    : { type: "Feature", properties: { kind }, geometry: { type: "LineString", coordinates: line } };
}

/** The style in the colours of a palette. */
export function basemap(boundaries: readonly Boundary[], palette: Palette): StyleSpecification {
  const shapes: FeatureCollection = { type: "FeatureCollection", features: boundaries.map(feature) };
  const of = (kind: string) => ["==", ["get", "kind"], kind] as ["==", ["get", string], string];
  return {
    version: 8,
    sources: { shapes: { type: "geojson", data: shapes, tolerance: 0.4, maxzoom: 9 } },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": boundaries.length === 0 ? palette.land : palette.sea } },
      { id: "land", type: "fill", source: "shapes", filter: of("coast"), paint: { "fill-color": palette.land, "fill-outline-color": palette.shore } },
      { id: "lakes", type: "fill", source: "shapes", filter: of("lake"), paint: { "fill-color": palette.sea, "fill-outline-color": palette.shore } },
      { id: "states", type: "line", source: "shapes", filter: of("state"), paint: { "line-color": palette.state, "line-width": 0.9 } },
      { id: "countries", type: "line", source: "shapes", filter: of("country"), paint: { "line-color": palette.country, "line-width": 1.3 } },
    ],
  };
}

/** Colours of the style's layers, to change the theme without loading shapes again. */
export function repaint(palette: Palette, hasShapes: boolean): readonly (readonly [string, string, string])[] {
  return [
    ["sea", "background-color", hasShapes ? palette.sea : palette.land],
    ["land", "fill-color", palette.land], ["land", "fill-outline-color", palette.shore],
    ["lakes", "fill-color", palette.sea], ["lakes", "fill-outline-color", palette.shore],
    ["states", "line-color", palette.state], ["countries", "line-color", palette.country],
  ];
}
