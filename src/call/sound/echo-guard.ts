import type { EchoCanceller } from '../../base/audio.ts';
import type { Ms } from '../../base/clock.ts';

/** Two seconds of the microphone: what makes a canceller die may be over then. */
const REST_TURNS = 100;

/** The canceller, for as long as there is an echo to cancel: where both devices are in one room, and nobody wears headphones. */
export class EchoGuard {
  readonly #open: () => EchoCanceller;
  #canceller: EchoCanceller | undefined;
  /** This canceller has worked, so another one will. */
  #worked = false;
  /** Pieces of the microphone since it was lost. */
  #lostTurns = 0;

  constructor(open: () => EchoCanceller) {
    this.#open = open;
  }

  /** What is played reaches the microphone, and nothing takes it out: only one side can be heard at a time. */
  get isHelpless(): boolean {
    return this.#canceller?.working === false;
  }

  /** Whether what is played reaches the microphone. */
  arrange(echoes: boolean): void {
    if (!echoes) void this.close();
    else if (!this.#canceller) this.#begin();
  }

  played(pcm: Readonly<Int16Array>, delayMs: Ms): void {
    this.#canceller?.played(pcm, delayMs);
  }

  /** The same 20 ms without echo, at once where there is none to be taken out. `pcm` is the guard's from here on. */
  clean(pcm: Int16Array, then: (clean: Int16Array) => void): void {
    this.#replace();
    if (this.#canceller?.working) void this.#canceller.clean(pcm).then(then);
    else then(pcm);
  }

  /** Harmless when called twice. */
  async close(): Promise<void> {
    const canceller = this.#canceller;
    this.#canceller = undefined;
    await canceller?.close();
  }

  #begin(): void {
    this.#canceller = this.#open();
    this.#worked = false;
    this.#lostTurns = 0;
  }

  /** One that died is followed by another. One that never worked isn't: its package is missing. */
  #replace(): void {
    this.#worked ||= this.#canceller?.working === true;
    if (!this.isHelpless || !this.#worked || ++this.#lostTurns < REST_TURNS) return;
    void this.close();
    this.#begin();
  }
}
