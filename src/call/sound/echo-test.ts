import { FRAME_MS, FRAME_SAMPLES, SILENCE } from '../../base/audio.ts';
import type { Ms } from '../../base/clock.ts';

export interface EchoTestParts {
  /** Whether there is something to hear: the loudspeaker is open meanwhile. */
  listen: (on: boolean) => void;
  changed: () => void;
}

const SECOND = 1000 / FRAME_MS;
const LENGTH = 3 * SECOND;

/**
 * One's own voice as the others get it, apart from the coding: three seconds are recorded, then played. The sound sets the
 * pace, of the microphone first and then of the loudspeaker, so it needs no timer.
 */
export class EchoTest {
  readonly #parts: EchoTestParts;
  #stage: 'idle' | 'recording' | 'playing' = 'idle';
  #recorded: Int16Array[] = [];
  /** Frames that the loudspeaker has asked for. */
  #asked = 0;

  constructor(parts: EchoTestParts) {
    this.#parts = parts;
  }

  /** What to do now, and for how long; undefined while there is no test. */
  get notice(): string | undefined {
    if (this.#stage === 'recording')
      return `echo test: speak, ${secondsOf(LENGTH - this.#recorded.length)} s`;
    return this.#stage === 'playing' ? `echo test: listen, ${secondsOf(LENGTH - this.#asked)} s` : undefined;
  }

  /** Begins, or ends before its time. */
  toggle(): void {
    if (this.#stage !== 'idle') return this.#end();
    this.#recorded = [];
    this.#enter('recording');
  }

  /** The next 20 ms of the microphone, which belong to the test; undefined while muted. */
  captured(pcm: Readonly<Int16Array> | undefined): void {
    if (this.#stage !== 'recording') return;
    const length = this.#recorded.push(Int16Array.from(pcm ?? SILENCE));
    if (length === LENGTH) this.#play();
    else this.#tick(length);
  }

  /** The next 20 ms for the loudspeaker, the caller's, which will be heard in so long. */
  next(delayMs: Ms): Int16Array {
    const pcm = this.#recorded[this.#asked] ?? new Int16Array(FRAME_SAMPLES);
    if (this.#stage !== 'playing') return pcm;
    this.#asked++;
    // What was given last is still to be heard.
    if (this.#asked > LENGTH + delayMs / FRAME_MS) this.#end();
    else this.#tick(this.#asked);
    return pcm;
  }

  #play(): void {
    this.#asked = 0;
    this.#enter('playing');
    this.#parts.listen(true);
  }

  #end(): void {
    this.#enter('idle');
    this.#parts.listen(false);
  }

  #enter(stage: 'idle' | 'recording' | 'playing'): void {
    this.#stage = stage;
    this.#parts.changed();
  }

  #tick(frames: number): void {
    if (frames % SECOND === 0) this.#parts.changed();
  }
}

const secondsOf = (frames: number): number => Math.max(0, Math.ceil(frames / SECOND));
