import type { EchoCanceller } from '../../base/audio.ts';
import type { Ms } from '../../base/clock.ts';

/** Five seconds of the microphone: by then one that starts works, and what made one die may be over. */
const PATIENCE_TURNS = 250;

export interface EchoGuardParts {
  open: () => EchoCanceller;
  /** There is an echo, and no canceller for it. */
  failed: () => void;
}

/** The canceller, for as long as there is an echo to cancel: where both devices are in one room, and nobody wears headphones. */
export class EchoGuard {
  readonly #parts: EchoGuardParts;
  #canceller: EchoCanceller | undefined;
  /** This canceller has worked, so another one will. */
  #worked = false;
  /** Pieces of the microphone that it did not clean. */
  #missedTurns = 0;

  constructor(parts: EchoGuardParts) {
    this.#parts = parts;
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
    this.#look();
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
    this.#canceller = this.#parts.open();
    this.#worked = false;
    this.#missedTurns = 0;
  }

  /** One that died is followed by another. One that never worked isn't: its package is missing. */
  #look(): void {
    this.#worked ||= this.#canceller?.working === true;
    if (!this.isHelpless || ++this.#missedTurns !== PATIENCE_TURNS) return;
    if (!this.#worked) return this.#parts.failed();
    void this.close();
    this.#begin();
  }
}
