// Sentences that are spoken by Flite, and written down by PocketSphinx with its model of all English. The sentences are such as it
// understands from these two voices, a woman's and a man's, without a mistake; of espeak's it understands less than half.

import { execFileSync } from 'node:child_process';
import { needed } from './needed.js';
import { RATE } from './pulse.js';

const TEXTS = [
  'two men were taken to the hospital this morning',
  'please tell them that we will be back on friday',
  'what do you think about the new president',
  'children should not play with fire',
  'you can call me back this afternoon',
  'take the first street on the right',
  'give me five minutes to get ready',
  'do you want to go to the party tonight',
];
export const VOICES = ['slt', 'awb'];
/** Longer than any program goes on after a word. */
const PAUSE_S = 1;
/** What the recogniser was trained with. */
const RECOGNISER_RATE = 16_000;
const RAW = ['-f', 's16le', '-ar', RATE, '-ac', 1];

export function needFlite() {
  const hello = '-v error -f lavfi -i flite=text=hello -f null -';
  needed(['ffmpeg', ...hello.split(' ')], 'ffmpeg with flite');
}

export function needSpeech() {
  needFlite();
  needed(['pocketsphinx_continuous', '-infile', '/dev/null', '-logfn', '/dev/null'], 'pocketsphinx');
}

/** Works on samples of 48 kHz, if there are any, and returns what ffmpeg writes to its stdout. */
export function ffmpeg(args, pcm) {
  const input = pcm ? [...RAW, '-i', '-'] : [];
  const argv = ['-v', 'error', '-y', ...input, ...args].map(String);
  return execFileSync('ffmpeg', argv, { input: pcm, maxBuffer: 1 << 28 });
}

export function joined(chunks) {
  const pcm = new Int16Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    pcm.set(chunk, at);
    at += chunk.length;
  }
  return pcm;
}

/** All sentences by these voices, a pause before each and at the end; their words, and from which sample to which each lasts. */
export function spoken(voices = VOICES) {
  const pause = new Int16Array(PAUSE_S * RATE);
  const chunks = [pause];
  const sentences = [];
  let from = pause.length;
  for (const voice of voices)
    for (const text of TEXTS) {
      const pcm = speak(voice, text);
      sentences.push({ from, to: from + pcm.length });
      chunks.push(pcm, pause);
      from += pcm.length + pause.length;
    }
  return { pcm: joined(chunks), sentences, words: voices.flatMap(() => wordsOf(TEXTS.join(' '))) };
}

function speak(voice, text) {
  const bytes = ffmpeg(['-f', 'lavfi', '-i', `flite=text='${text}':voice=${voice}`, ...RAW, '-']);
  return new Int16Array(new Uint8Array(bytes).buffer);
}

/** What the recogniser writes down; `wav`: a file for it. */
export function understood(pcm, wav) {
  ffmpeg(['-ar', RECOGNISER_RATE, wav], pcm);
  const options = ['-infile', wav, '-logfn', '/dev/null'];
  return wordsOf(execFileSync('pocketsphinx_continuous', options, { encoding: 'utf8' }));
}

const wordsOf = (text) => text.split(/\s+/).filter((word) => word !== '');

/** The fewest words to be replaced, put in or taken out that make the one text of the other (Levenshtein, 1966). */
export function wordErrors(said, heard) {
  let row = [0, ...heard.map((_, index) => index + 1)];
  for (const [line, word] of said.entries()) {
    const next = [line + 1];
    for (const [index, other] of heard.entries())
      next.push(Math.min(next[index] + 1, row[index + 1] + 1, row[index] + (word === other ? 0 : 1)));
    row = next;
  }
  return row.at(-1);
}
