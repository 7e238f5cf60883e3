import type { Ms } from '../base/clock.ts';
import type { Size } from '../base/frame.ts';
import { FONT_HEIGHT, measure, write } from './card-font.ts';
import { drawPerson } from './card-person.ts';
import type { Person } from './card-person.ts';
import { poseAt } from './card-pose.ts';
import { channels, ellipse, fill, mix, roundedBox } from './card-shapes.ts';
import type { Canvas, Color } from './card-shapes.ts';

/** Which of the two people is on the card. */
export type Look = 'ana' | 'ben';

interface Scene {
  name: string;
  person: Person;
  /** The wall, from the light to the dark corner. */
  wall: readonly [Color, Color];
  ball: Color;
  /** Sets the movements of the one apart from those of the other, 0-1. */
  phase: number;
}

const SCENES: Readonly<Record<Look, Scene>> = {
  ana: {
    name: 'ANA',
    person: {
      skin: 0xc98a5e,
      hair: 0x3b2530,
      shirt: 0x1fa39a,
      iris: 0x5b3a1e,
      style: 'bob',
      beard: false,
      glasses: false,
    },
    wall: [0xffd9a8, 0xd9727f],
    ball: 0xfff3c4,
    phase: 0,
  },
  ben: {
    name: 'BEN',
    person: {
      skin: 0xf2c4a0,
      hair: 0xb4552d,
      shirt: 0xe9a93a,
      iris: 0x3f7fb5,
      style: 'short',
      beard: true,
      glasses: true,
    },
    wall: [0x9ed8e6, 0x3f6aa8],
    ball: 0xffffff,
    phase: 0.5,
  },
};

/** In the order of television: white, yellow, cyan, green, magenta, red, blue; but kinder to the eye. */
const BARS: readonly Color[] = [0xe9e7e1, 0xf2c84b, 0x35b9c6, 0x4db56a, 0xc75fae, 0xdd4f4a, 0x3c5cc9];

/**
 * The test card at one moment: somebody who blinks and talks, a bouncing ball, colour bars and a clock (UTC). RGB,
 * width x height x 3 bytes that belong to the caller. The same arguments give the same bytes.
 */
export function drawTestCard(timeMs: Ms, look: Look, { width, height }: Size): Uint8Array {
  const scene = SCENES[look];
  const layout = layOut(width, height);
  const data = backdrop(look, layout).slice();
  const stage: Canvas = { width, height: layout.barsTop, data };
  drawBall(stage, timeMs, layout, scene);
  drawPerson(stage, scene.person, poseAt(timeMs, scene.phase), layout.head);
  drawClock({ width, height, data }, timeMs, layout);
  return data;
}

interface Layout {
  width: number;
  height: number;
  unit: number;
  head: { x: number; y: number; unit: number };
  /** Where the bars begin, and the caption under them. */
  barsTop: number;
  captionTop: number;
  captionScale: number;
}

/** The card is 16 x 9 units; of another shape it shows more wall. */
function layOut(width: number, height: number): Layout {
  const unit = Math.min(width / 16, height / 9);
  const captionScale = Math.max(1, Math.round(unit / 6));
  const captionTop = Math.round(height - (FONT_HEIGHT + 2) * captionScale);
  const barsTop = captionTop - Math.max(1, Math.round(unit * 0.45));
  const head = { x: width / 2, y: barsTop - 3.55 * unit, unit };
  return { width, height, unit, head, barsTop, captionTop, captionScale };
}

const backdrops = new Map<string, Uint8Array>();
/** Both looks, at the size before and after a change of the terminal. */
const MAX_BACKDROPS = 4;

/** What never moves is drawn once for each size. */
function backdrop(look: Look, layout: Layout): Uint8Array {
  const key = `${look} ${layout.width}x${layout.height}`;
  const known = backdrops.get(key);
  if (known) return known;
  const drawn = drawBackdrop(layout, SCENES[look]);
  if (backdrops.size === MAX_BACKDROPS) backdrops.clear();
  backdrops.set(key, drawn);
  return drawn;
}

function drawBackdrop(layout: Layout, scene: Scene): Uint8Array {
  const { width, height, head, unit } = layout;
  const canvas: Canvas = { width, height, data: new Uint8Array(width * height * 3) };
  drawWall(canvas, scene);
  fill(canvas, ellipse(head.x, head.y, 3.9 * unit, 3.7 * unit), { color: 0xffffff, opacity: 0.16 });
  drawBars(canvas, layout);
  drawCaption(canvas, layout, scene);
  return canvas.data;
}

function drawWall({ data, width, height }: Canvas, { wall }: Scene): void {
  const reach = Math.hypot(width, height) * 0.75;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      const part = Math.min(1, Math.hypot(x - width * 0.75, y) / reach);
      data.set(channels(mix(wall[0], wall[1], part)), at);
    }
  }
}

const BALL_CROSSING_MS = 4000;
const BALL_BOUNCE_MS = 1000;

/** It crosses the picture behind the person, there and back. */
function drawBall(canvas: Canvas, timeMs: Ms, { width, unit, barsTop }: Layout, { ball }: Scene): void {
  const radius = 0.55 * unit;
  const crossing = (timeMs % (2 * BALL_CROSSING_MS)) / BALL_CROSSING_MS;
  const across = crossing < 1 ? crossing : 2 - crossing;
  const bounce = (timeMs % BALL_BOUNCE_MS) / BALL_BOUNCE_MS;
  const x = radius + across * (width - 2 * radius);
  const y = barsTop - radius - 16 * unit * bounce * (1 - bounce);
  fill(canvas, ellipse(x, y, radius, radius), { color: ball });
  fill(canvas, ellipse(x + radius * 0.25, y - radius * 0.25, radius * 0.5, radius * 0.5), {
    color: 0xffffff,
    opacity: 0.9,
    softness: radius,
  });
}

function drawBars(canvas: Canvas, { width, barsTop, captionTop }: Layout): void {
  for (const [index, color] of BARS.entries()) {
    const box = {
      left: Math.round((width * index) / BARS.length),
      right: Math.round((width * (index + 1)) / BARS.length),
      top: barsTop,
      bottom: captionTop,
    };
    fill(canvas, roundedBox(box, 0), { color });
  }
}

function drawCaption(
  canvas: Canvas,
  { width, height, captionTop, captionScale: scale }: Layout,
  { name }: Scene,
): void {
  fill(canvas, roundedBox({ left: 0, top: captionTop, right: width, bottom: height }, 0), {
    color: 0x171a26,
  });
  write(canvas, { text: name, x: 2 * scale, y: captionTop + scale, scale, color: 0xffd166 });
}

function drawClock(canvas: Canvas, timeMs: Ms, { width, captionTop, captionScale: scale }: Layout): void {
  const text = new Date(timeMs).toISOString().slice(11, 23);
  const x = width - (measure(text) + 2) * scale;
  write(canvas, { text, x, y: captionTop + scale, scale, color: 0xf4f4f8 });
}
