import { Style } from '../base/grid.ts';
import type { ChatLine } from '../call/state.ts';
import { bold, cellsOf, Color, dim, plain, shorten } from './span.ts';
import type { Line, Span } from './span.ts';
import type { Symbols } from './symbols.ts';
import { wrap } from './wrap.ts';

/** Rows of the past that can be scrolled back to: strangers write as much as they like. */
const MOST_ROWS_BACK = 1000;
const LONGEST_NAME = 16;
/** Long messages go on under the name, right of the time. */
const INDENT = 'HH:MM '.length;

/** The room for a chat. */
export interface ChatPlace {
  columns: number;
  height: number;
  symbols: Symbols;
}

/** A chat as rows of text, and how far back it is read. */
export class ChatView {
  /** Rows between the newest one and the bottom of the view. */
  #rowsBack = 0;
  #newest: ChatLine | undefined;

  get scrolledBack(): boolean {
    return this.#rowsBack > 0;
  }

  /** Positive goes back in time. */
  scroll(rows: number): void {
    this.#rowsBack = Math.max(0, Math.min(MOST_ROWS_BACK, this.#rowsBack + rows));
  }

  toNewest(): void {
    this.#rowsBack = 0;
  }

  /** The `height` rows in view, oldest first; fewer when the chat is short. New lines don't move what is being read. */
  rows(chat: readonly ChatLine[], place: ChatPlace): Line[] {
    const { height } = place;
    if (this.#rowsBack > 0) this.scroll(this.#rowsSince(chat, place));
    this.#newest = chat.at(-1);
    const tail = tailRows(chat, this.#rowsBack + height, place);
    this.#rowsBack = Math.max(0, Math.min(this.#rowsBack, tail.length - height));
    return tail.slice(Math.max(0, tail.length - this.#rowsBack - height), tail.length - this.#rowsBack);
  }

  #rowsSince(chat: readonly ChatLine[], place: ChatPlace): number {
    const newest = this.#newest;
    const news = newest ? chat.slice(chat.findLastIndex((line) => isSame(line, newest)) + 1) : [];
    return tailRows(news, MOST_ROWS_BACK, place).length;
  }
}

const isSame = (line: ChatLine, other: ChatLine): boolean =>
  line.at === other.at && line.from === other.from && line.text === other.text;

/** The last `count` rows of a chat: only as many messages are wrapped as are seen. */
function tailRows(chat: readonly ChatLine[], count: number, { columns, symbols }: ChatPlace): Line[] {
  const messages: Line[][] = [];
  let rows = 0;
  for (let index = chat.length - 1; index >= 0 && rows < count; index--) {
    const message = messageRows(chat[index]!, columns, symbols);
    rows += message.length;
    messages.push(message);
  }
  return count > 0 ? messages.toReversed().flat().slice(-count) : [];
}

/** "21:04 ana Hello", wrapped with a hanging indent. */
export function messageRows(line: ChatLine, columns: number, symbols: Symbols): Line[] {
  const name = nameSpan(line, symbols);
  const waiting = line.from === 'me' && !line.delivered;
  const text = line.text + (waiting ? ` ${symbols.ellipsis}` : '');
  const rest = Math.max(1, columns - INDENT);
  const rows = wrap(text, { first: Math.max(1, rest - cellsOf(name.text) - 1), rest });
  const quiet = waiting || line.from === 'vtalk';
  const words = rows.map((row) => (quiet ? dim(row) : plain(row)));
  return words.map((span, row) =>
    row === 0
      ? [dim(clockTime(line.at)), plain(' '), name, plain(' '), span]
      : [plain(' '.repeat(INDENT)), span],
  );
}

function nameSpan({ from, name }: ChatLine, symbols: Symbols): Span {
  const text = shorten(name, LONGEST_NAME, symbols.ellipsis);
  if (from === 'vtalk') return dim(text);
  return from === 'me' ? bold(text) : { text, style: Style.bold, color: Color.peer };
}

/** The local time of day, "HH:MM". */
export function clockTime(at: number): string {
  const date = new Date(at);
  return `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`;
}
