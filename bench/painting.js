// What painting takes of a core in a call: two programs on terminals of 240 x 67 cells that show everything at once, a film
// in octants that fills the screen, and the profile of one of them, by the rooms of its main thread. A profile goes by the
// clock on the wall, so it only divides the processor time that the thread has had. For Linux.
// Run: npm run build && node bench/painting.js [FILM [SECONDS]]

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { spawn } from '@lydell/node-pty';

const [film = 'test', seconds = '20'] = process.argv.slice(2);
const CELLS = { cols: 240, rows: 67 };
const DIST = new URL('../dist/', import.meta.url).href;
const MAIN = new URL('main.js', DIST).pathname;
/** The first seconds, in which code is compiled, are like no others; nor is the last. */
const WARM_UP_MS = 5000;
const END_MS = 1000;
/** Of /proc, a second (proc_pid_stat(5)). */
const TICKS = 100;
/** What a terminal with synchronized updates is asked, at the start and after each frame, and what it answers. */
const ANSWERS = { '\x1b[?2026$p': '\x1b[?2026;2$y', '\x1b[c': '\x1b[?62;22c', '\x1b[5n': '\x1b[0n' };
// oxlint-disable-next-line no-control-regex -- ESC is what a terminal is asked with
const QUESTIONS = /\x1b\[(?:\?2026\$p|c|5n)/g;
/** The longest question but its last letter. */
const TORN = 8;
const PAINTING = new Set(['render', 'terminal', 'painter']);
/** Less, in % of a core, is not told. */
const LITTLE = 0.1;

const folder = mkdtempSync(join(tmpdir(), 'vtalk-painting-'));
const path = (name) => join(folder, name);

function start(name, flags, args) {
  const look = ['--layout', 'full', '--renderer', 'octant', '--no-audio'];
  const common = [
    ...look,
    '--source',
    film,
    '--loop',
    '--duration',
    seconds,
    '--stats',
    path(`${name}.stats`),
  ];
  const env = { ...process.env, XDG_CONFIG_HOME: path(name), COLORTERM: 'truecolor' };
  const options = { ...CELLS, name: 'xterm-256color', env, encoding: 'latin1' };
  const pty = spawn(process.execPath, [...flags, MAIN, ...args, ...common], options);
  let rest = '';
  pty.onData((text) => {
    const heard = rest + text;
    let end = 0;
    for (const { 0: question, index } of heard.matchAll(QUESTIONS)) {
      pty.write(ANSWERS[question]);
      end = index + question.length;
    }
    rest = heard.slice(Math.max(end, heard.length - TORN));
  });
  return { pid: pty.pid, ended: new Promise((resolve) => pty.onExit(resolve)) };
}

/** The processor time of the main thread, in ms. */
function cpuMs(pid) {
  const fields = readFileSync(`/proc/${pid}/task/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS;
}

/** The part of a core that the main thread has between start and end. */
async function loadOf({ pid }) {
  await sleep(WARM_UP_MS);
  const [cpu, since] = [cpuMs(pid), performance.now()];
  await sleep(seconds * 1000 - WARM_UP_MS - END_MS);
  return (cpuMs(pid) - cpu) / (performance.now() - since);
}

async function call() {
  const invitation = path('invitation');
  const door = ['--bind', '127.0.0.1', '--port', '0', '--answer', 'auto', '--invitation-file', invitation];
  const host = start('host', [], ['listen', ...door]);
  while (!existsSync(invitation)) await sleep(20);
  const where = readFileSync(invitation, 'utf8').trim();
  const caller = start('caller', ['--cpu-prof', '--cpu-prof-dir', path('profile')], ['call', where]);
  const load = await loadOf(caller);
  await Promise.all([host.ended, caller.ended]);
  return load;
}

/** The room of the innermost function of ours on the stack; where there is none, V8's name for what it does. */
function roomsOf(nodes) {
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const roomOf = (id) => {
    const { url, functionName } = frames.get(id);
    if (url === `${DIST}call/painter.js`) return 'painter';
    if (url.startsWith(DIST)) return url.slice(DIST.length).split('/')[0];
    const parent = parents.get(id);
    const isTop = parent === undefined || frames.get(parent).functionName === '(root)';
    return isTop ? functionName || url : roomOf(parent);
  };
  return new Map(nodes.map(({ id }) => [id, roomOf(id)]));
}

/** Of the main thread, whose profile is the largest. */
function profile() {
  const texts = readdirSync(path('profile')).map((name) => readFileSync(join(path('profile'), name), 'utf8'));
  return JSON.parse(texts.toSorted((one, other) => other.length - one.length)[0]);
}

/** Of the time in which the thread was not idle, the largest first. */
function shares({ nodes, samples, timeDeltas }) {
  const rooms = roomsOf(nodes);
  const sums = new Map();
  let sinceUs = 0;
  for (const [index, id] of samples.entries()) {
    sinceUs += timeDeltas[index];
    const room = rooms.get(id);
    if (sinceUs > WARM_UP_MS * 1000 && room !== '(idle)')
      sums.set(room, (sums.get(room) ?? 0) + timeDeltas[index]);
  }
  const all = [...sums.values()].reduce((sum, each) => sum + each, 0);
  return [...sums].map(([room, sum]) => [room, sum / all]).toSorted((one, other) => other[1] - one[1]);
}

const load = await call();
const { tty } = JSON.parse(readFileSync(path('caller.stats'), 'utf8').trim().split('\n').at(-2));
const rooms = shares(profile()).map(([room, share]) => [room, share * load * 100]);
rmSync(folder, { recursive: true });
const told = rooms.filter(([, percent]) => percent >= LITTLE);
console.table(
  Object.fromEntries(told.map(([room, percent]) => [room, { '% of a core': percent.toFixed(1) }])),
);
const painting = rooms.reduce((sum, [room, percent]) => sum + (PAINTING.has(room) ? percent : 0), 0);
console.log(`painting ${painting.toFixed(1)} % of a core, the thread ${(load * 100).toFixed(1)} %`);
console.log(`${tty.region} cells, ${tty.fps} fps, ${tty.kBps} kB/s`);
