import { PCM_BYTES } from '../../base/pcm.ts';
import { RecordReader } from '../../base/record-reader.ts';
import type { ChildEnd } from '../child-group.ts';
import { ChildGroup, failureInWords } from '../child-group.ts';
import { TextTail } from '../text-tail.ts';

export interface SoundChildOptions {
  /** What it is called in words for people: "parec". */
  name: string;
  path: string;
  argv: readonly string[];
  env?: Readonly<Record<string, string>>;
  /** The size of the records that it writes. */
  recordBytes: number;
  /** Gets each record, whose bytes are good until the next. */
  onRecord: (record: Uint8Array) => void;
  /** Gets what it says to people, as it comes. */
  onText: (text: string) => void;
  /** Called once when the child is gone, unless it was closed: why, for people, and whether it did not want to. */
  onEnd: (reason: string, crashed: boolean) => void;
}

/** Half a second of sound, beside what the pipe holds. */
const MAX_WAITING_BYTES = 25 * PCM_BYTES;

/** One process of ours that holds a microphone or a loudspeaker. */
export class SoundChild {
  readonly #options: SoundChildOptions;
  readonly #child: ChildGroup;
  readonly #reader: RecordReader;
  readonly #stderr = new TextTail();
  readonly #gone: Promise<void>;
  #closed = false;

  constructor(options: SoundChildOptions) {
    this.#options = options;
    this.#reader = new RecordReader(options.recordBytes);
    const { path, argv, env = {} } = options;
    this.#child = new ChildGroup(path, argv, { stdin: true, env });
    this.#child.stdout.on('data', (chunk: Uint8Array) => this.#read(chunk));
    this.#child.stderr.on('data', (chunk: Buffer) => this.#hear(chunk));
    this.#gone = this.#child.ended.then((end) => this.#finish(end));
  }

  /** `bytes` belong to the child. It doesn't get what it has no time for. */
  write(bytes: Uint8Array): void {
    const { stdin } = this.#child;
    if (!this.#closed && stdin && stdin.writableLength < MAX_WAITING_BYTES) stdin.write(bytes);
  }

  /** Nothing is told any more; resolves when the process is gone. Harmless when called twice. */
  async close(): Promise<void> {
    this.#closed = true;
    // Sound cards are let go by the system. To ask politely would be to hear the end of what waits, or to wait for it.
    this.#child.kill('SIGKILL');
    await this.#gone;
  }

  #read(chunk: Uint8Array): void {
    for (const record of this.#reader.push(chunk)) {
      if (!this.#closed) this.#options.onRecord(record);
    }
  }

  #hear(chunk: Buffer): void {
    this.#stderr.push(chunk);
    if (!this.#closed) this.#options.onText(chunk.toString());
  }

  #finish(end: ChildEnd): void {
    if (this.#closed) return;
    this.#closed = true;
    const { name, onEnd } = this.#options;
    onEnd(failureInWords(end, name, this.#stderr.lastLine) ?? `${name} ended`, hasCrashed(end));
  }
}

/** Windows has no signals, but exit codes that no program gives. */
const hasCrashed = ({ code, signal }: ChildEnd): boolean => signal !== undefined || (code ?? 0) > 255;
