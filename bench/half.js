// Half blocks: CPU, bytes and likeness over a clip of a talking head with camera noise, against a full repaint of each
// frame in the same run; beside it Debian's chafa, if there is one. Run: npm run build && node bench/half.js [COLUMNSxROWS]

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Grid } from '../dist/base/grid.js';
import { cellPainter } from '../dist/render/cell-painter.js';
import { ScriptKernel } from '../dist/render/kernel.js';
import { HALVES } from '../dist/render/mask-glyphs.js';
import { ScreenEncoder } from '../dist/render/screen-encoder.js';
import { lumaOf, psnr, ssim } from './likeness.js';

const [COLUMNS = 160, ROWS = 45] = (process.argv[2] ?? '160x45').split('x').map(Number);
const WIDTH = COLUMNS * 2;
const HEIGHT = ROWS * 2;
const FRAMES = 120;
const NOISE = 1.5;
const ROUNDS = 3;

/** Numbers in [0, 1), the same in each run (a linear congruential generator). */
function seeded(seed) {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

/** A head that moves and talks before a bookshelf, lit from a side. */
function talkingHead(index, random) {
  const data = new Uint8Array(WIDTH * HEIGHT * 3);
  const time = index / 30;
  const centre = { x: 0.5 + 0.03 * Math.sin(time * 1.3), y: 0.48 + 0.015 * Math.sin(time * 2.1) };
  const mouth = 0.012 + 0.025 * Math.abs(Math.sin(time * 9));
  for (let row = 0; row < HEIGHT; row++) {
    for (let column = 0; column < WIDTH; column++) {
      const x = (column / WIDTH - centre.x) * (WIDTH / HEIGHT);
      const color = colorAt({
        x,
        y: row / HEIGHT - centre.y,
        wall: column / WIDTH,
        height: row / HEIGHT,
        mouth,
      });
      const at = (row * WIDTH + column) * 3;
      // The sum of three evenly spread numbers is nearly a normal one.
      for (let channel = 0; channel < 3; channel++) {
        const noise = (random() + random() + random() - 1.5) * 2 * NOISE;
        data[at + channel] = Math.max(0, Math.min(255, Math.round(color[channel] + noise)));
      }
    }
  }
  return { data, width: WIDTH, height: HEIGHT, capturedAt: index * (1000 / 30) };
}

function colorAt({ x, y, wall, height, mouth }) {
  const light = 1 - 0.5 * x - 0.3 * y;
  const inside = (cx, cy, rx, ry) => ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 < 1;
  if (inside(0, 0.12, 0.07, mouth)) return [70, 20, 25];
  if (inside(-0.09, -0.06, 0.03, 0.018) || inside(0.09, -0.06, 0.03, 0.018)) return [40, 35, 30];
  if (inside(0, 0.02, 0.2, 0.28)) return [190 * light, 140 * light, 115 * light];
  if (inside(0, -0.06, 0.23, 0.3)) return [50 * light, 35 * light, 25 * light];
  if (inside(0, 0.75, 0.5, 0.42)) return [40 * light, 60 * light, 110 * light];
  const book = Math.sin(Math.floor(wall * 37) * 12.9) * 40;
  return Math.floor(height * 5) % 2
    ? [110 + book, 90 + book / 2, 80 - book]
    : [150 - 60 * wall, 140 - 50 * wall, 125];
}

/** Paints the clip as a call does: the picture's state and the terminal's differ by what was kept. */
function play(frames, { tolerance, reuse, full }) {
  const encoder = new ScreenEncoder('truecolor', reuse);
  encoder.resize(COLUMNS, ROWS);
  const painter = cellPainter({ renderer: 'half', depth: 'truecolor', kernel: new ScriptKernel() });
  const grid = new Grid(COLUMNS, ROWS);
  const place = { column: 0, row: 0, columns: COLUMNS, rows: ROWS };
  const result = { bytes: 0, cpuMs: 0, psnr: 0, ssim: 0 };
  for (const [turn, frame] of frames.entries()) {
    if (full) encoder.invalidate();
    const start = process.cpuUsage();
    painter.draw(frame, grid, place, { mirrored: false, shown: encoder.shown, tolerance, turn });
    const length = encoder.encode(grid, undefined).length;
    const { user, system } = process.cpuUsage(start);
    if (turn === 0) continue;
    result.cpuMs += (user + system) / 1000;
    result.bytes += length;
    const lumas = [lumaOf(frame.data), lumaOf(pixelsOf(encoder.shown))];
    result.psnr += psnr(...lumas);
    result.ssim += ssim(...lumas, { width: WIDTH, height: HEIGHT });
  }
  for (const name of Object.keys(result)) result[name] /= frames.length - 1;
  return result;
}

function pixelsOf(grid) {
  const data = new Uint8Array(WIDTH * HEIGHT * 3);
  for (let cell = 0; cell < grid.glyph.length; cell++) {
    const [column, row] = [cell % COLUMNS, Math.floor(cell / COLUMNS)];
    const mask = HALVES.maskOf(grid.glyph[cell]);
    for (let sample = 0; sample < 4; sample++) {
      const color = (mask >> sample) & 1 ? grid.foreground[cell] : grid.background[cell];
      const at = (row * 2 + (sample >> 1)) * WIDTH + column * 2 + (sample & 1);
      data.set([(color >> 16) & 255, (color >> 8) & 255, color & 255], at * 3);
    }
  }
  return data;
}

/** How many bytes chafa writes for a frame; undefined when there is no chafa. It reads files only. */
function bytesOfChafa({ width, height, data }) {
  const directory = mkdtempSync(join(tmpdir(), 'vtalk-bench-'));
  const file = join(directory, 'frame.ppm');
  writeFileSync(file, Buffer.concat([Buffer.from(`P6 ${width} ${height} 255\n`), data]));
  const args = [
    '-f',
    'symbols',
    '--symbols',
    'half',
    '-c',
    'full',
    '--stretch',
    '--size',
    `${COLUMNS}x${ROWS}`,
  ];
  const { stdout, error } = spawnSync('chafa', [...args, file], { maxBuffer: 1 << 26 });
  rmSync(directory, { recursive: true });
  return error ? undefined : stdout.length;
}

const random = seeded(1);
const frames = Array.from({ length: FRAMES }, (_, index) => talkingHead(index, random));
const variants = {
  'full repaint': { tolerance: 0, reuse: 0, full: true },
  'exact difference': { tolerance: 0, reuse: 0, full: false },
  'tolerance 1.5': { tolerance: 1.5, reuse: undefined, full: false },
  'tolerance 2': { tolerance: 2, reuse: undefined, full: false },
  'tolerance 3': { tolerance: 3, reuse: undefined, full: false },
  'tolerance 6': { tolerance: 6, reuse: undefined, full: false },
};
const results = Object.entries(variants).map(([name, variant]) => {
  for (let round = 1; round < ROUNDS; round++) play(frames, variant);
  return [name, play(frames, variant)];
});
const reference = results[0][1];
const cells = COLUMNS * ROWS;
console.log(`${COLUMNS}x${ROWS} cells, ${FRAMES} frames; ratios to a full repaint in the same run`);
console.table(
  Object.fromEntries(
    results.map(([name, { cpuMs, bytes, psnr: db, ssim: likeness }]) => [
      name,
      {
        'CPU ms a frame': cpuMs.toFixed(3),
        'CPU ratio': (cpuMs / reference.cpuMs).toFixed(2),
        'bytes a cell and frame': (bytes / cells).toFixed(2),
        'bytes ratio': (bytes / reference.bytes).toFixed(3),
        'PSNR dB': db.toFixed(1),
        SSIM: likeness.toFixed(4),
      },
    ]),
  ),
);
const chafa = bytesOfChafa(frames[0]);
console.log(chafa ? `chafa: ${(chafa / cells).toFixed(2)} bytes a cell and frame` : 'chafa: not installed');
