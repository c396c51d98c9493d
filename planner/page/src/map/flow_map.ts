/**
 * The map itself: the library, the layer of flows, the sheet of names, and what the pointer does.
 *
 * Invariant: knows no panels: it is told what to draw and says what was picked and where it stands.
 */

import { Map as MapLibreMap, prewarm, setWorkerUrl } from "maplibre-gl";
import workerText from "maplibre-worker";
import type { Camera } from "../address.ts";
import type { World } from "../scene.ts";
import { basemap, repaint } from "./basemap.ts";
import type { Palette } from "./colours.ts";
import { drawLabels, type Label } from "./labels.ts";
import { type Drawing, dotScale, FlowLayer, ribbonScale } from "./layer.ts";
import { mercatorX, mercatorY } from "./mercator.ts";
import { nearestPoint, RibbonIndex } from "./pick.ts";
import type { RibbonSet } from "./ribbons.ts";

/** What lies at a point of the map. */
export type Picked = { readonly kind: "node" | "link"; readonly position: number } | null;

export interface FlowMapEvents {
  picked(what: Picked): void;
  hovered(what: Picked, x: number, y: number): void;
  moved(camera: Camera): void;
}

const TILE_PX = 512;
const LINK_REACH_PX = 5;

let workerAddress: string | null = null;

/** Starts the worker of the map library before there is a map, while the plan is still on its way. */
export function warmUp(): void {
  if (workerAddress !== null) return;
  workerAddress = URL.createObjectURL(new Blob([workerText], { type: "text/javascript" }));
  setWorkerUrl(workerAddress);
  prewarm();
}

/** Why there is no map, in words: asked when making one failed, since making a context to find out takes as long as the map's own. */
export function faultOf(error: unknown): string {
  if (document.createElement("canvas").getContext("webgl2") === null) return "This browser draws no WebGL, so there is no map here.";
  return `The map cannot be drawn here: ${error instanceof Error ? error.message : String(error)}`;
}

export class FlowMap {
  readonly map: MapLibreMap;
  readonly #layer = new FlowLayer();
  readonly #sheet: HTMLCanvasElement;
  readonly #world: World;
  #palette: Palette;
  #labelled: readonly number[] = [];
  #marked: ReadonlySet<number> = new Set();
  #index: { set: RibbonSet; index: RibbonIndex } | null = null;
  #set: RibbonSet | null = null;

