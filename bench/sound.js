// What lies between giving a frame to a loudspeaker and getting it back from a microphone, for each player, on a null sink
// of a PulseAudio of its own: so it needs no sound card, but pulseaudio. Beside it the same with pacat and parec alone,
// paced by a timer. "busy": the main thread does nothing else for 50 ms, twice a second. Usage: node bench/sound.js
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { systemClock } from '../dist/base/clock.js';
import { pcmBytes } from '../dist/base/pcm.js';
import { Resampler } from '../dist/devices/sound/resampler.js';
import { DeviceLoudspeaker, DeviceMicrophone } from '../dist/devices/sound/sound-device.js';
import { playerWays, recorderWays } from '../dist/devices/sound/ways.js';
import { FORMAT, Pulse } from './pulse.js';

const SECONDS = 8;
const TONE_HZ = 1010;
const STEP = (2 * Math.PI * TONE_HZ) / 48_000;
const MONITOR = 'box.monitor';

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;

/** A tone without end, or clicks half a second apart, and when each was given away. */
function source(kind) {
  const clicks = [];
  let frames = 0;
  const next = () => {
    const first = frames++ * 960;
    const pcm = Int16Array.from({ length: 960 }, (_, at) => 4000 * Math.sin(STEP * (first + at)));
    if (kind === 'clicks' && frames % 25 === 0) {
      pcm.fill(20_000, 0, 96);
      clicks.push(systemClock.now());
    }
    return pcm;
  };
  return { next, clicks };
}

/** What comes back: when clicks were heard, and how often the tone was broken. */
class Ear {
  clicks = [];
  gaps = 0;
  #phase;

  hear(pcm, endedAt) {
    const at = pcm.findIndex((value) => value > 15_000);
    const heardAt = endedAt - (960 - at) / 48;
    if (at >= 0 && heardAt - (this.clicks.at(-1) ?? 0) > 200) this.clicks.push(heardAt);
    this.#follow(pcm);
  }

  /** Where sound is missing, the phase of a tone jumps (Goertzel, 1958). */
  #follow(pcm) {
    let [last, before] = [0, 0];
    for (const value of pcm) [last, before] = [value / 32_768 + 2 * Math.cos(STEP) * last - before, last];
    const phase = Math.atan2(before * Math.sin(STEP), last - before * Math.cos(STEP));
    const turns = (phase - (this.#phase ?? phase) - STEP * 960) / (2 * Math.PI);
    if (this.#phase !== undefined && Math.abs(turns - Math.round(turns)) > 0.03) this.gaps++;
    this.#phase = phase;
  }
}

const delays = (given, heard) =>
  given.slice(2, -1).map((at) => (heard.find((each) => each > at) ?? NaN) - at);

const trouble = (reason) => console.error(reason);

function dawdle() {
  for (const end = performance.now() + 50; performance.now() < end;);
}

async function ours(way, kind) {
  const [box, ear] = [source(kind === 'clicks' ? 'clicks' : 'tone'), new Ear()];
  const claims = [];
  const target = { system: 'pulse', id: MONITOR };
  const recorders = recorderWays({ platform: 'linux', target, ffmpeg: undefined });
  const microphone = new DeviceMicrophone({
    id: 'microphone',
    label: 'microphone',
    ways: recorders,
    clock: systemClock,
  });
  const loudspeaker = new DeviceLoudspeaker({
    id: way.name,
    label: way.name,
    ways: [way],
    clock: systemClock,
  });
  loudspeaker.open({ next: (delayMs) => (claims.push(delayMs), box.next()), trouble });
  await wait(1500);
  microphone.open({ sound: (pcm, at) => ear.hear(pcm, at), trouble });
  await wait(500);
  ear.gaps = 0;
  const busy = setInterval(() => kind === 'busy' && dawdle(), 500);
  await wait(SECONDS * 1000);
  clearInterval(busy);
  await Promise.all([microphone.close(), loudspeaker.close()]);
  return { delayMs: median(delays(box.clicks, ear.clicks)), claimedMs: median(claims), gaps: ear.gaps };
}

/** The two programs, and nothing else. */
async function bare() {
  const [box, ear] = [source('clicks'), new Ear()];
  const parec = spawn('parec', [...FORMAT, '--latency-msec=20', `--device=${MONITOR}`]);
  const pacat = spawn('pacat', [...FORMAT, '--latency-msec=40']);
  let rest = Buffer.alloc(0);
  parec.stdout.on('data', (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (; rest.length >= 1920; rest = rest.subarray(1920))
      ear.hear(new Int16Array(new Uint8Array(rest.subarray(0, 1920)).buffer), systemClock.now());
  });
  await wait(500);
  const [startedAt, given] = [performance.now(), { frames: -3 }];
  const timer = setInterval(() => {
    for (; given.frames < (performance.now() - startedAt) / 20; given.frames++)
      pacat.stdin.write(pcmBytes(box.next()));
  }, 5);
  await wait(SECONDS * 1000);
  clearInterval(timer);
  for (const child of [parec, pacat]) child.kill('SIGKILL');
  return median(delays(box.clicks, ear.clicks));
}

const pulse = await Pulse.start(['box']);
const alsa = pulse.path('asound.conf');
writeFileSync(alsa, '</usr/share/alsa/alsa.conf>\npcm.!default { type pulse }\n');
process.env.ALSA_CONFIG_PATH = alsa;

const reference = await bare();
const rows = [{ player: 'pacat and parec alone', 'delay ms': Math.round(reference), ratio: 1 }];
for (const way of playerWays({ platform: 'linux', target: undefined }).filter(
  ({ name }) => name !== 'pw-cat',
)) {
  const { delayMs, claimedMs } = await ours(way, 'clicks');
  const { gaps } = await ours(way, 'tone');
  const { gaps: gapsWhenBusy } = await ours(way, 'busy');
  rows.push({
    player: way.name,
    'delay ms': Math.round(delayMs),
    ratio: Number((delayMs / reference).toFixed(2)),
    'told ms': Math.round(claimedMs),
    [`gaps in ${SECONDS} s`]: gaps,
    'when busy': gapsWhenBusy,
  });
}
console.table(rows);
pulse.close();

const resampler = new Resampler(44_100, 48_000);
const block = new Float32Array(44_100 / 50).fill(0.1);
for (let warm = 0; warm < 100; warm++) resampler.push(block);
const startedAt = performance.now();
for (let second = 0; second < 10 * 50; second++) resampler.push(block);
console.log(`a second of 44.1 kHz as 48 kHz: ${((performance.now() - startedAt) / 10).toFixed(1)} ms`);
