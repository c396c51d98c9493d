/**
 * The layer of the map that draws flows and places, a hundred thousand links in two calls.
 *
 * Invariant: knows arrays only; nothing is computed while drawing but the matrix of the camera.
 */

import type { CustomLayerInterface, CustomRenderMethodInput, Map as MapLibreMap } from "maplibre-gl";
import type { Colour } from "./colours.ts";
import { DOT_STRIDE } from "./dots.ts";
import { NO_RIBBONS, type RibbonSet, STRIDE } from "./ribbons.ts";
import { DOT_FRAGMENT, DOT_VERTEX, RIBBON_FRAGMENT, RIBBON_VERTEX } from "./shaders.ts";

type Gl = WebGL2RenderingContext;

interface Batch {
  /** Numbers a row. */
  readonly stride: number;
  readonly program: WebGLProgram;
  readonly array: WebGLVertexArrayObject;
  readonly buffer: WebGLBuffer;
  readonly indices: WebGLBuffer;
  count: number;
}

/** Ribbons drawn while the map moves: the largest; the others come back when it stands still. */
const MOST_WHILE_MOVING = 20_000;

/** Attributes: location, number of components, offset in bytes, whether bytes. The corner follows from the number of the vertex. */
type Attribute = readonly [location: number, size: number, offset: number, isBytes: boolean];
const RIBBON_ATTRIBUTES: readonly Attribute[] = [[0, 2, 0, false], [1, 2, 8, false], [2, 2, 16, false], [3, 4, 24, true]];
const DOT_ATTRIBUTES: readonly Attribute[] = [[0, 2, 0, false], [1, 2, 8, false], [2, 4, 16, true], [3, 4, 20, true]];

/** What the layer shows. */
export interface Drawing {
  readonly ribbons: RibbonSet;
  /** Ribbons on top of the others: routes, or what is picked. */
  readonly raised: RibbonSet;
  readonly dots: Float32Array;
  /** From 0 to 1: how strong the ribbons below the raised ones are. */
  readonly dim: number;
  readonly arrow: Colour;
}

export class FlowLayer implements CustomLayerInterface {
  readonly id = "flows";
  readonly type = "custom" as const;
  readonly renderingMode = "2d" as const;
  #map: MapLibreMap | null = null;
  #gl: Gl | null = null;
  #batches: { ribbons: Batch; raised: Batch; dots: Batch } | null = null;
  #drawing: Drawing = { ribbons: NO_RIBBONS, raised: NO_RIBBONS, dots: new Float32Array(0), dim: 1, arrow: [255, 255, 255] };

