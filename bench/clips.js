// Films that the benches make themselves, the same in each run, or read: RGB, width x height x 3 bytes, 30 fps.

import { spawnSync } from 'node:child_process';
import { drawTestCard } from '../dist/devices/card-picture.js';
import { FONT_HEIGHT, measure, write } from '../dist/devices/card-font.js';

export const SIZE = { width: 640, height: 360 };
const FPS = 30;
/** Standard deviation of a camera indoors, in levels. */
const CAMERA_NOISE = 3;

/** Numbers in [0, 1), the same in each run (mulberry32). */
export function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A table of nearly normal numbers, since drawing one for each byte of each frame would take longer than the bench. */
function noiseTable(random, deviation) {
  const length = 1 << 16;
  return Int8Array.from({ length }, () => {
    const sum = random() + random() + random() + random() - 2;
    return Math.round(sum * Math.sqrt(3) * deviation);
  });
}

const frameOf = (data, index) => ({ ...SIZE, data, capturedAt: (index * 1000) / FPS });

/** The beginning of a film that ffmpeg reads. */
export function filmOf(file, frames) {
  const { width, height } = SIZE;
  const filters = `fps=${FPS},scale=${width}:${height}`;
  const args = [
    '-v',
    'error',
    '-i',
    file,
    '-vf',
    filters,
    '-frames:v',
    frames,
    '-f',
    'rawvideo',
    '-pix_fmt',
    'rgb24',
    '-',
  ];
  const { status, stdout, stderr } = spawnSync('ffmpeg', args.map(String), { maxBuffer: 2 ** 30 });
  if (status !== 0) throw new Error(`ffmpeg: ${String(stderr)}`);
  const length = width * height * 3;
  return Array.from({ length: stdout.length / length }, (_, index) =>
    frameOf(stdout.subarray(index * length, (index + 1) * length), index),
  );
}

/** Somebody who talks, seen by a camera with noise. */
export function talkingHead(frames) {
  const random = seeded(1);
  const noise = noiseTable(random, CAMERA_NOISE);
  return Array.from({ length: frames }, (_, index) => {
    const data = drawTestCard((index * 1000) / FPS, 'ben', SIZE);
    let at = Math.floor(random() * noise.length);
    for (let byte = 0; byte < data.length; byte++) {
      // Short runs from places that are drawn anew, so that no pattern of the table shows.
      if (byte % 997 === 0) at = Math.floor(random() * noise.length);
      data[byte] = Math.max(0, Math.min(255, data[byte] + noise[at++ & 0xffff]));
    }
    return frameOf(data, index);
  });
}

const BACKGROUND = 0x14161c;
const INK = 0xd8dee9;
const WORDS = [
  'LISTEN',
  'CALL',
  'PEERS',
  'KEY',
  'FRAME',
  'SENT',
  'LOST',
  'PATH',
  'OPEN',
  'CODE',
  'DONE',
  'WAIT',
];

/** A screen with text that scrolls by a line now and then, bars that grow, and a pointer that moves. No noise. */
export function graphics(frames) {
  const random = seeded(2);
  const lines = Array.from({ length: 40 + frames }, () => line(random));
  return Array.from({ length: frames }, (_, index) => {
    const canvas = { ...SIZE, data: new Uint8Array(SIZE.width * SIZE.height * 3) };
    box(canvas, { x: 0, y: 0, ...SIZE }, BACKGROUND);
    text(canvas, lines, Math.floor(index / 15));
    bars(canvas, index);
    const pointer = { x: 40 + ((index * 5) % 560), y: 180 + Math.round(120 * Math.sin(index / 9)) };
    box(canvas, { ...pointer, width: 8, height: 12 }, 0xffffff);
    return frameOf(canvas.data, index);
  });
}

function line(random) {
  const words = Array.from(
    { length: 3 + Math.floor(random() * 6) },
    () => WORDS[Math.floor(random() * WORDS.length)],
  );
  return { text: words.join(' '), color: random() < 0.2 ? 0xa3be8c : random() < 0.2 ? 0xebcb8b : INK };
}

function text(canvas, lines, first) {
  const scale = 2;
  const height = (FONT_HEIGHT + 2) * scale;
  for (let row = 0; (row + 1) * height < SIZE.height; row++) {
    const { text: words, color } = lines[first + row];
    const x = 10;
    if (measure(words) * scale < SIZE.width)
      write(canvas, { text: words, x, y: row * height + 4, scale, color });
  }
}

function bars(canvas, index) {
  const colors = [0xbf616a, 0xd08770, 0x5e81ac, 0xb48ead];
  for (const [bar, color] of colors.entries()) {
    const height = Math.round(60 + 50 * Math.sin(index / 20 + bar));
    box(canvas, { x: 460 + bar * 40, y: SIZE.height - 20 - height, width: 30, height }, color);
  }
}

function box({ data, width, height }, area, color) {
  const bytes = [color >> 16, (color >> 8) & 255, color & 255];
  for (let y = Math.max(0, area.y); y < Math.min(height, area.y + area.height); y++)
    for (let x = Math.max(0, area.x); x < Math.min(width, area.x + area.width); x++)
      data.set(bytes, (y * width + x) * 3);
}

/** Writes frames of `SIZE` to a file that ffmpeg reads again; `qp`: how coarse it is, 0 is lossless. */
export function writeFilm(file, frames, qp) {
  const input = `-f rawvideo -pix_fmt rgb24 -s ${SIZE.width}x${SIZE.height} -r ${FPS} -i -`;
  const args = `-v error ${input} -c:v libx264 -preset ultrafast -qp ${qp} ${file}`.split(' ');
  const { status, stderr } = spawnSync('ffmpeg', args, { input: Buffer.concat(frames) });
  if (status !== 0) throw new Error(`ffmpeg: ${String(stderr)}`);
}
