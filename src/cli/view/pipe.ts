import type { ColorDepth } from '../../base/terminal.ts';
import { promisedColors } from '../../terminal/color-depth.ts';

/** Of a terminal that is somewhere else. */
export const DEFAULT_CELLS = { columns: 80, rows: 24 };

/** What TERM says of colours is true where the program was started, not where its bytes go; no terminal has none. */
export function pipeColors(env: Readonly<Record<string, string | undefined>>): ColorDepth {
  const { depth, decidedBy } = promisedColors(env);
  return decidedBy === 'TERM' && env['TERM'] !== 'dumb' ? 'truecolor' : depth;
}
