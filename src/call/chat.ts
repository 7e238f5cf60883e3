import type { Ms } from '../base/clock.ts';
import { sanitiseChat } from '../control/sanitise.ts';
import { Alarms } from './alarms.ts';
import type { CallEvent } from './events.ts';
import type { Loop } from './loop.ts';
import type { ChatLine } from './state.ts';

export interface ChatParts {
  loop: Loop;
  /** How I am called. */
  me: string;
  event: (event: CallEvent) => void;
  changed: () => void;
}

/** Sends a line; returns the id by which `delivered` will speak of it. */
export type Sayer = (text: string) => number;

/** A call of a day has fewer; beyond it the oldest are forgotten. */
const MAX_LINES = 2000;
/** Long enough to be read. */
const NOTICE_MS = 2000;

/** What is written: by both people, and by the program. */
export class Chat {
  /** What has just changed, for a moment. */
  notice: string | undefined;
  readonly #parts: ChatParts;
  readonly #lines: ChatLine[] = [];
  readonly #waiting = new Map<number, ChatLine>();
  readonly #alarms = new Alarms<'notice'>();

  constructor(parts: ChatParts) {
    this.#parts = parts;
  }

  get lines(): readonly ChatLine[] {
    return this.#lines;
  }

  /**
   * The user has typed a line. `say`: undefined while nobody is there. Both sides see the same text, and our own terminal
   * nothing that a paste has smuggled in.
   */
  mine(raw: string, say: Sayer | undefined): void {
    const text = sanitiseChat(raw);
    if (text === '') return;
    if (!say) return this.note('nobody is here to read that');
    const line = this.#line({ from: 'me', name: this.#parts.me, text, delivered: false });
    this.#waiting.set(say(text), line);
  }

  delivered(id: number): void {
    const line = this.#waiting.get(id);
    if (line) line.delivered = true;
    this.#waiting.delete(id);
    this.#parts.changed();
  }

  theirs(name: string, text: string): void {
    this.#line({ from: 'peer', name, text, delivered: true });
    this.#parts.event({ event: 'chat', from: name, text });
  }

  /** A word of the program itself. */
  note(text: string): void {
    this.#line({ from: 'vtalk', name: 'vtalk', text, delivered: true });
  }

  /** The same for what need not stay. */
  tell(notice: string): void {
    const { loop, changed } = this.#parts;
    this.notice = notice;
    this.#alarms.set('notice', loop.now() + NOTICE_MS, () => {
      this.notice = undefined;
      changed();
    });
    changed();
  }

  due(): Ms | undefined {
    return this.#alarms.due();
  }

  tick(now: Ms): void {
    this.#alarms.tick(now);
  }

  #line(said: Omit<ChatLine, 'at'>): ChatLine {
    const line = { ...said, at: this.#parts.loop.now() };
    this.#lines.push(line);
    if (this.#lines.length > MAX_LINES) this.#lines.shift();
    this.#parts.changed();
    return line;
  }
}
