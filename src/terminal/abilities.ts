import { isDeepStrictEqual } from 'node:util';
import type { Abilities } from '../base/terminal.ts';
import type { Answer } from './answers.ts';
import { colorDepth } from './color-depth.ts';
import { renderersFor } from './renderers.ts';
import type { TerminalOptions } from './terminal-options.ts';

const DEFAULT_SIZE = { columns: 80, rows: 24 };
const DEFAULT_CELL = { cellWidth: 8, cellHeight: 16 };
const SYNCHRONIZED_UPDATE = 2026;

/** What is known before the terminal has said a word. */
export function firstAbilities(options: TerminalOptions): Abilities {
  const depth = options.color ?? colorDepth(options.env);
  return {
    ...sizeOf(options),
    ...DEFAULT_CELL,
    colorDepth: depth,
    renderers: renderersFor({ depth, wanted: options.renderer }),
    synchronizedUpdate: options.sync ?? false,
  };
}

/** The cells that are used: those of the terminal, and no more than the user allows. */
export function sizeOf({ output, size }: TerminalOptions): { columns: number; rows: number } {
  // A pty that was never given a size says 0 x 0.
  const columns = output.columns || DEFAULT_SIZE.columns;
  const rows = output.rows || DEFAULT_SIZE.rows;
  return { columns: Math.min(columns, size?.columns ?? columns), rows: Math.min(rows, size?.rows ?? rows) };
}

/** What is known after an answer; the same object when it brought nothing new. */
export function learn(known: Abilities, answer: Answer, options: TerminalOptions): Abilities {
  if (answer.kind === 'cell') return merge(known, { cellWidth: answer.width, cellHeight: answer.height });
  if (answer.kind !== 'mode' || answer.mode !== SYNCHRONIZED_UPDATE || options.sync !== undefined)
    return known;
  return merge(known, { synchronizedUpdate: answer.switchable });
}

/** `known` with some values changed; the same object when they were these already. */
export function merge(known: Abilities, news: Partial<Abilities>): Abilities {
  const merged = { ...known, ...news };
  return isDeepStrictEqual(known, merged) ? known : merged;
}
