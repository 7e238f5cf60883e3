import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { EchoCanceller } from '../base/audio.ts';
import type { Ms } from '../base/clock.ts';
import { PCM_BYTES, pcmIn } from '../base/pcm.ts';
import { RecordReader } from '../base/record-reader.ts';
import { REQUEST_BYTES, writeRequest } from './messages.ts';

interface Waiting {
  pcm: Int16Array;
  resolve: (pcm: Int16Array) => void;
}

/** Half a second of the microphone: a process that is so far behind hangs. */
const MAX_WAITING = 25;
/** What is played goes along with what is heard next, since each write wakes a process; but no more than that waits for it. */
const MAX_HELD = 3;
const CHILD = new URL('./canceller-child.js', import.meta.url);

/**
 * Starts the echo canceller of WebRTC in a process of its own. Where its package isn't installed, doesn't load or dies, the
 * canceller is one that doesn't work. `script`: what the process runs.
 */
export const openEchoCanceller = (script: URL = CHILD): EchoCanceller => new ChildCanceller(script);

class ChildCanceller implements EchoCanceller {
  #state: 'starting' | 'working' | 'lost' = 'starting';
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #gone: Promise<unknown>;
  readonly #reader = new RecordReader(PCM_BYTES);
  /** What was played since the last write. */
  #held: Uint8Array[] = [];
  #waiting: Waiting[] = [];

  constructor(script: URL) {
    this.#child = spawn(process.execPath, [fileURLToPath(script)], {
      // What the library says stays away from the screen, and Ctrl-C from it.
      stdio: ['pipe', 'pipe', 'ignore'],
      detached: true,
      windowsHide: true,
    });
    this.#gone = once(this.#child, 'exit').catch(() => undefined);
    this.#child.stdout.on('data', (chunk: Uint8Array) => this.#read(chunk));
    // A process that is gone reads no more; that it is gone is told by its end.
    this.#child.stdin.on('error', () => {});
    this.#child.on('error', () => this.#lose());
    // Not before its last answers were read.
    this.#child.on('close', () => this.#lose());
  }

  get working(): boolean {
    return this.#state === 'working';
  }

  played(pcm: Readonly<Int16Array>, delayMs: Ms): void {
    if (!this.working) return;
    this.#held.push(writeRequest(pcm, delayMs));
    if (this.#held.length > MAX_HELD) this.#send();
  }

  clean(pcm: Int16Array): Promise<Int16Array> {
    if (this.#waiting.length >= MAX_WAITING) this.#lose();
    if (!this.working) return Promise.resolve(pcm);
    this.#held.push(writeRequest(pcm));
    this.#send();
    return new Promise((resolve) => this.#waiting.push({ pcm, resolve }));
  }

  async close(): Promise<void> {
    this.#lose();
    await this.#gone;
  }

  #read(chunk: Uint8Array): void {
    for (const record of this.#reader.push(chunk)) {
      if (this.#state === 'starting') this.#state = 'working';
      else this.#waiting.shift()?.resolve(pcmIn(record));
    }
  }

  #send(): void {
    this.#child.stdin.write(Buffer.concat(this.#held));
    this.#held = [];
    if (this.#child.stdin.writableLength > MAX_WAITING * REQUEST_BYTES) this.#lose();
  }

  /** What waits goes out as it came in. */
  #lose(): void {
    this.#state = 'lost';
    this.#child.kill('SIGKILL');
    for (const { pcm, resolve } of this.#waiting) resolve(pcm);
    this.#waiting = [];
  }
}
