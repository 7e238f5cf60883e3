import { writeSync } from 'node:fs';
import type { Clock } from '../base/clock.ts';
import { MEND } from './modes.ts';
import type { TtyOutput } from './tty.ts';

/** How long a slow terminal gets for the last bytes. */
const LAST_WORDS_MS = 700;
/** Between two tries at a terminal that is full. */
const FULL_MS = 10;

/** Writes to a terminal, one piece at a time. */
export class TtyWriter {
  readonly #output: TtyOutput;
  readonly #clock: Clock;
  readonly #drained: () => void;
  readonly #failed: () => void;
  #inFlight = 0;

  constructor(options: { output: TtyOutput; clock: Clock; drained: () => void; failed: () => void }) {
    this.#output = options.output;
    this.#clock = options.clock;
    this.#drained = options.drained;
    this.#failed = options.failed;
  }

  /** Nothing is under way. */
  get idle(): boolean {
    return this.#inFlight === 0;
  }

  /** The bytes are not to change until `drained`. */
  write(bytes: Uint8Array): void {
    this.#inFlight++;
    this.#output.write(bytes, (error) => {
      this.#inFlight--;
      if (error) this.#failed();
      else if (this.idle) this.#drained();
    });
  }

  /** Resolves when the terminal has the text, or was given its time and then one forced write. */
  writeLast(text: string): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#clock.at(this.#clock.now() + LAST_WORDS_MS, () => {
        this.writeNow(text);
        resolve();
      });
      this.#output.write(Buffer.from(text), () => {
        cancel();
        resolve();
      });
    });
  }

  /**
   * Past all queues, for a process that ends, so maybe in the middle of what is under way; a terminal that is full gets its
   * time, in which nothing else happens.
   */
  writeNow(text: string): void {
    let rest: Uint8Array = Buffer.from(MEND + text);
    const giveUpAt = this.#clock.now() + LAST_WORDS_MS;
    while (rest.length > 0 && this.#clock.now() < giveUpAt) {
      try {
        rest = rest.subarray(writeSync(this.#output.fd, rest));
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) return;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, FULL_MS);
      }
    }
  }
}
