/**
 * Web Mercator, with the world as the unit square.
 *
 * Invariant: `x` grows eastwards and `y` southwards, both from 0 to 1.
 */

/** Longitude in degrees to x. */
export function mercatorX(longitude: number): number {
  return (longitude + 180) / 360;
}

/** Latitude in degrees to y. */
export function mercatorY(latitude: number): number {
  const radians = (Math.max(-85, Math.min(85, latitude)) * Math.PI) / 180;
  return (1 - Math.log(Math.tan(Math.PI / 4 + radians / 2)) / Math.PI) / 2;
}

/** Points of a scene in Mercator coordinates, two numbers a point. */
export function projected(longitude: readonly number[], latitude: readonly number[]): Float32Array {
  const points = new Float32Array(longitude.length * 2);
  for (let i = 0; i < longitude.length; i += 1) {
    points[2 * i] = mercatorX(longitude[i] ?? 0);
    points[2 * i + 1] = mercatorY(latitude[i] ?? 0);
  }
  return points;
}
