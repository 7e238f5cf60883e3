import type { Key } from '../base/terminal.ts';
import { isBeingCalled, type CallState, type Command, type Person } from '../call/state.ts';
import { Editor } from './editor.ts';
import { bold, dim, plain } from './span.ts';
import type { Line } from './span.ts';
import type { Symbols } from './symbols.ts';

const PROMPT = 'because: ';
const COLUMNS = 60;

/** A line being typed, and the cell of the cursor in it. */
export interface RemarkPicture {
  lines: Line[];
  cursor: number;
}

/** The word that goes with a no, while it is typed. It is for one caller: who rings after that one has gone never gets it. */
export class Remark {
  open = false;
  #caller: Person | undefined;
  readonly #symbols: Symbols;
  #editor: Editor;

  constructor(symbols: Symbols) {
    this.#symbols = symbols;
    this.#editor = new Editor(symbols.lineBreak);
  }

  /** Asks for a new one, for whoever is calling. */
  begin({ peer }: CallState): undefined {
    this.#editor = new Editor(this.#symbols.lineBreak);
    this.#caller = peer;
    this.open = true;
  }

  /** Whether the caller is still there; one who has gone does not come back. */
  follow(state: CallState): void {
    if (!isBeingCalled(state) || state.peer?.name !== this.#caller?.name) this.#caller = undefined;
  }

  /** Enter declines, Esc goes back to the question. What is typed goes nowhere else, also when the caller has gone. */
  key(key: Key): Command | undefined {
    if (key.name !== 'enter' && key.name !== 'escape') {
      this.#editor.key(key);
      return undefined;
    }
    this.open = false;
    const text = this.#editor.submit();
    if (key.name === 'escape' || !this.#caller) return undefined;
    return { do: 'answer', accept: false, ...(text !== undefined && { text }) };
  }

  /** Two rows; the cursor is in the second. */
  draw(columns: number): RemarkPicture {
    const width = Math.min(COLUMNS, columns);
    const margin = Math.floor((columns - width) / 2);
    const { text, cursor } = this.#editor.view(width - PROMPT.length);
    const left = plain(' '.repeat(margin));
    return {
      lines: [
        [left, dim(this.#caller ? 'Enter declines, Esc goes back' : 'the caller has gone; Esc goes on')],
        [left, bold(PROMPT), plain(text)],
      ],
      cursor: margin + PROMPT.length + cursor,
    };
  }
}
