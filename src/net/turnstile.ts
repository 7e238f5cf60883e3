import { Allowance, type Rate } from '../base/allowance.ts';
import type { Cancel, Clock, Ms } from '../base/clock.ts';

/** A TLS handshake costs more than a millisecond of the processor: from everywhere together a fortieth of it. */
const EVERYBODY: Rate = { atOnce: 32, eachMs: 50 };
/** A caller needs three, and several may live behind one address. */
const ONE_SOURCE: Rate = { atOnce: 16, eachMs: 500 };
/** So long each handshake is held against its source when others want one, too. */
const REMEMBERED: Rate = { atOnce: 1, eachMs: 30_000 };
/** More sources than have a turn in that time. */
const MAX_SOURCES = 1024;

interface Source {
  pace: Allowance;
  share: Allowance;
}

interface Waiting {
  source: Source;
  begin: () => void;
}

/**
 * Deals out TLS handshakes, so that a flood of them costs little: they wait for their turn. Who has had the fewest lately
 * goes first, so a caller comes before a flood, also before one from many places.
 */
export class Turnstile {
  readonly #clock: Clock;
  readonly #everybody = new Allowance(EVERYBODY);
  /** Whoever came last stands last. */
  readonly #sources = new Map<string, Source>();
  readonly #waiting = new Set<Waiting>();
  #cancelTurn: Cancel = () => {};

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Calls `begin` in its turn, which may be at once. Returns what gives that up. */
  wait(source: string, begin: () => void): Cancel {
    const waiting = { source: this.#sourceOf(source), begin };
    this.#waiting.add(waiting);
    this.#goOn();
    return () => {
      this.#waiting.delete(waiting);
      if (this.#waiting.size === 0) this.#cancelTurn();
    };
  }

  #goOn(): void {
    this.#cancelTurn();
    const now = this.#clock.now();
    while (this.#waiting.size > 0) {
      const waiting = [...this.#waiting];
      const soonest = Math.min(...waiting.map(({ source }) => source.pace.freeAt));
      const freeAt = Math.max(soonest, this.#everybody.freeAt);
      if (freeAt > now) {
        this.#cancelTurn = this.#clock.at(freeAt, () => this.#goOn());
        return;
      }
      this.#letThrough(fairest(waiting.filter(({ source }) => source.pace.freeAt <= now)), now);
    }
  }

  #letThrough(next: Waiting, now: Ms): void {
    this.#waiting.delete(next);
    const { pace, share } = next.source;
    for (const each of [this.#everybody, pace, share]) each.spend(now);
    next.begin();
  }

  #sourceOf(name: string): Source {
    const source = this.#sources.get(name) ?? {
      pace: new Allowance(ONE_SOURCE),
      share: new Allowance(REMEMBERED),
    };
    this.#sources.delete(name);
    this.#sources.set(name, source);
    const [first = ''] = this.#sources.keys();
    if (this.#sources.size > MAX_SOURCES) this.#sources.delete(first);
    return source;
  }
}

/** Of those with an equal share whoever came first. */
const fairest = (waiting: readonly Waiting[]): Waiting =>
  waiting.reduce((best, next) => (next.source.share.freeAt < best.source.share.freeAt ? next : best));
