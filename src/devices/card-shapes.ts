import type { Size } from '../base/frame.ts';

/** 0xRRGGBB. */
export type Color = number;

export type Rgb = readonly [red: number, green: number, blue: number];

/** An RGB picture to paint on, rows from the top, width x height x 3 bytes. */
export interface Canvas extends Size {
  data: Uint8Array;
}

/**
 * A shape as its signed distance: how many pixels, at least, a point lies outside (negative: inside) of its edge; and
 * the box around it.
 */
export interface Shape {
  left: number;
  top: number;
  right: number;
  bottom: number;
  distance: (x: number, y: number) => number;
}

/** Its distance is measured along the shorter radius, which is never too far. */
export function ellipse(x: number, y: number, radiusX: number, radiusY: number): Shape {
  const scale = Math.min(radiusX, radiusY);
  return {
    left: x - radiusX,
    top: y - radiusY,
    right: x + radiusX,
    bottom: y + radiusY,
    distance: (px, py) => {
      const dx = (px - x) / radiusX;
      const dy = (py - y) / radiusY;
      return (Math.sqrt(dx * dx + dy * dy) - 1) * scale;
    },
  };
}

/** A box whose corners are rounded with `radius`. */
export function roundedBox(box: Omit<Shape, 'distance'>, radius: number): Shape {
  const centerX = (box.left + box.right) / 2;
  const centerY = (box.top + box.bottom) / 2;
  const halfWidth = (box.right - box.left) / 2 - radius;
  const halfHeight = (box.bottom - box.top) / 2 - radius;
  return {
    ...box,
    distance: (px, py) => {
      const dx = Math.abs(px - centerX) - halfWidth;
      const dy = Math.abs(py - centerY) - halfHeight;
      const outX = Math.max(dx, 0);
      const outY = Math.max(dy, 0);
      return Math.sqrt(outX * outX + outY * outY) + Math.min(Math.max(dx, dy), 0) - radius;
    },
  };
}

/** A line with round ends. */
export function stroke(
  from: readonly [number, number],
  to: readonly [number, number],
  radius: number,
): Shape {
  const [x, y] = from;
  const dx = to[0] - x;
  const dy = to[1] - y;
  const lengthSquared = dx * dx + dy * dy || 1;
  return {
    left: Math.min(x, to[0]) - radius,
    top: Math.min(y, to[1]) - radius,
    right: Math.max(x, to[0]) + radius,
    bottom: Math.max(y, to[1]) + radius,
    distance: (px, py) => {
      const along = Math.min(1, Math.max(0, ((px - x) * dx + (py - y) * dy) / lengthSquared));
      const outX = px - x - along * dx;
      const outY = py - y - along * dy;
      return Math.sqrt(outX * outX + outY * outY) - radius;
    },
  };
}

/** The line of width 2 x `radius` along the edge of a shape. */
export const outline = (shape: Shape, radius: number): Shape => ({
  left: shape.left - radius,
  top: shape.top - radius,
  right: shape.right + radius,
  bottom: shape.bottom + radius,
  distance: (x, y) => Math.abs(shape.distance(x, y)) - radius,
});

/** What lies in both. */
export const within = (a: Shape, b: Shape): Shape => ({
  left: Math.max(a.left, b.left),
  top: Math.max(a.top, b.top),
  right: Math.min(a.right, b.right),
  bottom: Math.min(a.bottom, b.bottom),
  distance: (x, y) => Math.max(a.distance(x, y), b.distance(x, y)),
});

/** What lies in `shape` and not in `hole`. */
export const without = (shape: Shape, hole: Shape): Shape => ({
  ...shape,
  distance: (x, y) => Math.max(shape.distance(x, y), -hole.distance(x, y)),
});

export interface Paint {
  color: Color;
  /** 0-1; 1 unless given. */
  opacity?: number;
  /** Over how many pixels the edge fades, half of them outside; 1 unless given. */
  softness?: number;
}

/**
 * Paints a shape with smooth edges; what lies outside of the canvas is cut off. No pixel is nearer to the edge than its
 * distance says, so that many pixels along the row are of the same kind and need no look of their own.
 */
export function fill(canvas: Canvas, shape: Shape, { color, opacity = 1, softness = 1 }: Paint): void {
  const margin = softness / 2;
  const left = Math.max(0, Math.floor(shape.left - margin));
  const right = Math.min(canvas.width, Math.ceil(shape.right + margin));
  const top = Math.max(0, Math.floor(shape.top - margin));
  const bottom = Math.min(canvas.height, Math.ceil(shape.bottom + margin));
  const blend = blender(canvas.data, channels(color));
  for (let y = top; y < bottom; y++) {
    const row = y * canvas.width;
    for (let x = left, run = 1; x < right; x += run) {
      const distance = shape.distance(x + 0.5, y + 0.5);
      run = 1 + Math.max(0, Math.floor(Math.abs(distance) - margin));
      if (distance >= margin) continue;
      const alpha = Math.min(1, 0.5 - distance / softness) * opacity;
      blend(row + x, row + Math.min(right, x + run), alpha);
    }
  }
}

/** Mixes a colour into the pixels `from` to `to` (not included), in whole 256ths: floating point takes twice as long. */
function blender(
  data: Uint8Array,
  [red, green, blue]: Rgb,
): (from: number, to: number, alpha: number) => void {
  return (from, to, alpha) => {
    const part = Math.round(alpha * 256);
    for (let at = from * 3; at < to * 3; at += 3) {
      data[at] = data[at]! + (((red - data[at]!) * part + 128) >> 8);
      data[at + 1] = data[at + 1]! + (((green - data[at + 1]!) * part + 128) >> 8);
      data[at + 2] = data[at + 2]! + (((blue - data[at + 2]!) * part + 128) >> 8);
    }
  };
}

/** The colour that lies `part` (0-1) of the way between two. */
export function mix(from: Color, to: Color, part: number): Color {
  const [red, green, blue] = channels(from);
  const [toRed, toGreen, toBlue] = channels(to);
  const between = (a: number, b: number): number => Math.round(a + (b - a) * part);
  return (between(red, toRed) << 16) | (between(green, toGreen) << 8) | between(blue, toBlue);
}

export const channels = (color: Color): Rgb => [color >> 16, (color >> 8) & 255, color & 255];