  onAdd(map: MapLibreMap, gl: WebGLRenderingContext | WebGL2RenderingContext): void {
    this.#map = map;
    this.#gl = gl as Gl;
    const ribbonProgram = linked(this.#gl, RIBBON_VERTEX, RIBBON_FRAGMENT);
    const dotProgram = linked(this.#gl, DOT_VERTEX, DOT_FRAGMENT);
    this.#batches = {
      ribbons: batch(this.#gl, ribbonProgram, RIBBON_ATTRIBUTES, STRIDE),
      raised: batch(this.#gl, ribbonProgram, RIBBON_ATTRIBUTES, STRIDE),
      dots: batch(this.#gl, dotProgram, DOT_ATTRIBUTES, DOT_STRIDE),
    };
    this.show(this.#drawing);
  }

  onRemove(): void {
    this.#map = null;
    this.#gl = null;
    this.#batches = null;
  }

  /** Takes over what is to be drawn from now on. */
  show(drawing: Drawing): void {
    const before = this.#drawing;
    this.#drawing = drawing;
    if (this.#gl === null || this.#batches === null) return;
    const gl = this.#gl;
    const upload = (target: Batch, data: Float32Array, count: number) => {
      gl.bindVertexArray(target.array);
      gl.bindBuffer(gl.ARRAY_BUFFER, target.buffer);
      gl.bufferData(gl.ARRAY_BUFFER, atEveryCorner(data, target.stride), gl.STATIC_DRAW);
      gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, cornerIndices(count), gl.STATIC_DRAW);
      gl.bindVertexArray(null);
      target.count = count;
    };
    const isNew = this.#batches.ribbons.count === 0;
    if (isNew || before.ribbons !== drawing.ribbons) upload(this.#batches.ribbons, drawing.ribbons.data, drawing.ribbons.count);
    upload(this.#batches.raised, drawing.raised.data, drawing.raised.count);
    if (isNew || before.dots !== drawing.dots || this.#batches.dots.count === 0) {
      upload(this.#batches.dots, drawing.dots, drawing.dots.length / DOT_STRIDE);
    }
    this.#map?.triggerRepaint();
  }

  render(gl: WebGLRenderingContext | WebGL2RenderingContext, options: CustomRenderMethodInput): void {
    if (this.#batches === null || this.#map === null) return;
    const context = gl as Gl;
    const matrix = options.defaultProjectionData.mainMatrix as Iterable<number>;
    const canvas = this.#map.getCanvas();
    const viewport: [number, number] = [canvas.clientWidth, canvas.clientHeight];
    const zoom = this.#map.getZoom();
    context.disable(context.DEPTH_TEST);
    context.disable(context.STENCIL_TEST);
    context.disable(context.CULL_FACE);
    context.enable(context.BLEND);
    context.blendFunc(context.ONE, context.ONE_MINUS_SRC_ALPHA);
    const draw = (target: Batch, scale: number, dim: number, most = Number.POSITIVE_INFINITY) => {
      const first = Math.max(0, target.count - most);
      if (target.count === 0) return;
      context.useProgram(target.program);
      const at = (name: string) => context.getUniformLocation(target.program, name);
      context.uniformMatrix4fv(at("matrix"), false, new Float32Array(matrix));
      context.uniform2f(at("viewport"), ...viewport);
      context.uniform1f(at("scale"), scale);
      context.uniform1f(at("dim"), dim);
      const [red, green, blue] = this.#drawing.arrow;
      context.uniform3f(at("arrow"), red / 255, green / 255, blue / 255);
      context.bindVertexArray(target.array);
      context.drawElements(context.TRIANGLES, 6 * (target.count - first), context.UNSIGNED_INT, 24 * first);
    };
    draw(this.#batches.ribbons, ribbonScale(zoom), this.#drawing.dim, this.#map.isMoving() ? MOST_WHILE_MOVING : undefined);
    draw(this.#batches.raised, ribbonScale(zoom), 1);
    draw(this.#batches.dots, dotScale(zoom), 1);
    context.bindVertexArray(null);
  }
}

/** How much wider ribbons are at a zoom than where the whole continent is seen. */
export function ribbonScale(zoom: number): number {
  return Math.min(2.6, Math.max(0.75, 2 ** ((zoom - 3.6) * 0.32)));
}

/** The same for dots. */
export function dotScale(zoom: number): number {
  return Math.min(2.2, Math.max(0.8, 2 ** ((zoom - 3.6) * 0.25)));
}

/**
 * Every row four times, once for each corner of its quad. Rows are repeated rather than drawn as instances: instances of
 * four vertices take a browser without a graphics card some ten microseconds each.
 */
function atEveryCorner(data: Float32Array, stride: number): Uint32Array {
  // Copied as whole numbers: a colour read as a number with a fraction may not come back as it was.
  const rows = new Uint32Array(data.buffer, data.byteOffset, data.length);
  const corners = new Uint32Array(rows.length * 4);
  for (let row = 0; row < rows.length / stride; row += 1) {
    const values = rows.subarray(row * stride, (row + 1) * stride);
    for (let corner = 0; corner < 4; corner += 1) corners.set(values, (row * 4 + corner) * stride);
  }
  return corners;
}

/** Two triangles for every four corners. */
function cornerIndices(count: number): Uint32Array {
  const indices = new Uint32Array(count * 6);
  for (let quad = 0; quad < count; quad += 1) {
    const corner = 4 * quad;
    indices.set([corner, corner + 1, corner + 2, corner + 2, corner + 1, corner + 3], 6 * quad);
  }
  return indices;
}

function batch(gl: Gl, program: WebGLProgram, attributes: readonly Attribute[], stride: number): Batch {
  const array = gl.createVertexArray();
  const buffer = gl.createBuffer();
  const indices = gl.createBuffer();
  gl.bindVertexArray(array);
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, indices);
  for (const [location, size, offset, isBytes] of attributes) {
    gl.enableVertexAttribArray(location);
    gl.vertexAttribPointer(location, size, isBytes ? gl.UNSIGNED_BYTE : gl.FLOAT, isBytes, 4 * stride, offset);
  }
  gl.bindVertexArray(null);
  return { stride, program, array, buffer, indices, count: 0 };
}

function linked(gl: Gl, vertex: string, fragment: string): WebGLProgram {
  const program = gl.createProgram();
  for (const [kind, text] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]] as const) {
    const shader = gl.createShader(kind);
    if (shader === null) throw new Error("the graphics card makes no shader");
    gl.shaderSource(shader, text);
    gl.compileShader(shader);
    if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) throw new Error(gl.getShaderInfoLog(shader) ?? "shader");
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(program) ?? "program");
  return program;
}
