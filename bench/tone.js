// A tone each way through a call for a minute, on a PulseAudio of our own without hardware: what comes out is judged from
// outside, by its pitch, level and gaps; beside calls without pictures, one that fills a terminal of 240x67 cells thirty times
// a second, and one in a terminal at the end of a slow line. Also what sound costs: the CPU of one side, with its children, in
// the first minute, while programs are still being compiled, and in the one after it.
// Needs pulseaudio and ffmpeg. Run: npm run build && node bench/tone.js [SECONDS]

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { talkingHead, writeFilm } from './clips.js';
import { Pulse, RATE } from './pulse.js';
import { SlowLine } from './slow-line.js';

const SECONDS = Number(process.argv[2] ?? 60);
/** Until a call has begun, and both ends have got used to it. */
const START_S = 6;
const LEVEL = 16_000;
/** In pieces of so many samples: whole periods of both tones. */
const PIECE = 1200;
/** Quieter by half than the others. */
const GAP = 0.5;
const TICKS_PER_S = 100;
const VTALK = new URL('../dist/main.js', import.meta.url).pathname;
const TONES = { ana: 440, ben: 680 };

const pulse = await Pulse.start(['ana-mouth', 'ana-ear', 'ben-mouth', 'ben-ear']);
const film = pulse.path('film.mkv');

const tone = (hertz) =>
  Int16Array.from({ length: (2 * SECONDS + 4 * START_S) * RATE }, (_, at) =>
    Math.round(LEVEL * Math.sin((2 * Math.PI * hertz * at) / RATE)),
  );

/** One side of a call, in a terminal or without. */
class Side {
  constructor(name, args, terminal) {
    const sound = ['--mic', `${name}-mouth.mic`, '--speaker', `${name}-ear`];
    const common = ['--name', name, '--stats', pulse.path(`${name}.stats`), ...sound];
    const command = [process.execPath, VTALK, ...args, ...common];
    const env = { ...process.env, XDG_CONFIG_HOME: pulse.path(name), COLORTERM: 'truecolor' };
    this.name = name;
    this.heard = [];
    if (terminal) this.window = new SlowLine(command, { ...terminal, env });
    else this.child = spawn(command[0], [...command.slice(1), '--headless'], { env, stdio: 'ignore' });
    this.ended = this.window?.ended ?? once(this.child, 'exit');
  }

  get pid() {
    return this.window?.pid ?? this.child.pid;
  }

  get stats() {
    return readFileSync(pulse.path(`${this.name}.stats`), 'utf8')
      .trim()
      .split('\n')
      .map(JSON.parse);
  }

  listen() {
    this.ear = pulse.listen(`${this.name}-ear`, (pcm) => this.heard.push(pcm));
  }

  async end() {
    this.ear?.kill();
    if (this.window) this.window.kill();
    else this.child.kill();
    await this.ended;
  }
}

/** CPU seconds that a process and what it has started have taken. */
function cpuOf(root) {
  const processes = readdirSync('/proc').filter(Number).flatMap(processOf);
  const family = new Set([root]);
  for (const { pid, parent } of processes.toSorted((one, other) => one.pid - other.pid))
    if (family.has(parent)) family.add(pid);
  return processes.reduce((sum, { pid, ticks }) => sum + (family.has(pid) ? ticks : 0), 0) / TICKS_PER_S;
}

function processOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    return [{ pid: Number(pid), parent: fields[1], ticks: fields[11] + fields[12] }];
  } catch {
    return [];
  }
}

/** How loud a tone is in a piece, of which 1 is as loud as it was said, and where in its period it is (Goertzel, 1958). */
function goertzel(piece, hertz) {
  const step = (2 * Math.PI * hertz) / RATE;
  let [last, before] = [0, 0];
  for (const sample of piece) [last, before] = [sample + 2 * Math.cos(step) * last - before, last];
  const [real, imaginary] = [last - before * Math.cos(step), before * Math.sin(step)];
  return {
    level: (2 * Math.hypot(real, imaginary)) / piece.length / LEVEL,
    phase: Math.atan2(imaginary, real),
  };
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** Of the tone that was heard: its pitch, its level, and the gaps in it. */
function judge(chunks, hertz) {
  const pcm = new Int16Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    pcm.set(chunk, at);
    at += chunk.length;
  }
  const pieces = Array.from({ length: Math.floor(pcm.length / PIECE) }, (_, index) =>
    goertzel(pcm.subarray(index * PIECE, (index + 1) * PIECE), hertz),
  );
  const level = median(pieces.map((piece) => piece.level));
  // Whole periods fill a piece, so the phase stands still if the pitch is right.
  const drift = median(pieces.slice(1).map(({ phase }, index) => Math.sin(phase - pieces[index].phase)));
  const quiet = pieces.map((piece) => piece.level < level * GAP);
  return {
    hertz: (hertz + (drift / (2 * Math.PI)) * (RATE / PIECE)).toFixed(1),
    'level dB': (20 * Math.log10(level)).toFixed(1),
    seconds: (pcm.length / RATE).toFixed(1),
    gaps: quiet.filter((isQuiet, index) => isQuiet && !quiet[index - 1]).length,
    'longest ms': Math.round((longestRun(quiet) * PIECE * 1000) / RATE),
  };
}

