import { SILENCE } from '../base/audio.ts';
import { pcmBytes } from '../base/pcm.ts';
import { RecordReader } from '../base/record-reader.ts';
import { Apm } from './apm.ts';
import { readRequest, REQUEST_BYTES } from './messages.ts';

/*
 * A process that cancels echo. The library inside is native and is handed addresses: what it breaks is this process, and no
 * call. It ends when its parent hangs up.
 */

const apm = new Apm();
const reader = new RecordReader(REQUEST_BYTES);
let playedInMs = 0;

const answer = (pcm: Readonly<Int16Array>): void => void process.stdout.write(pcmBytes(pcm));

function obey(request: Uint8Array): void {
  const { pcm, delayMs } = readRequest(request);
  if (delayMs === undefined) {
    apm.clean(pcm, playedInMs);
    answer(pcm);
  } else {
    apm.played(pcm);
    playedInMs = delayMs;
  }
}

process.stdin.on('data', (chunk: Uint8Array) => {
  for (const request of reader.push(chunk)) obey(request);
});
// Whatever the library still does, it is over.
process.stdin.once('end', () => process.kill(process.pid, 'SIGKILL'));
answer(SILENCE);
