// Cells: CPU, bytes and likeness of each renderer over films that the bench makes itself, beside those of libchafa where it
// can be built (cc, libchafa-dev) and of timg where it is installed, as ratios in one run.
//
//   npm run build && node bench/render.js [COLUMNSxROWS] [--save | --check]
//
// --save writes render.baseline.json, --check compares with it. CPU counts in units of a full repaint by the plain kernel,
// so that machines can be compared.

import { readFileSync, writeFileSync } from 'node:fs';
import { Grid } from '../dist/base/grid.js';
import { cellPainter } from '../dist/render/cell-painter.js';
import { ScriptKernel } from '../dist/render/kernel.js';
import { ScreenEncoder } from '../dist/render/screen-encoder.js';
import { compileKernel, WasmKernel } from '../dist/render/wasm-kernel.js';
import { graphics, talkingHead } from './clips.js';
import { lumaOf, psnr, ssim } from './likeness.js';
import { Workshop } from './others.js';
import { Screen } from './screen.js';

const FRAMES = 75;
/** The first frames warm the program up, and paint what is kept later. */
const COUNTED_FROM = 30;
const JUDGED_EVERY = 15;
/** As call/picture/pictures.ts. */
const TOLERANCE = 1.5;
/** From afar a cell's quarter is one pixel. */
const BLUR = 4;
const BASELINE = new URL('render.baseline.json', import.meta.url);
/** How much worse than the baseline is too much. */
const LIMITS = { 'CPU units': 1.3, kB: 1.05, SSIM: 0.005 };

const words = process.argv.slice(2);
const [columns, rows] = (words.find((word) => /^\d+x\d+$/.test(word)) ?? '160x45').split('x').map(Number);
const module = compileKernel(
  new Uint8Array(readFileSync(new URL('../dist/render/kernel.wasm', import.meta.url))),
);
const newKernel = () => (module ? new WasmKernel(module) : new ScriptKernel());

/** What vtalk writes for a film, and what that costs. */
function ours(frames, { renderer, depth = 'truecolor', tolerance = TOLERANCE, kernel = newKernel() }) {
  const painter = cellPainter({ renderer, depth, kernel });
  const encoder = new ScreenEncoder(depth, tolerance > 0 ? undefined : 0);
  encoder.resize(columns, rows);
  const grid = new Grid(columns, rows);
  const place = { column: 0, row: 0, columns, rows };
  let cpuMs = 0;
  const written = frames.map((frame, turn) => {
    const start = process.cpuUsage();
    painter.draw(frame, grid, place, { mirrored: false, shown: encoder.shown, tolerance, turn });
    const bytes = encoder.encode(grid, undefined);
    const { user, system } = process.cpuUsage(start);
    if (turn >= COUNTED_FROM) cpuMs += (user + system) / 1000;
    return bytes.slice();
  });
  return { cpuMs: cpuMs / (frames.length - COUNTED_FROM), frames: written };
}

/** Bytes a frame, and how alike what a terminal shows is to the film. */
async function judge({ cpuMs, frames: written }, film) {
  const screen = new Screen({ columns, rows });
  const result = { cpuMs, kB: 0, PSNR: 0, SSIM: 0, blurred: 0 };
  let judged = 0;
  for (const [turn, bytes] of written.entries()) {
    await screen.write(bytes);
    if (turn < COUNTED_FROM) continue;
    result.kB += bytes.length / 1000 / (written.length - COUNTED_FROM);
    if (turn % JUDGED_EVERY > 0) continue;
    judged++;
    add(result, compare(screen.pixels(), film[turn]));
  }
  for (const name of ['PSNR', 'SSIM', 'blurred']) result[name] /= judged;
  return result;
}

function add(result, likeness) {
  for (const [name, value] of Object.entries(likeness)) result[name] += value;
}

function compare(shown, frame) {
  const ideal = magnified(frame, shown);
  const lumas = [lumaOf(shown.data), ideal];
  const afar = lumas.map((luma) => shrunk(luma, shown));
  return {
    PSNR: psnr(...lumas),
    SSIM: ssim(...lumas, shown),
    blurred: ssim(...afar, { width: shown.width / BLUR, height: shown.height / BLUR }),
  };
}

/** The luma of a frame at the size of the glass, to the nearest pixel. */
function magnified({ data, width, height }, glass) {
  const luma = lumaOf(data);
  return Float64Array.from({ length: glass.width * glass.height }, (_, at) => {
    const x = Math.floor(((at % glass.width) * width) / glass.width);
    const y = Math.floor((Math.floor(at / glass.width) * height) / glass.height);
    return luma[y * width + x];
  });
}

/** Means of squares of pixels. */
function shrunk(luma, { width, height }) {
  const across = width / BLUR;
  const out = new Float64Array((across * height) / BLUR);
  for (let at = 0; at < luma.length; at++) {
    const [x, y] = [at % width, Math.floor(at / width)];
    out[Math.floor(y / BLUR) * across + Math.floor(x / BLUR)] += luma[at] / BLUR ** 2;
  }
  return out;
}

/** What each renderer competes with. */
const CHAFA_SYMBOLS = {
  ascii: 'ascii',
  half: 'half',
  quadrant: 'quad',
  sextant: 'sextant',
  octant: 'sextant',
  braille: 'braille',
};
const TIMG_PIXELATION = { half: 'h', quadrant: 'q' };
const DEPTHS = ['256', '16', 'mono'];

