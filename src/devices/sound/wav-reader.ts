import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { FRAME_MS, FRAME_SAMPLES, SAMPLE_RATE } from '../../base/audio.ts';
import { Resampler } from './resampler.ts';
import { decodeWav, readWavFormat } from './wav.ts';
import type { WavFormat } from './wav.ts';

/** A WAV file, whatever its rate and channels, as frames of ours. It is read as it is played. */
export class WavReader {
  readonly #fd: number;
  readonly #loop: boolean;
  readonly #format: WavFormat;
  readonly #resampler: Resampler;
  readonly #blockBytes: number;
  /** How much of the data was read. */
  #at = 0;
  #ended = false;
  /** Samples of 48 kHz that wait for their frame. */
  #samples = new Float32Array(0);

  /** Throws when the file can't be opened, or, in words for people, when it is no WAV file that can be played. */
  constructor(path: string, loop: boolean) {
    this.#fd = openSync(path, 'r');
    this.#loop = loop;
    const format = readWavFormat((at, length) => this.#read(at, length), fstatSync(this.#fd).size);
    if (typeof format === 'string') {
      this.close();
      throw new Error(format);
    }
    this.#format = format;
    this.#resampler = new Resampler(format.rateHz, SAMPLE_RATE);
    this.#blockBytes = sampleBytes(format) * Math.ceil((format.rateHz * FRAME_MS) / 1000);
  }

  /** The next `FRAME_SAMPLES`, the last of them filled up with silence; undefined after the end. */
  next(): Int16Array | undefined {
    while (this.#samples.length < FRAME_SAMPLES && !this.#ended)
      this.#add(this.#resampler.push(this.#block()));
    if (this.#samples.length === 0) return undefined;
    const pcm = new Int16Array(FRAME_SAMPLES);
    for (const [index, value] of this.#samples.subarray(0, FRAME_SAMPLES).entries()) {
      pcm[index] = Math.max(-32_768, Math.min(32_767, Math.round(value * 32_768)));
    }
    this.#samples = this.#samples.subarray(FRAME_SAMPLES);
    return pcm;
  }

  close(): void {
    closeSync(this.#fd);
  }

  /** The samples of 20 ms; after the end the silence that brings out the last of them. */
  #block(): Float32Array {
    const { dataAt, dataBytes } = this.#format;
    const bytes = this.#read(dataAt + this.#at, Math.min(this.#blockBytes, dataBytes - this.#at));
    if (bytes.length >= sampleBytes(this.#format)) {
      this.#at += bytes.length;
      return decodeWav(bytes, this.#format);
    }
    if (this.#loop && this.#at > 0) {
      this.#at = 0;
      return this.#block();
    }
    this.#ended = true;
    return new Float32Array(this.#resampler.delaySamples);
  }

  #add(samples: Float32Array): void {
    const all = new Float32Array(this.#samples.length + samples.length);
    all.set(this.#samples);
    all.set(samples, this.#samples.length);
    this.#samples = all;
  }

  #read(at: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    return bytes.subarray(0, readSync(this.#fd, bytes, 0, length, at));
  }
}

const sampleBytes = ({ bits, channels }: WavFormat): number => (bits / 8) * channels;
