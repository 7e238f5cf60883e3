import { Allowance, type Rate } from '../../base/allowance.ts';
import { FRAME_MS } from '../../base/audio.ts';
import type { Ms } from '../../base/clock.ts';
import { PCM_BYTES, pcmIn } from '../../base/pcm.ts';
import { RecordReader } from '../../base/record-reader.ts';
import type { Recording } from './records.ts';

/**
 * So much sound may come at one time: a machine that was busy for a second loses none. Then a tenth more than the time that
 * goes by: clocks of sound cards differ by far less.
 */
const PACE: Rate = { atOnce: 50, eachMs: FRAME_MS / 1.1 };
/** Ten seconds of sound that came too fast: what writes them is no microphone. */
const FLOOD_FRAMES = 500;
const BYTES_PER_MS = PCM_BYTES / FRAME_MS;

/**
 * What a recorder writes, cut into frames. Those that come faster than sound can are dropped: a microphone that
 * catches up after a pause would be late for ever.
 */
export class Intake {
  readonly #reader = new RecordReader(PCM_BYTES);
  readonly #allowance = new Allowance(PACE);
  /** How many more frames were dropped than kept: whatever comes much too fast, however busy the machine is. */
  #excess = 0;

  /** It is no microphone. */
  get flooded(): boolean {
    return this.#excess > FLOOD_FRAMES;
  }

  /** The recordings that `chunk` completes. Its last sample was recorded just now. */
  push(chunk: Uint8Array, now: Ms): Omit<Recording, 'isClean'>[] {
    const whole: Omit<Recording, 'isClean'>[] = [];
    const total = this.#reader.pending + chunk.length;
    let frames = 0;
    for (const pcm of this.#reader.push(chunk)) {
      const after = total - ++frames * PCM_BYTES;
      if (this.#keeps(now)) whole.push({ pcm: pcmIn(pcm), ageMs: after / BYTES_PER_MS });
    }
    return whole;
  }

  #keeps(now: Ms): boolean {
    const isKept = this.#allowance.take(now);
    this.#excess = Math.max(0, this.#excess + (isKept ? -1 : 1));
    return isKept;
  }
}
