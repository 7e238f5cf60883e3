// From mouth to ear: two programs call each other, one gets clicks into its microphone, and the other's loudspeaker is
// listened to, on a PulseAudio of our own without hardware. Prints how long a click takes, by way of udp, tcp and one channel.
// Needs pulseaudio. Run: npm run build && node bench/ear.js [SECONDS]

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { needed } from './needed.js';

needed(['pulseaudio', '--version']);
needed(['pactl', '--version']);

const SECONDS = Number(process.argv[2] ?? 30);
const RATE = 48_000;
/** Each second and a bit, so that clicks fall anywhere in a packet. */
const CLICK_EVERY_S = 1.013;
const CLICK_SAMPLES = RATE / 50;
const LOUD = 3000;
const VTALK = new URL('../dist/main.js', import.meta.url).pathname;

const folder = mkdtempSync(join(tmpdir(), 'vtalk-ear-'));
const path = (name) => join(folder, name);
const children = [];
const start = (command, args, options = {}) => {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'], ...options });
  children.push(child);
  return child;
};

/** A tone of 20 ms: a codec for speech leaves little of a single sample. */
function clicks(seconds) {
  const pcm = new Int16Array(seconds * RATE);
  for (let at = RATE; at < pcm.length - CLICK_SAMPLES; at += Math.round(CLICK_EVERY_S * RATE))
    for (let sample = 0; sample < CLICK_SAMPLES; sample++)
      pcm[at + sample] = 16_000 * Math.sin((2 * Math.PI * 700 * sample) / RATE);
  return new Uint8Array(pcm.buffer);
}

const sink = (name) => `load-module module-null-sink rate=48000 channels=1 norewinds=1 sink_name=${name}\n`;

async function server() {
  const socket = path('pulse.sock');
  const native = `load-module module-native-protocol-unix auth-anonymous=1 socket=${socket}\n`;
  writeFileSync(path('pulse.pa'), sink('mouth') + sink('ear') + sink('nobody') + native);
  Object.assign(process.env, { XDG_RUNTIME_DIR: folder, PULSE_SERVER: `unix:${socket}` });
  const flags = '--daemonize=no --exit-idle-time=-1 --disable-shm=yes --use-pid-file=no --log-level=error';
  start('pulseaudio', ['-n', '-F', path('pulse.pa'), ...flags.split(' ')]);
  while (spawnSync('pactl', ['info']).status !== 0) await sleep(100);
}

/** When each click is heard there, in ms. */
function listen(name) {
  const args = ['--raw', '--format=s16le', '--rate=48000', '--channels=1', '--latency-msec=10'];
  const child = start('parec', [...args, `--device=${name}.monitor`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const heard = [];
  child.stdout.on('data', (bytes) => {
    const now = performance.now();
    const pcm = new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + (bytes.length & ~1)));
    const loud = pcm.findIndex((sample) => Math.abs(sample) > LOUD);
    const at = now - ((pcm.length - loud) / RATE) * 1000;
    if (loud >= 0 && at - (heard.at(-1) ?? -1000) > 500) heard.push(at);
  });
  return heard;
}

const quantile = (values, share) => values.toSorted((a, b) => a - b)[Math.floor(values.length * share)];

async function measure(way, flags) {
  const user = (name) => ({ env: { ...process.env, XDG_CONFIG_HOME: path(name) } });
  const common = ['--headless', '--source', 'test', '--headphones', '--duration', String(SECONDS)];
  const vtalk = (name, ...args) => start(process.execPath, [VTALK, ...args, ...common], user(name));
  const invitation = path('invitation');
  rmSync(invitation, { force: true });
  const host = vtalk(
    'ana',
    'listen',
    '--bind',
    '127.0.0.1',
    '--port',
    '0',
    '--invitation-file',
    invitation,
    '--mic',
    'nobody.monitor',
    '--speaker',
    'ear',
    '--stats',
    path('stats'),
  );
  while (!existsSync(invitation)) await sleep(50);
  vtalk(
    'ben',
    'call',
    readFileSync(invitation, 'utf8').trim(),
    ...flags,
    '--mic',
    'mouth.monitor',
    '--speaker',
    'nobody',
  );
  const said = listen('mouth');
  const heard = listen('ear');
  writeFileSync(path('clicks.raw'), clicks(SECONDS));
  start('sh', [
    '-c',
    `pacat --raw --format=s16le --rate=48000 --channels=1 --latency-msec=20 --device=mouth < ${path('clicks.raw')}`,
  ]);
  await once(host, 'exit');
  const delays = said.map((at) => heard.find((other) => other > at) - at).filter((ms) => ms < 900);
  const { audio } = JSON.parse(readFileSync(path('stats'), 'utf8').trim().split('\n').at(-1));
  const ms = (share) => quantile(delays, share)?.toFixed(0);
  console.log(
    `${way}: ${delays.length} of ${said.length} clicks; mouth to ear p50 ${ms(0.5)} ms, p95 ${ms(0.95)} ms; by its own account ${audio.received.delayMs} ms, ${audio.received.concealedPct} % made up`,
  );
}

try {
  await server();
  await measure('udp', ['--transport', 'udp']);
  await measure('tcp', ['--transport', 'tcp']);
  await measure('mux', ['--mux']);
} finally {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}
