import type { Ms } from '../../../base/clock.ts';

/** Of the audio processing of WebRTC, what is used here: see apm.ts. Both throw when the library fails. */
export interface EchoCanceller {
  played(pcm: Readonly<Int16Array>): void;
  /** In place. */
  clean(pcm: Int16Array, delayMs: Ms): void;
}

/** A second. */
const REMEMBERED_TURNS = 50;

/**
 * Takes what is played out of what is heard, and steady noise with it, for as long as it is told what is played. Where the
 * library isn't installed, or fails, sound stays as it is.
 */
export class EchoRemover {
  readonly #load: () => Promise<EchoCanceller>;
  #asked = false;
  #canceller: EchoCanceller | undefined;
  /** What was played since the last turn: all is done at one time, since what wakes up for a little work takes long for it. */
  #played: Readonly<Int16Array>[] = [];
  #playedInMs: Ms = 0;
  /** Turns that were heard since something was played. */
  #turns = REMEMBERED_TURNS;

  /** `load` is called once, when something is played. */
  constructor(load: () => Promise<EchoCanceller>) {
    this.#load = load;
  }

  /** 20 ms that will be heard in about `delayMs`; they are the remover's. */
  played(pcm: Readonly<Int16Array>, delayMs: Ms): void {
    this.#turns = 0;
    this.#playedInMs = delayMs;
    if (!this.#asked) void this.#begin();
    if (this.#played.length < REMEMBERED_TURNS) this.#played.push(pcm);
  }

  /** 20 ms that were heard, cleaned in place; false when they are as they were. */
  clean(pcm: Int16Array): boolean {
    if (this.#turns >= REMEMBERED_TURNS) return false;
    this.#turns++;
    const played = this.#played;
    this.#played = [];
    return this.#try((canceller) => {
      for (const each of played) canceller.played(each);
      canceller.clean(pcm, this.#playedInMs);
    });
  }

  async #begin(): Promise<void> {
    this.#asked = true;
    this.#canceller = await this.#load().catch(() => undefined);
  }

  /** False when there is no canceller, or none any more. */
  #try(work: (canceller: EchoCanceller) => void): boolean {
    if (!this.#canceller) return false;
    try {
      work(this.#canceller);
      return true;
    } catch {
      this.#canceller = undefined;
      return false;
    }
  }
}
