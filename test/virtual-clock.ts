import type { Cancel, Clock, Ms } from '../src/base/clock.ts';

interface Alarm {
  due: Ms;
  wake: () => void;
}

/** Time that stands still until it is told to go on. */
export class VirtualClock implements Clock {
  #now: Ms;
  readonly #alarms = new Set<Alarm>();
  #looked: () => void = () => {};

  constructor(start: Ms = 1_000_000) {
    this.#now = start;
  }

  /** How many alarms are set. */
  get pending(): number {
    return this.#alarms.size;
  }

  /** How long it is until the last of them rings. */
  get longestMs(): Ms {
    return Math.max(...Array.from(this.#alarms, ({ due }) => due - this.#now));
  }

  now(): Ms {
    return this.#now;
  }

  at(due: Ms, wake: () => void): Cancel {
    const alarm = { due, wake };
    this.#alarms.add(alarm);
    this.#looked();
    return () => {
      this.#alarms.delete(alarm);
      this.#looked();
    };
  }

  /** Resolves as soon as it is `so`, which is looked at whenever an alarm is set or taken back. */
  async until(so: (clock: this) => boolean): Promise<void> {
    if (so(this)) return;
    await new Promise<void>((resolve) => {
      this.#looked = () => {
        if (so(this)) resolve();
      };
    });
  }

  /** Goes on, and rings each alarm at its own time. */
  advance(ms: Ms): void {
    const end = this.#now + ms;
    while (this.#ringNext(end));
    this.#now = end;
  }

  /** As `advance`, but lets promises settle after each alarm, for engines that answer in between. */
  async play(ms: Ms): Promise<void> {
    const end = this.#now + ms;
    do await new Promise((resolve) => setImmediate(resolve));
    while (this.#ringNext(end));
    this.#now = end;
  }

  /** Goes on at one stroke: what was due before rings late, as on a machine that slept. */
  jump(ms: Ms): void {
    this.#now += ms;
    this.advance(0);
  }

  #ringNext(end: Ms): boolean {
    const due = [...this.#alarms].filter((alarm) => alarm.due <= end);
    const alarm = due.toSorted((a, b) => a.due - b.due)[0];
    if (!alarm) return false;
    this.#alarms.delete(alarm);
    this.#now = Math.max(this.#now, alarm.due);
    alarm.wake();
    return true;
  }
}
