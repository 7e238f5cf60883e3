import { EventEmitter } from 'node:events';
import { openSync } from 'node:fs';
import { devNull } from 'node:os';

/** A terminal's keyboard; emit 'data' to type. */
export class FakeInput extends EventEmitter {
  isTTY = true;
  raw = false;
  flowing = false;

  setRawMode(raw: boolean): void {
    this.raw = raw;
  }

  resume(): void {
    this.flowing = true;
  }

  pause(): void {
    this.flowing = false;
  }
}

/** A terminal's screen; it takes what is written only when `take` is called. */
export class FakeOutput extends EventEmitter {
  isTTY = true;
  fd = openSync(devNull, 'w');
  columns = 100;
  rows = 40;
  written = '';
  #waiting: ((error?: Error) => void)[] = [];

  write(bytes: Uint8Array, done: (error?: Error) => void): void {
    this.written += Buffer.from(bytes).toString();
    this.#waiting.push(done);
  }

  /** The system takes all that was written, or fails to. Returns what it was. */
  take(error?: Error): string {
    const { written } = this;
    this.written = '';
    for (const done of this.#waiting.splice(0)) done(error);
    return written;
  }
}