const VARIANTS = {
  ...Object.fromEntries(Object.keys(CHAFA_SYMBOLS).map((renderer) => [renderer, { renderer }])),
  'ascii exact': { renderer: 'ascii', tolerance: 0 },
  'half exact': { renderer: 'half', tolerance: 0 },
  'quadrant exact': { renderer: 'quadrant', tolerance: 0 },
  'sextant exact': { renderer: 'sextant', tolerance: 0 },
  'octant exact': { renderer: 'octant', tolerance: 0 },
  'braille exact': { renderer: 'braille', tolerance: 0 },
  'octant, plain kernel': { renderer: 'octant', kernel: new ScriptKernel() },
  ...Object.fromEntries(DEPTHS.map((depth) => [`ascii ${depth}`, { renderer: 'ascii', depth }])),
  ...Object.fromEntries(DEPTHS.map((depth) => [`quadrant ${depth}`, { renderer: 'quadrant', depth }])),
  'braille mono': { renderer: 'braille', depth: 'mono' },
};

/** The programs that can draw what a variant draws, by name. */
function rivalsOf({ renderer, depth = 'truecolor' }, film, workshop) {
  const size = { columns, rows };
  const inDepth = depth === 'truecolor' ? '' : ` ${depth}`;
  const symbols = CHAFA_SYMBOLS[renderer];
  const pixelation = depth === 'truecolor' || depth === '256' ? TIMG_PIXELATION[renderer] : undefined;
  return {
    chafa: {
      name: `chafa ${symbols}${inDepth}`,
      paint: () => workshop.chafa(film, size, { symbols, colors: depth }),
    },
    ...(pixelation && {
      timg: {
        name: `timg ${renderer}${inDepth}`,
        paint: () => workshop.timg(film, size, { pixelation, colors: depth }),
      },
    }),
  };
}

async function rowsOf(film, workshop) {
  const unit = ours(film, { renderer: 'octant', tolerance: 0, kernel: new ScriptKernel() }).cpuMs;
  const others = new Map();
  const resultOf = async ({ name, paint }) => {
    if (!others.has(name)) {
      const painted = paint();
      others.set(name, painted && (await judge(painted, film)));
    }
    return others.get(name);
  };
  const results = {};
  for (const [name, variant] of Object.entries(VARIANTS)) {
    const result = await judge(ours(film, variant), film);
    results[name] = row(result, unit);
    for (const [program, rival] of Object.entries(rivalsOf(variant, film, workshop)))
      Object.assign(results[name], ratios(program, result, await resultOf(rival)));
  }
  for (const [name, result] of others) if (result) results[name] = row(result, unit);
  return results;
}

const row = ({ cpuMs, kB, PSNR, SSIM, blurred }, unit) => ({
  'CPU ms': cpuMs.toFixed(2),
  'CPU units': (cpuMs / unit).toFixed(3),
  kB: kB.toFixed(1),
  PSNR: PSNR.toFixed(2),
  SSIM: SSIM.toFixed(4),
  blurred: blurred.toFixed(4),
});

/** Nothing where the program is not installed. */
const ratios = (program, { cpuMs, kB, PSNR, SSIM, blurred }, rival) =>
  rival && {
    [`${program}: CPU`]: ratio(cpuMs, rival.cpuMs),
    [`${program}: kB`]: ratio(kB, rival.kB),
    [`${program}: SSIM`]: (SSIM - rival.SSIM).toFixed(4),
    [`${program}: blurred`]: (blurred - rival.blurred).toFixed(4),
    [`${program}: dB`]: (PSNR - rival.PSNR).toFixed(2),
  };

const ratio = (one, other) => (one < other ? `1/${(other / one).toFixed(1)}` : (one / other).toFixed(1));

/** Rows that are worse than the baseline by more than `LIMITS`. */
function worsened(now, before) {
  return Object.entries(before).flatMap(([name, old]) => {
    const found = now[name];
    if (!found || !(name in VARIANTS)) return [];
    const isWorse =
      found['CPU units'] > old['CPU units'] * LIMITS['CPU units'] ||
      found.kB > old.kB * LIMITS.kB ||
      found.SSIM < old.SSIM - LIMITS.SSIM;
    return isWorse ? [{ name, old, found }] : [];
  });
}

const films = { 'talking head, camera noise': talkingHead(FRAMES), 'graphics with text': graphics(FRAMES) };
const workshop = new Workshop();
const results = {};
for (const [name, film] of Object.entries(films)) {
  results[name] = await rowsOf(film, workshop);
  console.log(`\n${name}, 640x360 on ${columns}x${rows} cells, a frame:`);
  console.table(results[name]);
}
workshop.close();

if (words.includes('--save')) writeFileSync(BASELINE, `${JSON.stringify(results, undefined, 2)}\n`);
if (words.includes('--check')) {
  const before = JSON.parse(readFileSync(BASELINE, 'utf8'));
  const worse = Object.entries(results).flatMap(([film, now]) => worsened(now, before[film] ?? {}));
  for (const { name, old, found } of worse) console.error(`worse than the baseline: ${name}`, { old, found });
  if (worse.length > 0) process.exitCode = 1;
}
