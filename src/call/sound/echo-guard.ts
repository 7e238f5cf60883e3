import type { EchoCanceller } from '../../base/audio.ts';
import type { Ms } from '../../base/clock.ts';

/** The canceller, for as long as there is an echo to cancel: where both devices are in one room, and nobody wears headphones. */
export class EchoGuard {
  readonly #open: () => EchoCanceller;
  #canceller: EchoCanceller | undefined;

  constructor(open: () => EchoCanceller) {
    this.#open = open;
  }

  /** What is played reaches the microphone, and nothing takes it out: only one side can be heard at a time. */
  get isHelpless(): boolean {
    return this.#canceller?.working === false;
  }

  /** Whether what is played reaches the microphone. */
  arrange(echoes: boolean): void {
    if (echoes) this.#canceller ??= this.#open();
    else void this.close();
  }

  played(pcm: Readonly<Int16Array>, delayMs: Ms): void {
    this.#canceller?.played(pcm, delayMs);
  }

  /** The same sound without echo, at once where there is none to be taken out. `pcm` is the guard's from here on. */
  clean(pcm: Int16Array, then: (clean: Int16Array) => void): void {
    if (this.#canceller?.working) void this.#canceller.clean(pcm).then(then);
    else then(pcm);
  }

  /** Harmless when called twice. */
  async close(): Promise<void> {
    const canceller = this.#canceller;
    this.#canceller = undefined;
    await canceller?.close();
  }
}
