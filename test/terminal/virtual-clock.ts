import type { Cancel, Clock, Ms } from '../../src/base/clock.ts';

/** Time that stands still until it is told to go on. */
export class VirtualClock implements Clock {
  #now: Ms = 1000;
  readonly #alarms = new Set<{ due: Ms; wake: () => void }>();

  get pending(): number {
    return this.#alarms.size;
  }

  now(): Ms {
    return this.#now;
  }

  at(due: Ms, wake: () => void): Cancel {
    const alarm = { due, wake };
    this.#alarms.add(alarm);
    return () => this.#alarms.delete(alarm);
  }

  advance(ms: Ms): void {
    this.#now += ms;
    for (const alarm of this.#alarms) {
      if (alarm.due > this.#now) continue;
      this.#alarms.delete(alarm);
      alarm.wake();
    }
  }
}
