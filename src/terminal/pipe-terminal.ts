import type { Abilities, Terminal } from '../base/terminal.ts';
import { SYNC_BEGIN, SYNC_END } from './modes.ts';
import { makeNonBlocking, type TtyOutput } from './tty.ts';

/** The part of process.stdout that is used. */
export interface PipeOutput extends Pick<TtyOutput, '_handle'> {
  write(bytes: Uint8Array | string, done: (error?: Error | null) => void): unknown;
  on(event: 'error', listener: () => void): unknown;
}

/** Gives attributes and cursor back, and leaves the cursor in the first line below `rows`. */
const leave = (rows: number): string => `\x1b[m\x1b[?25h\x1b[${rows};1H\n`;

/** The bytes for a terminal that is somewhere else, or a file: nobody answers, nothing is missed out. */
export class PipeTerminal implements Terminal {
  readonly abilities: Abilities;
  readonly room = Infinity;
  readonly rttMs = undefined;
  readonly #output: PipeOutput;
  #written: Promise<void> = Promise.resolve();
  #handed: () => void = () => {};
  #ready = true;
  #gone = false;

  constructor(output: PipeOutput, abilities: Abilities) {
    this.abilities = abilities;
    this.#output = output;
    makeNonBlocking(output);
    // Who reads may have read enough.
    output.on('error', () => this.abandon());
  }

  get ready(): boolean {
    return this.#ready;
  }

  /** Nobody reads any more. */
  get gone(): boolean {
    return this.#gone;
  }

  /** Resolves when the last write was handed whole to the system, or was abandoned. */
  get written(): Promise<void> {
    return this.#written;
  }

  write(bytes: Uint8Array): void {
    const { synchronizedUpdate } = this.abilities;
    const frame = synchronizedUpdate ? Buffer.concat([BEGIN, bytes, END]) : bytes;
    this.#ready = false;
    this.#written = new Promise((resolve) => {
      this.#handed = resolve;
      this.#output.write(frame, () => {
        this.#ready = true;
        resolve();
      });
    });
  }

  /** Nobody reads any more, or nobody waits for it. */
  abandon(): void {
    this.#gone = true;
    this.#handed();
  }

  announce(): void {}

  suspend(): Promise<void> {
    return Promise.resolve();
  }

  async close(): Promise<void> {
    await this.#written;
    if (!this.#gone)
      await new Promise<void>(
        (resolve) => void this.#output.write(leave(this.abilities.rows), () => resolve()),
      );
  }
}

const BEGIN = Buffer.from(SYNC_BEGIN);
const END = Buffer.from(SYNC_END);
