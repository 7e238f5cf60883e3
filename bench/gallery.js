// The pictures of docs/renderers.md and README.md, made of what the program writes: cells by way of @xterm/headless, images
// by readers of their protocols. Needs half a minute. Run: npm run gallery

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from '@lydell/node-pty';
import sharp from 'sharp';
import { CELL_RENDERERS } from '../dist/base/renderer.js';
import { COLOR_DEPTHS } from '../dist/base/terminal.js';
import { drawTestCard } from '../dist/devices/card-picture.js';
import { photograph } from './photograph.js';
import { pngIn } from './png-in.js';
import { CELL, Screen } from './screen.js';
import { SixelScreen } from './sixel-screen.js';

const MAIN = new URL('../dist/main.js', import.meta.url).pathname;
const ASSETS = new URL('../assets/', import.meta.url).pathname;
const CELLS = { columns: 52, rows: 15 };
const PIXELS = { width: CELLS.columns * CELL.width, height: CELLS.rows * CELL.height };
/** Of the test card, with open eyes. */
const MOMENT_MS = 1500;
const GAP = 8;
const PNG = { compressionLevel: 9, adaptiveFiltering: false };

const DEMO_CELLS = { columns: 160, rows: 45 };
/** What is typed, and when; the last minute's curves need some seconds to become curves. */
const TYPED = { '\t': 3000, 'hello ben\r': 5000, '\x1b': 6000 };
const DEMO_MS = 20_000;
/** No frame takes so long to arrive, and there is more time between two. */
const SILENCE_MS = 8;

/** What `vtalk view` prints. */
function printed(file, renderer, depth) {
  const size = `${CELLS.columns}x${CELLS.rows}`;
  const look = ['--renderer', renderer, '--color', depth, '--size', size];
  const { status, stdout, stderr } = spawnSync(process.execPath, [
    MAIN,
    'view',
    file,
    '--frames',
    '1',
    ...look,
  ]);
  if (status !== 0) throw new Error(String(stderr));
  return stdout;
}

/** Cells, as PNG. */
async function shown(bytes) {
  const screen = new Screen(CELLS);
  await screen.write(bytes.toString('utf8').trimEnd().replaceAll('\n', '\r\n'));
  return await (await photograph(screen)).toBuffer();
}

/** Sixels, as PNG. */
async function shownSixels(bytes) {
  const screen = new SixelScreen(PIXELS);
  screen.show(bytes);
  return await sharp(screen.data, { raw: { ...PIXELS, channels: 3 } })
    .png()
    .toBuffer();
}

/** Four pictures as one. */
async function save(name, pictures) {
  const width = 2 * PIXELS.width + GAP;
  const height = 2 * PIXELS.height + GAP;
  const sheet = sharp({ create: { width, height, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } });
  const placed = pictures.map((input, at) => ({
    input,
    left: (at % 2) * (PIXELS.width + GAP),
    top: (at >> 1) * (PIXELS.height + GAP),
  }));
  const { size } = await sheet
    .composite(placed)
    .png(PNG)
    .toFile(join(ASSETS, 'renderers', `${name}.png`));
  console.log(`${name}: ${(size / 1000).toFixed(1)} kB`);
}

async function saveRenderers() {
  const directory = mkdtempSync(join(tmpdir(), 'vtalk-gallery-'));
  const file = join(directory, 'card.png');
  const size = { width: 2 * PIXELS.width, height: 2 * PIXELS.height };
  const card = sharp(drawTestCard(MOMENT_MS, 'ana', size), { raw: { ...size, channels: 3 } });
  await card.png().toFile(file);
  for (const renderer of CELL_RENDERERS)
    await save(
      renderer,
      await Promise.all(COLOR_DEPTHS.map((depth) => shown(printed(file, renderer, depth)))),
    );
  await save('images', [
    await sharp(file).resize(PIXELS).toBuffer(),
    await shownSixels(printed(file, 'sixel', 'truecolor')),
    pngIn(printed(file, 'kitty', 'truecolor')),
    pngIn(printed(file, 'iterm2', 'truecolor')),
  ]);
  rmSync(directory, { recursive: true });
}

/** A screen on which `vtalk demo` has run for a while. */
async function demo() {
  const { columns: cols, rows } = DEMO_CELLS;
  const home = mkdtempSync(join(tmpdir(), 'vtalk-gallery-'));
  const env = { ...process.env, XDG_CONFIG_HOME: home, COLORTERM: 'truecolor' };
  const words = ['demo', '--renderer', 'octant', '--source', 'test', '--no-audio', '--name', 'ana'];
  const pty = spawn(process.execPath, [MAIN, ...words], { cols, rows, name: 'xterm-256color', env });
  const screen = new Screen(DEMO_CELLS);
  screen.answers((answer) => pty.write(answer));
  for (const [text, delayMs] of Object.entries(TYPED)) setTimeout(() => pty.write(text), delayMs);
  const start = performance.now();
  await new Promise((resolve) => {
    let silence;
    pty.onData((bytes) => {
      clearTimeout(silence);
      void screen.write(bytes);
      if (performance.now() - start > DEMO_MS) silence = setTimeout(resolve, SILENCE_MS);
    });
  });
  pty.pause();
  // What was written before is shown by then.
  await screen.write('');
  const picture = await photograph(screen);
  pty.resume();
  pty.write('q');
  await new Promise((resolve) => pty.onExit(resolve));
  rmSync(home, { recursive: true });
  return picture;
}

mkdirSync(join(ASSETS, 'renderers'), { recursive: true });
await saveRenderers();
const { size } = await (await demo()).png(PNG).toFile(join(ASSETS, 'demo.png'));
console.log(`demo: ${(size / 1000).toFixed(1)} kB`);
