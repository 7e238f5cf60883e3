// A picture with cuts at the end of a slow line to the terminal, seen from outside: how long it takes to the terminal (of the
// program) and through the line, how long after a cut the new scene is there, roughly (the luma of each 2 x 2 cells) and in
// detail, and how soon a letter. Needs ffmpeg.
// Run: npm run build && node bench/slow-terminal.js [COLUMNSxROWS RATE RTT_MS]...

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { talkingHead, writeFilm } from './clips.js';
import { lumaOf, psnr, ssim } from './likeness.js';
import { CELL, pixelsOf } from './screen.js';
import { SlowLine } from './slow-line.js';

const FPS = 30;
const SCENE_S = 3;
const CUTS = 5;
const LOOK_MS = 60;
const LETTERS = 'abcdefghij';
/** A roughly painted picture is as like the right one as that, in dB: the scenes differ by 9. */
const ROUGH_DB = 22;
/** A refined one has so much of the likeness that it ends with. */
const REFINED = 0.95;
const QUICK = { rate: 1e9, rttMs: 0 };
const VTALK = new URL('../dist/main.js', import.meta.url).pathname;
const CASES = ['80x24 50000 200', '160x45 50000 200', '80x24 200000 50', '160x45 200000 50'];

const folder = mkdtempSync(join(tmpdir(), 'vtalk-slow-'));
const path = (name) => join(folder, name);

/** Somebody who talks, then the same upside down in other colours, and so on. */
function scenesOfFilm() {
  const frames = talkingHead(FPS * SCENE_S).map(({ data }) => data);
  return [...frames, ...frames.map((data) => data.map((level) => 255 - level).toReversed())];
}

function start(name, args, { columns, rows, rate, rttMs }) {
  const env = { ...process.env, XDG_CONFIG_HOME: path(name), COLORTERM: 'truecolor' };
  const common = ['--no-audio', '--name', name];
  const command = [process.execPath, VTALK, ...args, ...common];
  return new SlowLine(command, { columns, rows, env, rate, rttMs });
}

async function begin({ columns, rows, rate, rttMs }) {
  const invitation = path('invitation');
  rmSync(invitation, { force: true });
  const door = ['--bind', '127.0.0.1', '--port', '0', '--answer', 'auto', '--invitation-file', invitation];
  const film = ['--source', path('film.mkv'), '--loop', '--layout', 'side', '--stats', path('host.stats')];
  const host = start('ana', ['listen', ...door, ...film], { columns: 110, rows: 30, ...QUICK });
  while (!existsSync(invitation)) await sleep(20);
  const where = readFileSync(invitation, 'utf8').trim();
  const call = ['call', where, '--layout', 'full', '--source', 'test', '--stats', path('caller.stats')];
  const caller = start('ben', call, { columns, rows, rate, rttMs });
  return { host, caller };
}

/** The luma of each two by two cells. */
function roughly({ data, width, height }) {
  const luma = lumaOf(data);
  const [across, down] = [CELL.width * 2, CELL.height * 2];
  const [columns, rows] = [Math.floor(width / across), Math.floor(height / down)];
  const sums = new Float64Array(columns * rows);
  for (let y = 0; y < rows * down; y++)
    for (let x = 0; x < columns * across; x++)
      sums[Math.floor(y / down) * columns + Math.floor(x / across)] += luma[y * width + x] / (across * down);
  return sums;
}

const meanOf = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const quantile = (values, share) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];
const statsOf = (name) => readFileSync(path(name), 'utf8').trim().split('\n').map(JSON.parse);

/** The two scenes as a quick line shows them, and how bright the sender's screen is then. */
async function watchScenes(size) {
  const { host, caller } = await begin({ ...size, ...QUICK });
  const scenes = [];
  const far = [];
  await sleep(2500);
  for (let at = 0; at < 2; at++) {
    await cutOn(host);
    await sleep(1500);
    scenes.push(caller.screen.pixels());
    far.push(host.screen.brightness());
    await sleep(300);
  }
  await end({ host, caller });
  return { scenes, far };
}

/** Resolves at the next cut, which the sender's own picture shows. */
async function cutOn(host) {
  const brightness = () => host.screen.brightness();
  const before = brightness();
  while (Math.abs(brightness() - before) < 1.5) await sleep(10);
  return performance.now();
}

