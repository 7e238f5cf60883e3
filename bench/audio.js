// The voice: CPU of each stage, and what networks do to it: share that was made up, delay, and likeness to the same sound over
// a perfect network. Needs an ffmpeg with flite, which speaks. Run: npm run build && node bench/audio.js [memory]
//
// Likeness is the log spectral distance (Gray and Markel, 1976) over Bark bands, of each 20 ms at the moment of the stream that
// they are, in dB: 0 is the same, 1 is hardly heard, 5 and more is another sound. Recorded to pulled: 20 ms that a piece lasts,
// 25 on the way, and the wait; the devices come on top.

import { execFileSync } from 'node:child_process';
import { Application, createDecoder, createEncoder, Signal } from 'libopus-wasm';
import { openVoiceCodec } from '../dist/codec/opus.js';
import { Playout } from '../dist/jitter/playout.js';
import { AudioPacketiser, readAudio } from '../dist/rtp/audio.js';
import { readRtp, writeRtp } from '../dist/rtp/packet.js';
import { VoiceProcessor } from '../dist/voice/voice-processor.js';
import { barkBands, distance } from './bark.js';
import { needFlite } from './sentences.js';

const FRAME = 960;
const FRAME_MS = 20;
const TURNS = 3000;
const TRANSIT_MS = 25;
/** Of Opus: 6.5 ms (RFC 6716, 2). */
const LOOK_AHEAD = 312;
const START = 1e12;
const TEXT =
  'The birch canoe slid on the smooth planks. Glue the sheet to the dark blue background. It is easy to tell the depth ' +
  'of a well. These days a chicken leg is a rare dish. Rice is often served in round bowls. The juice of lemons makes ' +
  'fine punch. The box was thrown beside the parked truck. The hogs were fed chopped corn and garbage.';

const codec = await openVoiceCodec();
needFlite();
const voice = speak();

/** The Harvard sentences, spoken, again and again. */
function speak() {
  const source = `flite=text='${TEXT}':voice=slt`;
  const options = [
    '-v',
    'error',
    '-f',
    'lavfi',
    '-i',
    source,
    '-ac',
    '1',
    '-ar',
    '48000',
    '-f',
    's16le',
    '-',
  ];
  const bytes = execFileSync('ffmpeg', options, { maxBuffer: 1 << 28 });
  const pcm = new Int16Array(new Uint8Array(bytes).buffer, 0, bytes.length >> 1);
  const frames = Math.floor(pcm.length / FRAME);
  return Array.from({ length: TURNS }, (_, turn) => {
    const at = (turn % frames) * FRAME;
    return pcm.slice(at, at + FRAME);
  });
}

/** Numbers in [0, 1), the same in each run (a linear congruential generator). */
function seeded(seed) {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

const mean = (values) => values.reduce((sum, each) => sum + each, 0) / values.length;
const quantile = (values, share) => values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))];

async function send({ redundancy, lossPct }) {
  const encoder = await codec.openEncoder({ bitrateBps: 24_000, lossPct, constantRate: false });
  const packetiser = new AudioPacketiser({ ssrc: 1, random: (length) => new Uint8Array(length) });
  const sent = voice.map((pcm, turn) => {
    const capturedAt = START + (turn + 1) * FRAME_MS;
    return packetiser.packetise({ packet: encoder.encode(pcm), capturedAt, redundancy });
  });
  encoder.close();
  return sent;
}

/** What a listener with nothing lost and nothing late hears; pauses are silent in it. */
async function perfect(sent) {
  const decoder = await codec.openDecoder();
  const pcm = new Int16Array(TURNS * FRAME);
  for (const [turn, packet] of sent.entries())
    if (packet) pcm.set(decoder.decode(readAudio(packet).sounds.at(-1).packet), turn * FRAME);
  decoder.close();
  return pcm;
}

