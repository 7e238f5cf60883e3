import type { Ms } from '../../base/clock.ts';
import { Alarms } from '../alarms.ts';
import type { Loop } from '../loop.ts';

export interface PushToTalkParts {
  loop: Loop;
  muted: () => boolean;
  mute: (on: boolean) => void;
  changed: () => void;
}

/** Most terminals don't tell when a key is let go: who doesn't tap again for so long has finished. */
const TAP_MS = 1500;
/** The others do. But the release may go to another window, and nobody is to be heard for ever without knowing. */
const HOLD_MS = 30_000;
/** How finely the time that is left is shown. */
const SHOWN_MS = 500;

/** Lets who is muted be heard for a moment, while a key is held or tapped again and again. */
export class PushToTalk {
  readonly #parts: PushToTalkParts;
  readonly #alarms = new Alarms<'mute' | 'show'>();
  /** When it is over; undefined: nobody talks so. */
  #until: Ms | undefined;
  #held = false;

  constructor(parts: PushToTalkParts) {
    this.#parts = parts;
  }

  /** What the user should know now; undefined: nothing. */
  notice(now: Ms): string | undefined {
    if (this.#until === undefined) return undefined;
    if (this.#held) return 'heard while you hold space';
    const leftMs = Math.ceil((this.#until - now) / SHOWN_MS) * SHOWN_MS;
    return `heard for ${(leftMs / 1000).toFixed(1)} s more: space`;
  }

  /** The key is down; it repeats itself while it stays so. `held`: its release will be told. */
  press(held: boolean): void {
    const { loop, muted, mute } = this.#parts;
    if (this.#until === undefined && !muted()) return;
    const until = loop.now() + (held ? HOLD_MS : TAP_MS);
    this.#until = until;
    this.#held = held;
    this.#alarms.set('mute', until, () => this.release());
    this.#show();
    if (muted()) mute(false);
  }

  /** The key is up. */
  release(): void {
    if (this.#until === undefined) return;
    this.forget();
    this.#parts.mute(true);
  }

  /** The user has decided otherwise: mute and unmute are what they are. */
  forget(): void {
    this.#until = undefined;
    this.#alarms.clearAll();
  }

  due(): Ms | undefined {
    return this.#alarms.due();
  }

  tick(now: Ms): void {
    this.#alarms.tick(now);
  }

  #show(): void {
    const { loop, changed } = this.#parts;
    changed();
    if (!this.#held) this.#alarms.set('show', loop.now() + SHOWN_MS, () => this.#show());
  }
}
