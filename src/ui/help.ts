import type { Rect } from '../base/grid.ts';
import type { CallState } from '../call/state.ts';
import { bold, plain } from './span.ts';
import type { Line } from './span.ts';

const keys: ReadonlyArray<readonly [key: string, effect: string]> = [
  ['Tab, Enter', 'chat; Esc leaves it'],
  ['PgUp, PgDn', 'read back in the chat'],
  ['v', 'camera on or off'],
  ['t', 'transport: udp or tcp'],
  ['p', 'own picture'],
  ['f', 'mirror own picture'],
  ['s', 'statistics'],
  ['l', 'layout: auto, full, side'],
  ['r, c', 'next renderer, next colours'],
  ['Ctrl-L', 'paint anew'],
  ['Ctrl-Z', 'suspend'],
  ['q', 'quit'],
];
const KEY_COLUMNS = 12;
const COLUMNS = 42;

/** Every key and what it does; in a call also the words that show whether somebody is in between. */
export const helpRows = ({ words }: Pick<CallState, 'words'>): Line[] => [
  ...keys.map(([key, effect]) => [bold(key.padEnd(KEY_COLUMNS)), plain(effect)]),
  ...(words ? [[], [plain('if both see this, nobody is in between')], [bold(words.join(' '))]] : []),
];

/** The middle of the screen, above the status line. */
export function helpPlace(lines: readonly Line[], screenColumns: number, screenRows: number): Rect {
  const columns = Math.min(COLUMNS, screenColumns);
  const rows = Math.min(lines.length + 2, screenRows - 1);
  return {
    column: Math.floor((screenColumns - columns) / 2),
    row: Math.floor((screenRows - 1 - rows) / 2),
    columns,
    rows,
  };
}
