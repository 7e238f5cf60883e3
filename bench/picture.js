// Where a film loses likeness on its way to a terminal: scaled, coded, painted; beside it Debian's chafa, if there is
// one. Needs ffmpeg. Run: npm run build && node bench/picture.js FILM [COLUMNSxROWS [BITRATE [TOLERANCE]]]

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fit } from '../dist/base/fit.js';
import { Grid } from '../dist/base/grid.js';
import { i420ToRgb } from '../dist/base/i420.js';
import { openCodec } from '../dist/codec/choose.js';
import { sharpScaler } from '../dist/picture/sharp-scaler.js';
import { cellPainter } from '../dist/render/cell-painter.js';
import { ScriptKernel } from '../dist/render/kernel.js';
import { HALVES } from '../dist/render/mask-glyphs.js';
import { ScreenEncoder } from '../dist/render/screen-encoder.js';
import { lumaOf, ssim } from './likeness.js';

const [film, box = '160x44', bitrate = '200000', tolerance = '1.5'] = process.argv.slice(2);
if (!film) throw new Error('which film? node bench/picture.js FILM');
const [COLUMNS, ROWS] = box.split('x').map(Number);
const FPS = 30;
const SECONDS = 10;
/** The first second, with its key frame, is like no other. */
const JUDGED = { from: FPS, step: 20 };
/** A cell is 8 x 16 dots on the glass, and holds two by two samples. */
const CELL = { width: 8, height: 16 };
const SAMPLE = { width: 4, height: 8 };

function ffmpeg(filters) {
  const args = [
    '-v',
    'error',
    '-t',
    SECONDS,
    '-i',
    film,
    '-vf',
    filters,
    '-f',
    'rawvideo',
    '-pix_fmt',
    'rgb24',
    '-',
  ];
  const { stdout, stderr, status } = spawnSync('ffmpeg', args.map(String), { maxBuffer: 2 ** 31 });
  if (status !== 0) throw new Error(`ffmpeg: ${String(stderr)}`);
  return stdout;
}

function framesOf(filters, { width, height }) {
  const bytes = ffmpeg(`${filters},scale=${width}:${height}`);
  const length = width * height * 3;
  return Array.from({ length: bytes.length / length }, (_, index) => ({
    data: bytes.subarray(index * length, (index + 1) * length),
    width,
    height,
    capturedAt: (index * 1000) / FPS,
  }));
}

/** The film's aspect ratio, from a picture of known height. */
function sourceSize() {
  const height = 360;
  const bytes = ffmpeg(`scale=-2:${height},select='eq(n,0)'`);
  return { width: bytes.length / 3 / height, height };
}

/** Each sample as a block of dots. */
function magnified(rgb, { width, height }) {
  const small = lumaOf(rgb);
  const across = width * SAMPLE.width;
  const sampleAt = (x, y) => small[Math.floor(y / SAMPLE.height) * width + Math.floor(x / SAMPLE.width)];
  return Float64Array.from({ length: across * height * SAMPLE.height }, (_, at) =>
    sampleAt(at % across, Math.floor(at / across)),
  );
}

/** The samples that a terminal shows, four a cell. */
function pixelsOf(grid, { width, height }) {
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < width * height; at++) {
    const [x, y] = [at % width, Math.floor(at / width)];
    const cell = (y >> 1) * grid.columns + (x >> 1);
    const isInk = (HALVES.maskOf(grid.glyph[cell]) >> ((y & 1) * 2 + (x & 1))) & 1;
    const color = isInk ? grid.foreground[cell] : grid.background[cell];
    data.set([(color >> 16) & 255, (color >> 8) & 255, color & 255], at * 3);
  }
  return data;
}

/** What chafa makes of a picture, in dots; undefined when there is no chafa. It reads files only. */
function chafaDots({ data, width, height }, size) {
  const directory = mkdtempSync(join(tmpdir(), 'vtalk-bench-'));
  const file = join(directory, 'frame.ppm');
  writeFileSync(file, Buffer.concat([Buffer.from(`P6 ${width} ${height} 255\n`), data]));
  const look = ['-f', 'symbols', '--symbols', 'half', '-c', 'full', '--stretch'];
  const { stdout, error } = spawnSync('chafa', [
    ...look,
    '--size',
    `${size.width / 2}x${size.height / 2}`,
    file,
  ]);
  rmSync(directory, { recursive: true });
  return error ? undefined : dotsOfText(String(stdout), size);
}

/** Which of the four quarters of a cell (upper left, upper right, lower left, lower right) a glyph's ink covers. */
const INK = { ' ': '0000', '▀': '1100', '▄': '0011', '▌': '1010', '▐': '0101', '█': '1111' };

