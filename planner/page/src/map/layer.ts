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
  readonly program: WebGLProgram;
  readonly array: WebGLVertexArrayObject;
  readonly buffer: WebGLBuffer;
  count: number;
}

/** Attributes after the corner: location, number of components, offset in bytes, whether bytes. */
type Attribute = readonly [location: number, size: number, offset: number, isBytes: boolean];
const RIBBON_ATTRIBUTES: readonly Attribute[] = [[1, 2, 0, false], [2, 2, 8, false], [3, 2, 16, false], [4, 4, 24, true]];
const DOT_ATTRIBUTES: readonly Attribute[] = [[1, 2, 0, false], [2, 2, 8, false], [3, 4, 16, true], [4, 4, 20, true]];

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
    const corners = cornerBuffer(this.#gl);
    const ribbonProgram = linked(this.#gl, RIBBON_VERTEX, RIBBON_FRAGMENT);
    const dotProgram = linked(this.#gl, DOT_VERTEX, DOT_FRAGMENT);
    this.#batches = {
      ribbons: batch(this.#gl, ribbonProgram, corners, RIBBON_ATTRIBUTES, STRIDE * 4),
      raised: batch(this.#gl, ribbonProgram, corners, RIBBON_ATTRIBUTES, STRIDE * 4),
      dots: batch(this.#gl, dotProgram, corners, DOT_ATTRIBUTES, DOT_STRIDE * 4),
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
    const upload = (target: Batch, data: Float32Array, count: number) => {
      this.#gl?.bindBuffer(this.#gl.ARRAY_BUFFER, target.buffer);
      this.#gl?.bufferData(this.#gl.ARRAY_BUFFER, data, this.#gl.STATIC_DRAW);
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
    const draw = (target: Batch, scale: number, dim: number) => {
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
      context.drawArraysInstanced(context.TRIANGLE_STRIP, 0, 4, target.count);
    };
    draw(this.#batches.ribbons, ribbonScale(zoom), this.#drawing.dim);
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

function cornerBuffer(gl: Gl): WebGLBuffer {
  const buffer = gl.createBuffer();
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([0, -1, 1, -1, 0, 1, 1, 1]), gl.STATIC_DRAW);
  return buffer;
}

function batch(gl: Gl, program: WebGLProgram, corners: WebGLBuffer, attributes: readonly Attribute[], stride: number): Batch {
  const array = gl.createVertexArray();
  const buffer = gl.createBuffer();
  gl.bindVertexArray(array);
  gl.bindBuffer(gl.ARRAY_BUFFER, corners);
  gl.enableVertexAttribArray(0);
  gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0);
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  for (const [location, size, offset, isBytes] of attributes) {
    gl.enableVertexAttribArray(location);
    gl.vertexAttribPointer(location, size, isBytes ? gl.UNSIGNED_BYTE : gl.FLOAT, isBytes, stride, offset);
    gl.vertexAttribDivisor(location, 1);
  }
  gl.bindVertexArray(null);
  return { program, array, buffer, count: 0 };
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
