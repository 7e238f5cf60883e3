import { closeSync, fstatSync, openSync, writeSync } from 'node:fs';
import { pcmBytes } from '../../base/pcm.ts';
import { writeWavHeader } from './wav.ts';

/** How often the size in the head is made true: of a process that is killed the last second is missing at most. */
const PATCH_FRAMES = 50;
const HEADER_BYTES = writeWavHeader(0).length;

/** A file of 48 kHz, mono, 16 bit, which can be played whenever we stop. All methods throw when the disk is full. */
export class WavWriter {
  readonly #fd: number;
  #dataBytes: number;
  #frames = 0;

  /** `append`: goes on at the end of a file that was written in the same way. */
  constructor(path: string, { append }: { append: boolean }) {
    this.#fd = openSync(path, append ? 'r+' : 'w');
    this.#dataBytes = Math.max(0, fstatSync(this.#fd).size - HEADER_BYTES);
    this.#writeHeader();
  }

  write(pcm: Readonly<Int16Array>): void {
    this.#dataBytes += writeSync(this.#fd, pcmBytes(pcm), 0, undefined, HEADER_BYTES + this.#dataBytes);
    if (++this.#frames % PATCH_FRAMES === 0) this.#writeHeader();
  }

  close(): void {
    try {
      this.#writeHeader();
    } finally {
      closeSync(this.#fd);
    }
  }

  #writeHeader(): void {
    writeSync(this.#fd, writeWavHeader(this.#dataBytes), 0, HEADER_BYTES, 0);
  }
}
