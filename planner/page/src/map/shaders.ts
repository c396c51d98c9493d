/**
 * Programs for the graphics card: ribbons and dots.
 *
 * Invariant: sizes are CSS pixels whatever the zoom; colours leave premultiplied, as the map wants them.
 */

const COMMON = `#version 300 es
precision highp float;
uniform mat4 matrix;
uniform vec2 viewport;
uniform float scale;
// Corners of a quad in the order of its four vertices: along from 0 to 1, across from -1 to 1.
vec2 cornerOf(int vertex) {
  return vec2(float(vertex & 1), float(vertex & 2) - 1.0);
}
vec2 onScreen(vec2 world) {
  vec4 clip = matrix * vec4(world, 0.0, 1.0);
  return clip.xy / clip.w * viewport * 0.5;
}
`;

/** A ribbon is one quad, stretched between its ends and moved to the right of its direction. */
export const RIBBON_VERTEX = `${COMMON}
layout(location = 0) in vec2 tail;
layout(location = 1) in vec2 head;
layout(location = 2) in vec2 size;
layout(location = 3) in vec4 tint;
out vec2 across;
out vec2 along;
out vec4 colour;
void main() {
  vec2 corner = cornerOf(gl_VertexID);
  vec2 a = onScreen(tail);
  vec2 b = onScreen(head);
  vec2 way = b - a;
  float distance = length(way);
  vec2 direction = distance > 1e-4 ? way / distance : vec2(1.0, 0.0);
  vec2 right = vec2(direction.y, -direction.x);
  float half_width = abs(size.x) * scale * 0.5;
  float reach = half_width + 1.0;
  vec2 at = mix(a, b, corner.x) + direction * (corner.x * 2.0 - 1.0) * half_width * 0.5 + right * (size.y * scale + corner.y * reach);
  gl_Position = vec4(at / (viewport * 0.5), 0.0, 1.0);
  across = vec2(corner.y * reach, half_width);
  along = vec2(corner.x * distance, size.x > 0.0 ? distance : -1.0);
  colour = tint;
}`;

/** Wide ribbons carry arrows; narrow ones grow stronger towards their head. */
export const RIBBON_FRAGMENT = `#version 300 es
precision highp float;
uniform vec3 arrow;
uniform float dim;
in vec2 across;
in vec2 along;
in vec4 colour;
out vec4 pixel;
void main() {
  float edge = abs(across.x);
  float cover = clamp(across.y + 0.5 - edge, 0.0, 1.0);
  float part = along.y > 0.0 ? clamp(along.x / along.y, 0.0, 1.0) : 1.0;
  float strength = across.y > 1.9 || along.y < 0.0 ? 1.0 : mix(0.45, 1.0, smoothstep(0.0, 0.85, part));
  vec3 shade = colour.rgb;
  if (across.y > 1.9 && along.y > 16.0) {
    float gap = 14.0 + 5.0 * across.y;
    float phase = mod(along.x + edge * 0.9, gap);
    float width = 1.0 + 0.22 * across.y;
    float mark = 1.0 - smoothstep(width * 0.5, width * 0.5 + 0.8, abs(phase - gap * 0.5));
    shade = mix(shade, arrow, mark * 0.75);
  }
  float opacity = colour.a * cover * strength * dim;
  pixel = vec4(shade * opacity, opacity);
}`;

/** A dot is one quad around its middle. */
export const DOT_VERTEX = `${COMMON}
layout(location = 0) in vec2 middle;
layout(location = 1) in vec2 size;
layout(location = 2) in vec4 fill_tint;
layout(location = 3) in vec4 rim_tint;
out vec2 at;
out vec2 shape;
out vec4 fill_colour;
out vec4 rim_colour;
void main() {
  vec2 corner = cornerOf(gl_VertexID);
  float radius = size.x * scale;
  float reach = radius + 1.5;
  vec2 from_middle = vec2(corner.x * 2.0 - 1.0, corner.y) * reach;
  gl_Position = vec4((onScreen(middle) + from_middle) / (viewport * 0.5), 0.0, 1.0);
  at = from_middle;
  shape = vec2(radius, size.y);
  fill_colour = fill_tint;
  rim_colour = rim_tint;
}`;

/** Round, or square where the shape says 1. */
export const DOT_FRAGMENT = `#version 300 es
precision highp float;
in vec2 at;
in vec2 shape;
in vec4 fill_colour;
in vec4 rim_colour;
out vec4 pixel;
void main() {
  float far = shape.y > 0.5 ? max(abs(at.x), abs(at.y)) : length(at);
  float cover = clamp(shape.x + 0.5 - far, 0.0, 1.0);
  float rim = clamp(far - shape.x + 1.6, 0.0, 1.0);
  vec4 colour = mix(fill_colour, rim_colour, rim);
  float opacity = colour.a * cover;
  pixel = vec4(colour.rgb * opacity, opacity);
}`;