function dotsOfText(text, { width, height }) {
  const across = width * SAMPLE.width;
  const dots = new Float64Array(across * height * SAMPLE.height);
  let [column, row, ink, paper, inverse] = [0, 0, 0, 0, false];
  // oxlint-disable-next-line no-control-regex -- ESC is what a terminal's text is made of
  for (const [token, parameters] of text.matchAll(/\x1b\[([\d;]*)m|\x1b\[\?\d+[hl]|\n|[ ▀▄▌▐█]/g)) {
    if (parameters !== undefined) [ink, paper, inverse] = colorsAfter(parameters, [ink, paper, inverse]);
    else if (token === '\n') [column, row] = [0, row + 1];
    else if (INK[token]) {
      for (let dot = 0; dot < CELL.width * CELL.height; dot++) {
        const [x, y] = [dot % CELL.width, Math.floor(dot / CELL.width)];
        const covered = INK[token][(y < SAMPLE.height ? 0 : 2) + (x < SAMPLE.width ? 0 : 1)] === '1';
        dots[(row * CELL.height + y) * across + column * CELL.width + x] = covered !== inverse ? ink : paper;
      }
      column++;
    }
  }
  return dots;
}

/** Luma of ink and paper, and whether they are swapped, after one SGR sequence. */
function colorsAfter(parameters, [ink, paper, inverse]) {
  const numbers = parameters.split(';').map(Number);
  for (let at = 0; at < numbers.length; at++) {
    const luma = () => lumaOf(numbers.slice(at + 2, at + 5))[0];
    if (numbers[at] === 0) [ink, paper, inverse] = [0, 0, false];
    else if (numbers[at] === 7) inverse = true;
    else if (numbers[at] === 38) [ink, at] = [luma(), at + 4];
    else if (numbers[at] === 48) [paper, at] = [luma(), at + 4];
  }
  return [ink, paper, inverse];
}

const size = fit(sourceSize(), { width: COLUMNS * 2, height: ROWS * 2, pixelAspect: 0.5, fps: FPS });
const dots = { width: size.width * SAMPLE.width, height: size.height * SAMPLE.height };
const camera = framesOf(`fps=${FPS}`, { width: size.width * 2, height: size.height * 2 });
const judged = framesOf(
  `fps=${FPS},select='gte(n,${JUDGED.from})*not(mod(n,${JUDGED.step}))',setpts=N/${FPS}/TB`,
  dots,
);

const scaler = sharpScaler();
const codec = await openCodec('auto');
const [encoder, decoder] = [codec.openEncoder(), codec.openDecoder()];
const screen = new ScreenEncoder('truecolor');
const painter = cellPainter({ renderer: 'half', depth: 'truecolor', kernel: new ScriptKernel() });
screen.resize(size.width / 2, size.height / 2);
const grid = new Grid(size.width / 2, size.height / 2);
const place = { column: 0, row: 0, columns: grid.columns, rows: grid.rows };
const bytes = { coded: 0, painted: 0, frames: 0 };
const likeness = { chafa: [], scaled: [], coded: [], painted: [] };

for (const [turn, frame] of camera.entries()) {
  const scaled = await scaler.scale(frame, size);
  const job = { frame: scaled, keyFrame: turn === 0, fps: FPS, bitrateBps: Number(bitrate) };
  const coded = await encoder.encode(job);
  const decoded = await decoder.decode(coded);
  const shown = { ...frame, ...size, data: i420ToRgb(decoded.data, size.width, size.height) };
  const look = { mirrored: false, shown: screen.shown, tolerance: Number(tolerance), turn };
  painter.draw(shown, grid, place, look);
  const painted = screen.encode(grid, undefined).length;
  if (turn < JUDGED.from) continue;
  bytes.coded += coded.data.length;
  bytes.painted += painted;
  bytes.frames++;
  if (turn % JUDGED.step === 0) judge(judged.shift(), scaled, shown);
}
await codec.close();

/** The reference is as large as the glass, and every stage is magnified to that. */
function judge(reference, scaled, shown) {
  if (!reference) return;
  const ideal = lumaOf(reference.data);
  const stages = {
    chafa: chafaDots(reference, size),
    scaled: magnified(i420ToRgb(scaled.data, size.width, size.height), size),
    coded: magnified(shown.data, size),
    painted: magnified(pixelsOf(screen.shown, size), size),
  };
  for (const [name, picture] of Object.entries(stages))
    if (picture) likeness[name].push(ssim(picture, ideal, dots));
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const reference = likeness.chafa.length > 0 ? mean(likeness.chafa) : undefined;
console.log(
  `${size.width} x ${size.height} pixels, ${bytes.frames} frames, ${codec.name} codec, tolerance ${tolerance}`,
);
console.table(
  Object.fromEntries(
    Object.entries(likeness)
      .filter(([, values]) => values.length > 0)
      .map(([name, values]) => [
        name,
        {
          SSIM: mean(values).toFixed(4),
          ...(reference && { 'below chafa': (reference - mean(values)).toFixed(4) }),
        },
      ]),
  ),
);
const cells = (size.width * size.height) / 4;
console.log(`${((bytes.coded / bytes.frames) * FPS * 1e-3).toFixed(1)} kB/s of video`);
console.log(`${(bytes.painted / bytes.frames / cells).toFixed(2)} bytes a cell and frame`);
