import type { Size } from '../base/frame.ts';
import type { Answer } from './answers.ts';

const SYNCHRONIZED_UPDATE = 2026;

/** What a terminal has told of itself so far. */
export interface Testimony {
  /** DA1 came, so nothing more will. */
  complete: boolean;
  /** DA1: 4 stands for sixels. */
  attributes: readonly number[];
  /** XTVERSION, such as "foot(1.20.0)". */
  version: string | undefined;
  synchronizedUpdate: boolean;
  /** In pixels. */
  cell: Size | undefined;
  screen: Size | undefined;
  /** When it was asked. */
  cells: { columns: number; rows: number } | undefined;
  /** Colours that sixels may have at a time. */
  registers: number | undefined;
  /** The largest picture in sixels. */
  sixels: Size | undefined;
  kitty: boolean;
  /** It tells when a key is let go (kitty's keyboard protocol). */
  keyboard: boolean;
  /** It says when it has shown all that was written (DSR). */
  catchesUp: boolean;
  /** Whether two bytes of UTF-8 were shown as one character. */
  utf8: boolean | undefined;
}

/** Of a terminal that has said nothing. */
export const SILENCE: Testimony = {
  complete: false,
  attributes: [],
  version: undefined,
  synchronizedUpdate: false,
  cell: undefined,
  screen: undefined,
  cells: undefined,
  registers: undefined,
  sixels: undefined,
  kitty: false,
  keyboard: false,
  catchesUp: false,
  utf8: undefined,
};

/** What the system knows of a terminal that has said nothing. */
export const toldOf = ({ columns, rows }: { columns?: number; rows?: number }): Testimony => ({
  ...SILENCE,
  cells: columns && rows ? { columns, rows } : undefined,
});

/** What is known after one more answer. */
export function note(told: Testimony, answer: Answer): Testimony {
  // F3 with modifiers looks like the place of the cursor; in a batch it would be a rare coincidence.
  if (told.complete && answer.kind === 'cursor') return told;
  const news = newsIn(answer);
  return news ? { ...told, ...news } : told;
}

function newsIn(answer: Answer): Partial<Testimony> | undefined {
  const { kind } = answer;
  if (kind === 'attributes') return { attributes: answer.attributes, complete: true };
  if (kind === 'version') return { version: answer.text };
  if (kind === 'cells') return { cells: { columns: answer.columns, rows: answer.rows } };
  if (kind === 'registers') return { registers: answer.registers };
  if (kind === 'kitty' || kind === 'keyboard') return { [kind]: true };
  if (kind === 'cursor') return { utf8: utf8Of(answer.column) };
  if (kind === 'mode')
    return answer.mode === SYNCHRONIZED_UPDATE ? { synchronizedUpdate: answer.switchable } : undefined;
  if (kind === 'caught up') return { catchesUp: true };
  return { [kind]: { width: answer.width, height: answer.height } };
}

/** Where the cursor stands after one character of two bytes: one cell further, or one for each byte. */
const utf8Of = (column: number): boolean | undefined =>
  column === 2 ? true : column === 3 ? false : undefined;

/** The size of a cell in pixels, as told or as it follows from the screen's; undefined when nothing plausible was told. */
export function cellOf(told: Testimony): Size | undefined {
  const { cell, cells } = told;
  const screen = told.screen ?? windowOf(told);
  if (cell || !screen || !cells) return cell;
  const width = Math.floor(screen.width / cells.columns);
  const height = Math.floor(screen.height / cells.rows);
  return width > 0 && height > 0 ? { width, height } : undefined;
}

/** An xterm's largest picture is at most so wide and high, whatever its window (maxGraphicSize). */
const XTERM_LIMIT = 1000;

/** An xterm may keep the size of its window to itself (allowWindowOps), but tells how large a picture fits into it. */
function windowOf({ version, sixels, cells }: Testimony): Size | undefined {
  if (!version?.startsWith('XTerm') || !sixels || !cells) return undefined;
  const isWhole = sixels.width % cells.columns === 0 && sixels.height % cells.rows === 0;
  return isWhole && Math.max(sixels.width, sixels.height) < XTERM_LIMIT ? sixels : undefined;
}