function carry(sent, { lossPct, jitterMs }) {
  const random = seeded(7);
  return sent
    .flatMap((packet, turn) => {
      if (!packet || random() * 100 < lossPct) return [];
      return [{ packet, at: START + (turn + 1) * FRAME_MS + TRANSIT_MS + random() * jitterMs }];
    })
    .toSorted((one, other) => one.at - other.at);
}

async function listen(arrivals, reference) {
  const playout = new Playout(await codec.openDecoder());
  const lags = [];
  const distances = [];
  let arrived = 0;
  for (let turn = 0; turn < TURNS; turn++) {
    const now = START + turn * FRAME_MS + 7;
    for (; arrived < arrivals.length && arrivals[arrived].at <= now; arrived++)
      playout.push(readAudio(arrivals[arrived].packet), arrivals[arrived].at);
    const pcm = playout.pull(now);
    if (playout.lagMs === undefined) continue;
    lags.push(playout.lagMs);
    const at = Math.round((now - playout.lagMs - START) * 48);
    const original = reference.subarray(at, at + FRAME);
    if (original.length === FRAME) distances.push(distance(barkBands(pcm), barkBands(original)));
  }
  playout.close();
  const { concealed, played, recovered } = playout.counts;
  return {
    concealedPct: (100 * concealed) / (concealed + played + recovered),
    lagMs: quantile(lags, 0.5),
    worstLagMs: quantile(lags, 0.99),
    distanceDb: mean(distances.filter((each) => each !== undefined)),
  };
}

async function networks() {
  console.log('loss %  jitter ms  copies  kbit/s  made up %  recorded to pulled ms p50 / p99  distance dB');
  for (const lossPct of [0, 5, 10, 20])
    for (const jitterMs of [0, 30, 60])
      for (const redundancy of lossPct === 0 ? [0] : [0, lossPct > 10 ? 2 : 1]) {
        const sent = await send({ redundancy, lossPct });
        const bytes = sent.reduce((sum, packet) => sum + (packet ? packet.payload.length : 0), 0);
        const kbps = (bytes * 8) / (TURNS * FRAME_MS);
        const heard = await listen(carry(sent, { lossPct, jitterMs }), await perfect(sent));
        console.log(
          String(lossPct).padStart(6),
          String(jitterMs).padStart(10),
          String(redundancy).padStart(7),
          kbps.toFixed(1).padStart(7),
          heard.concealedPct.toFixed(2).padStart(10),
          `${heard.lagMs.toFixed(0)} / ${heard.worstLagMs.toFixed(0)}`.padStart(31),
          heard.distanceDb.toFixed(2).padStart(12),
        );
      }
}

/** CPU of this process for a second of sound. */
function cost(name, run) {
  run();
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  console.log(`${name.padEnd(46)} ${((user + system) / (TURNS * FRAME_MS)).toFixed(2)} ms/s`);
}

async function stages() {
  const encoder = await codec.openEncoder({ bitrateBps: 24_000, lossPct: 10, constantRate: false });
  const decoder = await codec.openDecoder();
  const packets = voice.map((pcm) => encoder.encode(pcm));
  const packetiser = new AudioPacketiser({ ssrc: 1, random: (length) => new Uint8Array(length) });
  const wire = (await send({ redundancy: 1, lossPct: 10 })).filter((packet) => packet).map(writeRtp);
  const idle = {
    decode: () => voice[0].slice(),
    recover: () => voice[0].slice(),
    conceal: () => voice[0].slice(),
  };
  const processor = new VoiceProcessor({ halfDuplex: true });
  cost('capture: level, activity, loudness, gate', () =>
    voice.forEach((pcm) => processor.captured(pcm.slice())),
  );
  cost('Opus encode', () => voice.forEach((pcm) => encoder.encode(pcm)));
  cost('packetise with one copy', () =>
    packets.forEach((packet, turn) =>
      writeRtpOf(packetiser.packetise({ packet, capturedAt: START + turn * FRAME_MS, redundancy: 1 })),
    ),
  );
  cost('read RTP and its copies', () => wire.forEach((bytes) => readAudio(readRtp(bytes))));
  cost('playout without decoding', () => {
    const playout = new Playout({ ...idle, close: () => undefined });
    wire.forEach((bytes, turn) => {
      playout.push(readAudio(readRtp(bytes)), START + turn * FRAME_MS);
      playout.pull(START + turn * FRAME_MS + 1);
    });
  });
  cost('Opus decode', () => packets.forEach((packet) => packet && decoder.decode(packet)));
  cost('play: level, switch', () => voice.forEach((pcm) => processor.played(pcm.slice())));
  encoder.close();
  decoder.close();
}

