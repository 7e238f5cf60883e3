import { FRAME_MS } from '../../base/audio.ts';
import type { Ms } from '../../base/clock.ts';
import { RecordReader } from '../../base/record-reader.ts';
import { PCM_BYTES, writeRecording } from './records.ts';

/** So much sound may come at one time: a machine that was busy for a second loses none. */
const BURST_FRAMES = 50;
/** Ten seconds of sound that came too fast: what writes them is no microphone. */
const FLOOD_FRAMES = 500;
const BYTES_PER_MS = PCM_BYTES / FRAME_MS;

/**
 * What a recorder writes, cut into frames. Those that come faster than sound can are dropped: a microphone that
 * catches up after a pause would be late for ever.
 */
export class Intake {
  readonly #reader = new RecordReader(PCM_BYTES);
  #credit = BURST_FRAMES;
  #countedAt: Ms | undefined;
  /** How many more frames were dropped than kept: whatever comes much too fast, however busy the machine is. */
  #excess = 0;

  /** It is no microphone. */
  get flooded(): boolean {
    return this.#excess > FLOOD_FRAMES;
  }

  /** The recordings that `chunk` completes. Its last sample was recorded just now. */
  push(chunk: Uint8Array, now: Ms): Uint8Array[] {
    this.#earn(now);
    const whole: Uint8Array[] = [];
    const total = this.#reader.pending + chunk.length;
    let frames = 0;
    for (const pcm of this.#reader.push(chunk)) {
      const after = total - ++frames * PCM_BYTES;
      if (this.#spend()) whole.push(writeRecording(pcm, after / BYTES_PER_MS));
    }
    return whole;
  }

  /** A tenth more than the time that went by: clocks of sound cards differ by far less. */
  #earn(now: Ms): void {
    const elapsed = Math.max(0, now - (this.#countedAt ?? now));
    this.#countedAt = now;
    this.#credit = Math.min(BURST_FRAMES, this.#credit + (1.1 * elapsed) / FRAME_MS);
  }

  #spend(): boolean {
    const affordable = this.#credit >= 1;
    this.#credit -= affordable ? 1 : 0;
    this.#excess = Math.max(0, this.#excess + (affordable ? -1 : 1));
    return affordable;
  }
}
