import type { Cancel, Clock, Ms } from '../base/clock.ts';

/** What the loop drives: its outputs are drained after each change, and it is woken when it says so. */
export interface Driven {
  /** When `tick` has something to do; undefined: nothing is waited for. */
  due(): Ms | undefined;
  tick(now: Ms): void;
  /** Called once after every change: what is to be shown or sent leaves here. */
  drain(): void;
}

/**
 * One change of state at a time, then everything is drained, then one wait. It owns the only timer of a call. A change
 * that is asked for during another one waits for its turn.
 */
export class Loop {
  readonly #clock: Clock;
  readonly #changes: (() => void)[] = [];
  #driven: Driven | undefined;
  #running = false;
  #stopped = false;
  #wakeAt: Ms | undefined;
  #cancel: Cancel | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  now(): Ms {
    return this.#clock.now();
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  drive(driven: Driven): void {
    this.#driven = driven;
  }

  run(change: () => void): void {
    if (this.#stopped) return;
    this.#changes.push(change);
    if (this.#running) return;
    this.#running = true;
    try {
      for (let next = this.#changes.shift(); next; next = this.#changes.shift()) this.#step(next);
    } finally {
      this.#running = false;
    }
    this.#arm();
  }

  /** The timer is gone, and no change happens any more. */
  stop(): void {
    this.#stopped = true;
    this.#driven = undefined;
    this.#changes.length = 0;
    this.#cancel?.();
    this.#wakeAt = undefined;
  }

  #step(change: () => void): void {
    change();
    this.#driven?.drain();
  }

  #arm(): void {
    const due = this.#driven?.due();
    if (due === this.#wakeAt) return;
    this.#cancel?.();
    this.#wakeAt = due;
    this.#cancel = due === undefined ? undefined : this.#clock.at(due, () => this.#wake());
  }

  #wake(): void {
    this.#wakeAt = undefined;
    this.run(() => this.#driven?.tick(this.now()));
  }
}

/** The earliest of several times. */
export function earliest(...times: (Ms | undefined)[]): Ms | undefined {
  let first = Infinity;
  for (const time of times) first = Math.min(first, time ?? Infinity);
  return first === Infinity ? undefined : first;
}