  constructor(container: HTMLElement, sheet: HTMLCanvasElement, world: World, palette: Palette, camera: Camera | null, events: FlowMapEvents) {
    warmUp();
    this.#sheet = sheet;
    this.#world = world;
    this.#palette = palette;
    const whole = boundsOf(world);
    this.map = new MapLibreMap({
      container,
      style: basemap(world.scene.boundaries, palette),
      attributionControl: false,
      dragRotate: false, pitchWithRotate: false, touchPitch: false, maxPitch: 0,
      minZoom: 1.5, maxZoom: 10, renderWorldCopies: false,
      ...(camera === null
        ? { bounds: whole, fitBoundsOptions: { padding: 24 } }
        : { center: [camera.longitude, camera.latitude] as [number, number], zoom: camera.zoom }),
      fadeDuration: 0,
      locale: { "Map.Title": "Map of the plan; the lists in the panel say the same in words" },
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    // Flows do not wait for the land below them.
    this.map.on("style.load", () => this.map.addLayer(this.#layer));
    this.map.on("render", () => this.#drawNames());
    this.map.on("moveend", () => {
      events.moved(this.camera());
      // What was left out while it moved comes back.
      this.map.triggerRepaint();
    });
    this.map.on("click", ({ point }) => events.picked(this.#at(point.x, point.y)));
    this.map.on("mousemove", ({ point }) => {
      const what = this.#at(point.x, point.y);
      this.map.getCanvas().style.cursor = what === null ? "" : "pointer";
      events.hovered(what, point.x, point.y);
    });
    this.map.on("mouseout", () => events.hovered(null, 0, 0));
  }

  camera(): Camera {
    const { lat, lng } = this.map.getCenter();
    return { zoom: this.map.getZoom(), latitude: lat, longitude: lng };
  }

  /** Draws; names of `labelled` are shown as far as there is room, those of `marked` first. */
  show(drawing: Drawing, labelled: readonly number[], marked: ReadonlySet<number>): void {
    this.#labelled = labelled;
    this.#marked = marked;
    this.#set = drawing.ribbons;
    this.#layer.show(drawing);
    this.map.triggerRepaint();
  }

  setPalette(palette: Palette): void {
    if (palette === this.#palette) return;
    this.#palette = palette;
    const paint = () => {
      for (const [layer, property, value] of repaint(palette, this.#world.scene.boundaries.length > 0)) {
        this.map.setPaintProperty(layer, property as "fill-color", value);
      }
    };
    if (this.map.isStyleLoaded()) paint();
    else this.map.once("load", paint);
  }

  /** Moves so that all of some nodes are seen. */
  frame(nodes: readonly number[], isQuick: boolean): void {
    const { longitude, latitude } = this.#world.scene.nodes;
    const seen = nodes.filter((node) => longitude[node] !== undefined);
    if (seen.length === 0) return;
    const [west, east] = extent(seen.map((node) => longitude[node] ?? 0));
    const [south, north] = extent(seen.map((node) => latitude[node] ?? 0));
    const { clientWidth: width, clientHeight: height } = this.map.getContainer();
    const padding = Math.min(80, width / 6, height / 6);
    this.map.fitBounds([[west, south], [east, north]], { padding, maxZoom: 6, animate: !isQuick, duration: 700 });
  }

  frameAll(isQuick: boolean): void {
    this.map.fitBounds(boundsOf(this.#world), { padding: 24, animate: !isQuick, duration: 700 });
  }

  sees(node: number): boolean {
    const { longitude, latitude } = this.#world.scene.nodes;
    return this.map.getBounds().contains([longitude[node] ?? 0, latitude[node] ?? 0]);
  }

  jump(camera: Camera): void {
    this.map.jumpTo({ center: [camera.longitude, camera.latitude], zoom: camera.zoom });
  }

  remove(): void {
    this.map.remove();
  }

  #drawNames(): void {
    const { longitude, latitude, name } = this.#world.scene.nodes;
    const world_px = TILE_PX * 2 ** this.map.getZoom();
    const { lng, lat } = this.map.getCenter();
    const { clientWidth: width, clientHeight: height } = this.#sheet;
    const [centreX, centreY] = [mercatorX(lng), mercatorY(lat)];
    const scale = dotScale(this.map.getZoom());
    const labels: Label[] = [];
    for (const node of [...this.#marked, ...this.#labelled]) {
      if (longitude[node] === undefined || (labels.length >= this.#marked.size && this.#marked.has(node))) continue;
      const x = width / 2 + ((this.#world.points[2 * node] ?? 0) - centreX) * world_px;
      const y = height / 2 + ((this.#world.points[2 * node + 1] ?? 0) - centreY) * world_px;
      if (x < 0 || y < 0 || x > width || y > height || latitude[node] === undefined) continue;
      labels.push({ node, text: name[node] ?? "", x, y, radius_px: 4 * scale, isMarked: this.#marked.has(node) });
    }
    drawLabels(this.#sheet, labels, this.#palette);
  }

  #at(x: number, y: number): Picked {
    const node = this.#nodeAt(x, y);
    if (node !== null) return { kind: "node", position: node };
    if (this.#set === null) return null;
    if (this.#index === null || this.#index.set !== this.#set) this.#index = { set: this.#set, index: new RibbonIndex(this.#set) };
    const { lng, lat } = this.map.unproject([x, y]);
    const zoom = this.map.getZoom();
    const link = this.#index.index.nearest(mercatorX(lng), mercatorY(lat), TILE_PX * 2 ** zoom, ribbonScale(zoom), LINK_REACH_PX);
    return link === null || link < 0 ? null : { kind: "link", position: link };
  }

  #nodeAt(x: number, y: number): number | null {
    const world_px = TILE_PX * 2 ** this.map.getZoom();
    const { lng, lat } = this.map.unproject([x, y]);
    const [left, top] = [mercatorX(lng), mercatorY(lat)];
    const reach = 14 / world_px;
    const near: { node: number; x: number; y: number; reach_px: number }[] = [];
    const { points, scene } = this.#world;
    for (let node = 0; node < scene.nodes.id.length; node += 1) {
      const dx = (points[2 * node] ?? 0) - left;
      const dy = (points[2 * node + 1] ?? 0) - top;
      if (Math.abs(dx) > reach || Math.abs(dy) > reach || scene.nodes.kind[node] === "junction") continue;
      near.push({ node, x: dx * world_px, y: dy * world_px, reach_px: this.#world.isUrbanate(node) ? 10 : 5 });
    }
    return nearestPoint(near, 0, 0);
  }
}

function extent(values: readonly number[]): readonly [number, number] {
  let least = Number.POSITIVE_INFINITY;
  let greatest = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  return [least, greatest];
}

function boundsOf(world: World): [[number, number], [number, number]] {
  const { longitude, latitude } = world.scene.nodes;
  if (longitude.length === 0) return [[-130, 15], [-60, 60]];
  const [west, east] = extent(longitude);
  const [south, north] = extent(latitude);
  return [[west, south], [east, north]];
}
