// Echo, for whom it comes back to: Ben speaks, and Ana's microphone hears it from her loudspeaker 80 ms later, as loud as it is
// there. How loud that is where Ben listens; how loud Ana is there when she speaks, too, and when only she speaks; beside the same
// call in which nothing is taken out. On a PulseAudio of our own without hardware, which carries the one room's sound to its
// microphone. Needs pulseaudio, and an ffmpeg with flite. Run: npm run build && node bench/echo.js

import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { levelDb } from '../dist/voice/level.js';
import { Pulse, RATE } from './pulse.js';
import { joined, needFlite, spoken, VOICES } from './sentences.js';
import { twoEnds } from './two-ends.js';

const ECHO_MS = 80;
/** Until a call has begun, until its last sound is heard, and until a canceller knows a room. */
const [START_S, END_S, LEARNING_S] = [4, 1, 3];
const WAYS = { 'nothing taken out': ['--headphones'], 'echo cancelled': [] };

/** In dBFS, what comes out of Ben's loudspeaker while this is said into these microphones. */
async function heardWhile(mouths) {
  const heard = [];
  const ear = pulse.listen('ben-ear', (pcm) => heard.push(pcm));
  await Promise.all(Object.entries(mouths).map(([room, pcm]) => once(pulse.play(room, pcm), 'exit')));
  await sleep(END_S * 1000);
  ear.kill();
  return levelDb(joined(heard).subarray(LEARNING_S * RATE)).toFixed(1);
}

const devices = (who) => ['--mic', `${who}-mouth.mic`, '--speaker', `${who}-ear`];

async function measure(name, flags) {
  const ends = await twoEnds(pulse, {
    listen: [...devices('ana'), ...flags],
    call: [...devices('ben'), '--headphones'],
    both: ['--no-camera'],
  });
  const ended = Promise.all([once(ends.host, 'exit'), once(ends.caller, 'exit')]);
  await sleep(START_S * 1000);
  const row = {
    call: name,
    'Ben speaks, dB': await heardWhile({ 'ben-mouth': ben }),
    'both, dB': await heardWhile({ 'ben-mouth': ben, 'ana-mouth': ana }),
    'Ana speaks, dB': await heardWhile({ 'ana-mouth': ana }),
  };
  for (const child of [ends.host, ends.caller]) child.kill();
  await ended;
  return row;
}

needFlite();
const [ana, ben] = VOICES.map((voice) => spoken([voice]).pcm);
const pulse = await Pulse.start(['ana-mouth', 'ana-ear', 'ben-mouth', 'ben-ear']);
try {
  const room = ['source=ana-ear.monitor', 'sink=ana-mouth', `latency_msec=${ECHO_MS}`];
  execFileSync('pactl', ['load-module', 'module-loopback', ...room]);
  const rows = [];
  for (const [name, flags] of Object.entries(WAYS)) rows.push(await measure(name, flags));
  console.table(rows);
} finally {
  pulse.close();
}
