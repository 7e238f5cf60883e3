import type { Rect } from '../base/grid.ts';
import type { Key } from '../base/terminal.ts';
import type { ChatLine, Chrome, Command } from '../call/state.ts';
import { ChatView } from './chat-view.ts';
import { Editor } from './editor.ts';
import { insideOf } from './panel.ts';
import type { Panel } from './panel.ts';
import { dim, plain } from './span.ts';
import type { Line } from './span.ts';
import type { Symbols } from './symbols.ts';

const PROMPT = '> ';

/** What the chat looks like in its place; the cursor is there while it has the focus. */
export interface ChatPicture {
  panel: Panel;
  cursor: Chrome['cursor'];
}

/** The chat: what was said, and the line being typed. */
export class ChatPanel {
  focused = false;
  readonly #symbols: Symbols;
  readonly #editor: Editor;
  readonly #view = new ChatView();
  /** When the newest line was said that has been in view. */
  #seenAt = 0;
  #page = 1;

  constructor(symbols: Symbols) {
    this.#symbols = symbols;
    this.#editor = new Editor(symbols.lineBreak);
  }

  /** A key while the chat has the focus. */
  key(key: Key): Command | undefined {
    if (key.name === 'escape' || key.name === 'tab') this.focused = false;
    else if (key.name === 'pageup') this.scroll(1);
    else if (key.name === 'pagedown') this.scroll(-1);
    else if (key.name === 'enter') return this.#say();
    else this.#editor.key(key);
    return undefined;
  }

  /** A page back in time, or forth. */
  scroll(pages: 1 | -1): void {
    this.#view.scroll(pages * this.#page);
  }

  /** Lines that came from the other side since the chat was last in view. */
  unread(chat: readonly ChatLine[]): number {
    return chat.filter(({ from, at }) => from === 'peer' && at > this.#seenAt).length;
  }

  draw(chat: readonly ChatLine[], rect: Rect, overlaid: boolean): ChatPicture {
    const inside = insideOf(rect, overlaid);
    const height = inside.rows - 1;
    this.#page = Math.max(1, height - 1);
    const rows = this.#view.rows(chat, { columns: inside.columns, height, symbols: this.#symbols });
    if (!this.#view.scrolledBack) this.#seenAt = chat.at(-1)?.at ?? this.#seenAt;
    const blank = Array.from({ length: height - rows.length }, (): Line => []);
    const input = this.#input(inside);
    const note = this.#view.scrolledBack ? `${this.#symbols.newer} newer` : undefined;
    return {
      panel: { rect, title: 'chat', note, lines: [...rows, ...blank, input.line], overlaid },
      cursor: input.cursor,
    };
  }

  #say(): Command | undefined {
    const text = this.#editor.submit();
    if (text === undefined) return undefined;
    this.#view.toNewest();
    return { do: 'say', text };
  }

  #input(inside: Rect): { line: Line; cursor: Chrome['cursor'] } {
    const { text, cursor } = this.#editor.view(inside.columns - PROMPT.length);
    if (!this.focused)
      return { line: [dim(text === '' ? 'Tab to write' : PROMPT + text)], cursor: undefined };
    return {
      line: [plain(PROMPT + text)],
      cursor: { column: inside.column + PROMPT.length + cursor, row: inside.row + inside.rows - 1 },
    };
  }
}
