import type { Ms } from '../base/clock.ts';
import type { ChatLine } from './state.ts';

/** A call of a day has fewer; beyond it the oldest are forgotten. */
const MAX_LINES = 2000;

/** What was said, in order. */
export class Chat {
  readonly #lines: ChatLine[] = [];
  readonly #waiting = new Map<number, ChatLine>();

  get lines(): readonly ChatLine[] {
    return this.#lines;
  }

  /** `id`: how the peer will acknowledge it. */
  mine(line: { name: string; text: string; id: number }, now: Ms): void {
    const { name, text, id } = line;
    const mine: ChatLine = { from: 'me', name, text, at: now, delivered: false };
    this.#waiting.set(id, mine);
    this.#add(mine);
  }

  delivered(id: number): void {
    const line = this.#waiting.get(id);
    if (line) line.delivered = true;
    this.#waiting.delete(id);
  }

  theirs({ name, text }: { name: string; text: string }, now: Ms): void {
    this.#add({ from: 'peer', name, text, at: now, delivered: true });
  }

  /** A word of the program itself. */
  note(text: string, now: Ms): void {
    this.#add({ from: 'vtalk', name: 'vtalk', text, at: now, delivered: true });
  }

  #add(line: ChatLine): void {
    this.#lines.push(line);
    if (this.#lines.length > MAX_LINES) this.#lines.shift();
  }
}
