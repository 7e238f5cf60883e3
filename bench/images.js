// Pictures as images, 640x360: CPU and bytes a frame, and likeness, beside Debian's chafa and libsixel where they are
// installed, as ratios to chafa in the same run; also of films, with ffmpeg. Needs a minute for each.
// Run: npm run build && node bench/images.js [FILM]...

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { imagePainter } from '../dist/render/image-painter.js';
import { kernelsOf } from '../dist/render/kernels.js';
import { compileKernel } from '../dist/render/wasm-kernel.js';
import { filmOf, graphics, SIZE, talkingHead } from './clips.js';
import { pngIn } from './png-in.js';
import { SixelScreen } from './sixel-screen.js';

const FRAMES = 60;
const ROUNDS = 3;
/** One in so many is judged. */
const JUDGED = 10;
/** The cells are of no matter; chafa takes a cell as 8 x 8 pixels. */
const CELL = { width: 8, height: 8 };
const PLACE = { column: 0, row: 0, columns: SIZE.width / CELL.width, rows: SIZE.height / CELL.height };

const plain = kernelsOf(undefined);
const fast = kernelsOf(compileKernel(readFileSync(new URL('../dist/render/kernel.wasm', import.meta.url))));
const sixel = { registers: 256, largest: undefined };
const OURS = {
  'sixel, whole': { renderer: 'sixel', sixel: { ...sixel, delta: false }, kernels: fast },
  'sixel, changes': { renderer: 'sixel', sixel: { ...sixel, delta: true }, kernels: fast },
  'sixel, whole, no WebAssembly': { renderer: 'sixel', sixel: { ...sixel, delta: false }, kernels: plain },
  'sixel, changes, no WebAssembly': { renderer: 'sixel', sixel: { ...sixel, delta: true }, kernels: plain },
  kitty: { renderer: 'kitty', sixel: undefined, kernels: fast },
  iterm2: { renderer: 'iterm2', sixel: undefined, kernels: fast },
};
const THEIRS = {
  chafa: `chafa -f sixels -d 0 --threads 1 --font-ratio 1 --size ${PLACE.columns}x${PLACE.rows}`,
  libsixel: 'img2sixel -p 256',
};

const cpuMs = ({ user, system }) => (user + system) / 1000;
const psnr = (one, other) => {
  const squares = one.reduce((sum, value, at) => sum + (value - other[at]) ** 2, 0);
  return 10 * Math.log10(255 ** 2 / Math.max(squares / one.length, 1e-3));
};
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

const pixelsOfPng = (png) => sharp(png).removeAlpha().raw().toBuffer();

/** The first image is like no other: it is whole, and makes the palette. */
function play(clip, options, seen) {
  const painter = imagePainter({ cell: CELL, ...options });
  const result = { ms: 0, bytes: 0 };
  for (const [index, frame] of clip.entries()) {
    const before = process.cpuUsage();
    const bytes = painter.draw(frame, PLACE);
    const ms = cpuMs(process.cpuUsage(before));
    seen?.(bytes);
    if (index === 0) continue;
    result.ms += ms / (clip.length - 1);
    result.bytes += bytes.length / (clip.length - 1);
  }
  return result;
}

async function ours(clip, options) {
  const rounds = Array.from({ length: ROUNDS }, () => play(clip, options));
  const screen = new SixelScreen(SIZE);
  const seen = [];
  play(clip, options, (bytes) => seen.push(Buffer.from(bytes)));
  const likeness = [];
  for (const [index, bytes] of seen.entries()) {
    if (options.renderer === 'sixel') screen.show(bytes);
    if (index % JUDGED !== JUDGED - 1) continue;
    const pixels = options.renderer === 'sixel' ? screen.data : await pixelsOfPng(pngIn(bytes));
    likeness.push(psnr(pixels, clip[index].data));
  }
  return { ...rounds[0], ms: Math.min(...rounds.map(({ ms }) => ms)), dB: mean(likeness) };
}

/** What a program makes of many files in one process; undefined when it is not installed. */
function run(command, files) {
  const script = `TIMEFORMAT='%U %S'; time ${command} "$@"`;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script, 'bash', ...files], {
    maxBuffer: 2 ** 30,
  });
  if (status !== 0) return undefined;
  const times = String(stderr).trim().split('\n').at(-1).split(' ');
  return { ms: times.reduce((sum, seconds) => sum + seconds * 1000, 0), images: stdout };
}

/** The time for the first file is start-up. */
function theirs(clip, files, command) {
  const one = run(command, files.slice(0, 1));
  const all = one && run(command, files);
  if (!all) return undefined;
  const screen = new SixelScreen(SIZE);
  const likeness = [];
  for (let index = 0, at = -1; index < files.length; index++) {
    at = all.images.indexOf('\x1bP', at + 1);
    if (index % JUDGED !== JUDGED - 1) continue;
    screen.show(all.images.subarray(at));
    likeness.push(psnr(screen.data, clip[index].data));
  }
  const others = files.length - 1;
  return {
    ms: (all.ms - one.ms) / others,
    bytes: (all.images.length - one.images.length) / others,
    dB: mean(likeness),
  };
}

const clips = { 'talking head': talkingHead, graphics };
for (const file of process.argv.slice(2)) clips[file] = (frames) => filmOf(file, frames);
const directory = mkdtempSync(join(tmpdir(), 'vtalk-bench-'));
for (const [name, make] of Object.entries(clips)) {
  const clip = make(FRAMES);
  const files = clip.map(({ data }, index) => {
    const file = join(directory, `${index}.ppm`);
    writeFileSync(file, Buffer.concat([Buffer.from(`P6\n${SIZE.width} ${SIZE.height}\n255\n`), data]));
    return file;
  });
  const rows = [];
  for (const [title, command] of Object.entries(THEIRS)) rows.push([title, theirs(clip, files, command)]);
  for (const [title, options] of Object.entries(OURS)) rows.push([title, await ours(clip, options)]);
  const [, chafa] = rows[0];
  const lines = rows
    .filter(([, result]) => result)
    .map(([title, { ms, bytes, dB }]) => [
      title,
      {
        'CPU ms': ms.toFixed(2),
        'to chafa': chafa ? (ms / chafa.ms).toFixed(2) : '-',
        kB: (bytes / 1000).toFixed(0),
        'of chafa': chafa ? (bytes / chafa.bytes).toFixed(2) : '-',
        'PSNR dB': dB.toFixed(1),
      },
    ]);
  console.log(name);
  console.table(Object.fromEntries(lines));
}
rmSync(directory, { recursive: true });
