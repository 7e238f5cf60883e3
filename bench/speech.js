// What is understood of what is said: sentences are played into the microphone of one program, and a recogniser writes down what
// comes out of the other's loudspeaker, beside what it understands of the original. Also how much of the beginnings and the ends of
// sentences is lost at most: a gate that opens late cuts them. Given a folder, it leaves there what was heard, and a spectrogram of
// it. On a PulseAudio of our own without hardware.
// Needs pulseaudio, pocketsphinx, and an ffmpeg with flite. Run: npm run build && node bench/speech.js [FOLDER]

import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pulse, RATE } from './pulse.js';
import { ffmpeg, joined, needSpeech, spoken, understood, wordErrors } from './sentences.js';
import { twoEnds } from './two-ends.js';

const FOLDER = process.argv[2];
/** -65 dBFS: a quiet room. */
const ROOM = 18;
/** Until a call has begun, and until its last sound is heard. */
const [START_S, END_S] = [4, 1];
/** In such pieces loudness is looked at; so many of them late a sentence may be heard. */
const PIECE_MS = 10;
const PIECE = (RATE / 1000) * PIECE_MS;
const LATEST = 200;
/** How much quieter than its loudest piece a sentence begins and ends. */
const AUDIBLE_DB = 30;
const HEADPHONES = ['--headphones'];
const WAYS = {
  udp: { flags: ['--transport', 'udp'], both: HEADPHONES },
  tcp: { flags: ['--transport', 'tcp'], both: HEADPHONES },
  'one (--mux)': { flags: ['--mux'], both: HEADPHONES },
  'udp, echo cancelled': { flags: ['--transport', 'udp'], both: [] },
};

/** As it is heard in a room, whose noise is the same in each run (a linear congruential generator). */
function inRoom(pcm) {
  let state = 1;
  const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  return pcm.map((sample) => sample + ROOM * Math.sqrt(3) * (2 * random() - 1));
}

/** What comes out at the other end. */
async function through(pcm, { flags, both }) {
  const ends = await twoEnds(pulse, {
    listen: ['--mic', 'nobody.mic', '--speaker', 'ear'],
    call: [...flags, '--mic', 'mouth.mic', '--speaker', 'nobody'],
    both: ['--no-camera', ...both],
  });
  const ended = Promise.all([once(ends.host, 'exit'), once(ends.caller, 'exit')]);
  await sleep(START_S * 1000);
  const heard = [];
  const listener = pulse.listen('ear', (chunk) => heard.push(chunk));
  await once(pulse.play('mouth', pcm), 'exit');
  await sleep(END_S * 1000);
  for (const child of [listener, ends.host, ends.caller]) child.kill();
  await ended;
  return joined(heard);
}

/** The power of each 10 ms, of which silence has a little. */
const powers = (pcm) =>
  Float64Array.from({ length: Math.floor(pcm.length / PIECE) }, (_, index) =>
    pcm.subarray(index * PIECE, (index + 1) * PIECE).reduce((sum, sample) => sum + sample ** 2, PIECE),
  );

const sum = (values) => values.reduce((total, each) => total + each, 0);
const mean = (values) => sum(values) / values.length;
const db = (power) => 10 * Math.log10(power);

/** The pieces of a sentence from the first that can be heard to the last. */
function audible(said, { from, to }) {
  const [first, end] = [Math.floor(from / PIECE), Math.ceil(to / PIECE)];
  const least = Math.max(...said.subarray(first, end)) / 10 ** (AUDIBLE_DB / 10);
  const loud = Array.from(said.subarray(first, end), (power) => power > least);
  return { from: first + loud.indexOf(true), to: first + loud.lastIndexOf(true) + 1 };
}

/** How many pieces later it is heard: where loudness goes up and down as it does in the original. */
function delayOf(original, heard, from) {
  const likeness = (delay) => {
    const copy = heard.subarray(from + delay, from + delay + original.length);
    return copy.length < original.length ? -Infinity : correlation(original.map(db), copy.map(db));
  };
  const scores = Array.from({ length: LATEST }, (_, delay) => likeness(delay));
  return scores.indexOf(Math.max(...scores));
}

function correlation(one, other) {
  const [meanOne, meanOther] = [mean(one), mean(other)];
  const product = sum(one.map((value, index) => (value - meanOne) * (other[index] - meanOther)));
  return (
    product /
    Math.sqrt(
      sum(one.map((value) => (value - meanOne) ** 2)) * sum(other.map((value) => (value - meanOther) ** 2)),
    )
  );
}

/** How many ms of its beginning and of its end were lost: are quieter than the whole sentence has become by more than 10 dB. */
function cut(said, heard, sentence) {
  const { from, to } = audible(said, sentence);
  const original = said.subarray(from, to);
  const delay = delayOf(original, heard, from);
  const gain = sum(heard.subarray(from + delay, to + delay)) / sum(original);
  const isHeard = Array.from(original, (power, index) => {
    const at = from + delay + index;
    return Math.max(...heard.subarray(at - 1, at + 2)) > (power * gain) / 10;
  });
  return { start: isHeard.indexOf(true) * PIECE_MS, end: isHeard.toReversed().indexOf(true) * PIECE_MS };
}

function keep(name, pcm) {
  if (FOLDER === undefined) return;
  mkdirSync(FOLDER, { recursive: true });
  const file = join(FOLDER, name.replaceAll(/\W+/g, '-'));
  ffmpeg([`${file}.wav`], pcm);
  ffmpeg(['-lavfi', 'showspectrumpic=size=2400x512:drange=100:win_func=bharris', `${file}.png`], pcm);
}

function judge(name, heard, { pcm, sentences, words }) {
  keep(name, heard);
  const text = understood(heard, pulse.path('heard.wav'));
  const errors = wordErrors(words, text);
  const [before, after] = [powers(pcm), powers(heard)];
  const cuts = sentences.map((sentence) => cut(before, after, sentence));
  const most = (edge) => Math.max(...cuts.map((each) => each[edge]));
  console.log(`${name}: ${text.join(' ')}\n`);
  return {
    way: name,
    'words said': words.length,
    'word errors': errors,
    '%': ((100 * errors) / words.length).toFixed(1),
    'cut at starts, ms': most('start'),
    'at ends': most('end'),
  };
}

needSpeech();
const pulse = await Pulse.start(['mouth', 'ear', 'nobody']);
try {
  const talk = spoken();
  const pcm = inRoom(talk.pcm);
  const said = { ...talk, pcm };
  const rows = [judge('as it was said', pcm, said)];
  for (const [name, way] of Object.entries(WAYS)) rows.push(judge(name, await through(pcm, way), said));
  console.table(rows);
} finally {
  pulse.close();
}
