import type { Ms } from '../base/clock.ts';

/** Named moments at which something is to happen once. A name that is set again moves. */
export class Alarms<Name extends string> {
  readonly #set = new Map<Name, { at: Ms; ring: () => void }>();

  set(name: Name, at: Ms, ring: () => void): void {
    this.#set.set(name, { at, ring });
  }

  has(name: Name): boolean {
    return this.#set.has(name);
  }

  clear(name: Name): void {
    this.#set.delete(name);
  }

  clearAll(): void {
    this.#set.clear();
  }

  due(): Ms | undefined {
    let first = Infinity;
    for (const { at } of this.#set.values()) first = Math.min(first, at);
    return first === Infinity ? undefined : first;
  }

  tick(now: Ms): void {
    // A copy: what an alarm sets anew waits for the next tick.
    for (const [name, { at, ring }] of Array.from(this.#set)) {
      if (at > now || !this.#set.has(name)) continue;
      this.#set.delete(name);
      ring();
    }
  }
}
