import { FRAME_SAMPLES } from '../../src/base/audio.ts';

/** A room with an open loudspeaker and a microphone, which hears it late and so much louder, in dB, with one reflection. */
export class Room {
  readonly #gain: number;
  readonly #delay: number;
  #played: number[];

  constructor({ couplingDb, delayMs }: { couplingDb: number; delayMs: number }) {
    this.#gain = 10 ** (couplingDb / 20);
    this.#delay = delayMs * 48;
    this.#played = Array.from({ length: this.#delay * 2 }, () => 0);
  }

  /** What the microphone hears while `loudspeaker` plays and somebody in the room says `voice`; fresh. */
  hear(loudspeaker: Int16Array, voice: Int16Array): Int16Array {
    this.#played.push(...loudspeaker);
    const first = this.#played.length - FRAME_SAMPLES;
    const heard = Int16Array.from(voice, (sample, index) => {
      const direct = this.#played[first + index - this.#delay] ?? 0;
      const reflected = this.#played[first + index - this.#delay - 337] ?? 0;
      const sum = sample + this.#gain * (0.8 * direct + 0.4 * reflected);
      return Math.max(-32_768, Math.min(32_767, Math.round(sum)));
    });
    this.#played = this.#played.slice(FRAME_SAMPLES);
    return heard;
  }
}