async function end({ host, caller }) {
  caller.kill();
  host.kill();
  await Promise.all([caller.ended, host.ended]);
}

/** What the screen shows from a cut on; it is judged later, because that takes longer than a frame. */
async function watchCut({ host, caller, scenes, far }) {
  const cutAt = await cutOn(host);
  const looks = [];
  while (performance.now() < cutAt + SCENE_S * 1000 - 300) {
    looks.push({ ms: performance.now() - cutAt, cells: caller.screen.cells() });
    await sleep(LOOK_MS);
  }
  const now = host.screen.brightness();
  const scene = scenes[Math.abs(now - far[0]) < Math.abs(now - far[1]) ? 0 : 1];
  return { scene, looks };
}

/** When the screen shows the scene that has begun, in ms after the cut. */
function judgeCut({ scene, looks }) {
  const [luma, rough] = [lumaOf(scene.data), roughly(scene)];
  const seen = looks.map(({ ms, cells }) => {
    const pixels = pixelsOf(cells);
    return { ms, db: psnr(roughly(pixels), rough), likeness: ssim(lumaOf(pixels.data), luma, scene) };
  });
  const last = quantile(
    seen.map(({ likeness }) => likeness),
    0.9,
  );
  return {
    rough: seen.find(({ db }) => db >= ROUGH_DB)?.ms ?? Infinity,
    refined: seen.find(({ likeness, db }) => db >= ROUGH_DB && likeness >= last * REFINED)?.ms ?? Infinity,
    last,
  };
}

async function echo(caller) {
  const times = [];
  caller.type('\t');
  await sleep(1000);
  for (let at = 1; at <= LETTERS.length; at++) {
    const typedAt = performance.now();
    caller.type(LETTERS[at - 1]);
    while (!caller.screen.text().includes(`> ${LETTERS.slice(0, at)}`)) {
      await sleep(5);
      if (performance.now() - typedAt > 5000) break;
    }
    times.push(performance.now() - typedAt);
    await sleep(230);
  }
  return times;
}

async function measure({ columns, rows, rate, rttMs }) {
  const known = await watchScenes({ columns, rows });
  const { host, caller } = await begin({ columns, rows, rate, rttMs });
  await sleep(8000);
  const [delays, carried, since] = [caller.delays.length, caller.carried, performance.now()];
  const cuts = [];
  while (cuts.length < CUTS) cuts.push(await watchCut({ host, caller, ...known }));
  const lineMs = caller.delays.slice(delays);
  const kBps = (caller.carried - carried) / (performance.now() - since);
  const letters = await echo(caller);
  const stats = statsOf('caller.stats').slice(9, -4);
  await end({ host, caller });
  const final = stats.at(-1);
  const judged = cuts.map(judgeCut);
  const inMs = quantile(
    stats.map(({ video }) => video.received.latencyMsP95),
    0.5,
  );
  return {
    screen: `${columns}x${rows}`,
    'kB/s': rate / 1000,
    'rtt ms': rttMs,
    'used kB/s': Math.round(kBps),
    'to tty p95': Math.round(inMs),
    'line p95': Math.round(quantile(lineMs, 0.95)),
    'rough ms': judged.map(({ rough }) => Math.round(rough)).join(' '),
    'refined ms': judged.map(({ refined }) => Math.round(refined)).join(' '),
    'ssim then': meanOf(judged.map(({ last: likeness }) => likeness)).toFixed(3),
    'echo p50/p95': `${Math.round(quantile(letters, 0.5))}/${Math.round(quantile(letters, 0.95))}`,
    picture: `${final.video.received.width}x${final.video.received.height}`,
    fps: final.tty.fps,
    'kbit/s in': final.video.received.kbps,
    'lost late': `${final.video.received.lost} ${final.video.received.late}`,
    'wire rtt': final.rttMs,
  };
}

const wanted = process.argv.length > 2 ? [process.argv.slice(2).join(' ')] : CASES;
writeFilm(path('film.mkv'), scenesOfFilm(), 8);
const rows = [];
for (const each of wanted) {
  const [size, rate, rttMs] = each.split(' ');
  const [columns, lines] = size.split('x').map(Number);
  rows.push(await measure({ columns, rows: lines, rate: Number(rate), rttMs: Number(rttMs) }));
}
rmSync(folder, { recursive: true });
console.table(rows);
