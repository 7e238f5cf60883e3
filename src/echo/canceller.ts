import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { EchoCanceller } from '../base/audio.ts';
import type { Ms } from '../base/clock.ts';
import type { Answer, Request } from './messages.ts';

interface Waiting {
  pcm: Int16Array;
  resolve: (pcm: Int16Array) => void;
}

/** Half a second of the microphone: a process that is so far behind hangs. */
const MAX_WAITING = 25;
const CHILD = new URL('./canceller-child.js', import.meta.url);

/**
 * Starts the echo canceller of WebRTC in a process of its own. Where its package isn't installed, doesn't load or dies, the
 * canceller is one that doesn't work. `script`: what the process runs.
 */
export const openEchoCanceller = (script: URL = CHILD): EchoCanceller => new ChildCanceller(script);

class ChildCanceller implements EchoCanceller {
  #state: 'starting' | 'working' | 'lost' = 'starting';
  readonly #child: ChildProcess;
  readonly #gone: Promise<unknown>;
  #waiting: Waiting[] = [];

  constructor(script: URL) {
    this.#child = fork(script, [], {
      // Typed arrays go as they are.
      serialization: 'advanced',
      // What the library prints stays away from the screen, and Ctrl-C and flags of node meant for the program from it.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      detached: true,
      execArgv: [],
    });
    this.#gone = once(this.#child, 'exit').catch(() => undefined);
    this.#child.on('message', (answer: Answer) => this.#answered(answer));
    this.#child.on('error', () => this.#lose());
    this.#child.on('exit', () => this.#lose());
  }

  get working(): boolean {
    return this.#state === 'working';
  }

  played(pcm: Readonly<Int16Array>, delayMs: Ms): void {
    if (this.working) this.#send({ played: pcm.slice(), delayMs });
  }

  clean(pcm: Int16Array): Promise<Int16Array> {
    if (this.#waiting.length >= MAX_WAITING) this.#lose();
    if (!this.working) return Promise.resolve(pcm);
    this.#send({ clean: pcm });
    return new Promise((resolve) => this.#waiting.push({ pcm, resolve }));
  }

  async close(): Promise<void> {
    this.#lose();
    await this.#gone;
  }

  #answered(answer: Answer): void {
    if (answer !== 'ready') this.#waiting.shift()?.resolve(answer.cleaned);
    else if (this.#state === 'starting') this.#state = 'working';
  }

  /** A message that doesn't arrive is told by the end of the process. */
  #send(request: Request): void {
    this.#child.send(request, () => undefined);
  }

  /** What waits goes out as it came in. */
  #lose(): void {
    this.#state = 'lost';
    this.#child.kill('SIGKILL');
    for (const { pcm, resolve } of this.#waiting) resolve(pcm);
    this.#waiting = [];
  }
}