function longestRun(values) {
  let [longest, run] = [0, 0];
  for (const value of values) longest = Math.max(longest, (run = value ? run + 1 : 0));
  return longest;
}

/**
 * `flags` of the caller, `extra` of both; ana may have a terminal. Without headphones a tone is noise, and taken out. `later`:
 * whether the second minute is looked at, too.
 */
async function measure(
  name,
  {
    flags = [],
    ana = ['--no-camera'],
    ben = ['--no-camera'],
    terminal,
    extra = ['--headphones'],
    later = false,
  },
) {
  const invitation = pulse.path('invitation');
  rmSync(invitation, { force: true });
  const door = ['--bind', '127.0.0.1', '--port', '0', '--answer', 'auto', '--invitation-file', invitation];
  const host = new Side('ana', ['listen', ...door, ...ana, ...extra], terminal);
  while (!existsSync(invitation)) await sleep(50);
  const where = readFileSync(invitation, 'utf8').trim();
  const caller = new Side('ben', ['call', where, ...flags, ...ben, ...extra]);
  const mouths = Object.entries(TONES).map(([who, hertz]) => pulse.play(`${who}-mouth`, tone(hertz)));
  await sleep(START_S * 1000);
  for (const side of [host, caller]) side.listen();
  const lines = host.stats.length;
  const cpu = await cpuWhile(host);
  const stats = host.stats.slice(lines);
  for (const side of [host, caller]) side.ear.kill();
  const cpuLater = later ? await cpuWhile(host) : undefined;
  const isHeard = extra.includes('--headphones');
  for (const end of [host.end(), caller.end(), ...mouths.map((mouth) => mouth.kill())]) await end;
  const mean = (read) => stats.reduce((sum, each) => sum + read(each), 0) / stats.length;
  return {
    call: name,
    ...(isHeard ? judge(host.heard, TONES.ben) : {}),
    'made up %': mean(({ audio }) => audio.received.concealedPct).toFixed(2),
    'delay ms': Math.round(mean(({ audio }) => audio.received.delayMs)),
    'tty fps': Math.round(mean(({ tty }) => tty.fps)),
    'cpu %': cpu,
    'later %': cpuLater,
    back: isHeard ? judge(caller.heard, TONES.ana) : undefined,
  };
}

/** Of a core, in percent: what a side takes while so much time goes by. */
async function cpuWhile(side) {
  const before = cpuOf(side.pid);
  await sleep(SECONDS * 1000);
  return (((cpuOf(side.pid) - before) / SECONDS) * 100).toFixed(1);
}

const sender = ['--source', film, '--loop'];
const large = ['--no-camera', '--layout', 'full', '--renderer', 'octant'];
const quick = { rate: 1e9, rttMs: 0 };
const CASES = {
  udp: { flags: ['--transport', 'udp'], later: true },
  'udp, echo cancelled': { flags: ['--transport', 'udp'], extra: [], later: true },
  'udp, no sound': { flags: ['--transport', 'udp'], extra: ['--no-audio'], later: true },
  tcp: { flags: ['--transport', 'tcp'] },
  'one channel': { flags: ['--mux'] },
  '240x67 at 30 fps': { ana: large, ben: sender, terminal: { columns: 240, rows: 67, ...quick } },
  '80x24 at 50 kB/s': {
    ana: large,
    ben: sender,
    terminal: { columns: 80, rows: 24, rate: 50_000, rttMs: 200 },
  },
};

try {
  writeFilm(
    film,
    talkingHead(90).map(({ data }) => data),
    12,
  );
  const rows = [];
  for (const [name, options] of Object.entries(CASES)) {
    const { back, ...row } = await measure(name, options);
    rows.push(row);
    if (back) rows.push({ call: `${name}, back`, ...back });
  }
  console.table(rows);
} finally {
  pulse.close();
}
