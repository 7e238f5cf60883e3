import type { Cancel, Clock, Ms } from '../../src/base/clock.ts';

/** Time that passes when the test says so. */
export class VirtualClock implements Clock {
  #now = 0;
  #alarms: { due: Ms; wake: () => void }[] = [];

  now(): Ms {
    return this.#now;
  }

  at(due: Ms, wake: () => void): Cancel {
    const alarm = { due, wake };
    this.#alarms.push(alarm);
    return () => {
      this.#alarms = this.#alarms.filter((other) => other !== alarm);
    };
  }

  /** How many alarms are set. */
  get pending(): number {
    return this.#alarms.length;
  }

  advance(ms: Ms): void {
    this.#now += ms;
    const ripe = this.#alarms.filter(({ due }) => due <= this.#now);
    this.#alarms = this.#alarms.filter(({ due }) => due > this.#now);
    for (const { wake } of ripe) wake();
  }
}