const toneAt = (at) => 6000 * Math.sin((2 * Math.PI * 400 * at) / 48_000);

/** What the encoder's effort is good for: its time, and how far from them spoken sentences and a tone are afterwards. */
async function complexities() {
  const tone = voice.map((frame, turn) => frame.map((sample, at) => toneAt(turn * FRAME + at)));
  console.log('\ncomplexity  ms/s  from speech dB  from a tone dB');
  for (const complexity of [9, 8, 7, 6, 5, 4]) {
    const speech = await recode(voice, complexity);
    const pure = await recode(tone, complexity);
    const figures = [speech.ms.toFixed(1), speech.distanceDb.toFixed(2), pure.distanceDb.toFixed(2)];
    console.log(
      String(complexity).padStart(10),
      figures[0].padStart(5),
      figures[1].padStart(15),
      figures[2].padStart(15),
    );
  }
}

/** There and back with that much effort: milliseconds for a second, and how far it is from what it was. */
async function recode(frames, complexity) {
  const format = { sampleRate: 48_000, channels: 1 };
  const encoder = await createEncoder({
    ...format,
    frameSize: FRAME,
    application: Application.Voip,
    signal: Signal.Voice,
  });
  encoder.setComplexity(complexity);
  encoder.setBitrate(24_000);
  const decoder = await createDecoder({ ...format, maxFrameSize: FRAME });
  const start = process.cpuUsage();
  const packets = frames.map((pcm) => encoder.encode(pcm));
  const { user, system } = process.cpuUsage(start);
  const heard = new Int16Array(frames.length * FRAME);
  for (const [turn, packet] of packets.entries()) heard.set(decoder.decode(packet), turn * FRAME);
  for (const end of [encoder, decoder]) end.free();
  const distances = frames.map((pcm, turn) => {
    const at = turn * FRAME + LOOK_AHEAD;
    return distance(barkBands(pcm), barkBands(heard.subarray(at, at + FRAME)));
  });
  return {
    ms: (user + system) / (frames.length * FRAME_MS),
    distanceDb: mean(distances.slice(10, -1).filter((each) => each !== undefined)),
  };
}

const writeRtpOf = (packet) => packet && writeRtp(packet);

async function echo() {
  const loaded = await import('../dist/devices/sound/echo/apm.js').catch(() => undefined);
  if (!loaded) return console.log('echo canceller: not installed');
  const apm = new loaded.Apm();
  cost('echo canceller, in the process of a microphone', () =>
    voice.forEach((pcm) => {
      apm.played(pcm);
      apm.clean(pcm.slice(), 60);
    }),
  );
}

async function memory() {
  const encoder = await codec.openEncoder({ bitrateBps: 24_000, lossPct: 10, constantRate: false });
  const decoder = await codec.openDecoder();
  const random = seeded(1);
  for (let turn = 0; turn <= 100_000; turn++) {
    const packet = encoder.encode(voice[turn % TURNS]);
    if (packet) decoder.decode(packet);
    decoder.recover(packet ?? new Uint8Array(0));
    decoder.decode(Uint8Array.from({ length: random() * 200 }, () => random() * 256));
    if (turn % 20_000 === 0)
      console.log(`${turn} packets: ${(process.memoryUsage.rss() / 2 ** 20).toFixed(0)} MB`);
  }
}

if (process.argv[2] === 'memory') await memory();
else {
  await stages();
  await complexities();
  await echo();
  console.log('');
  await networks();
}
