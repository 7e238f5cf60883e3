import type { Abilities, ColorDepth } from '../../base/terminal.ts';
import { abilitiesOf } from '../../terminal/abilities.ts';
import { promisedColors } from '../../terminal/color-depth.ts';
import { SILENCE } from '../../terminal/testimony.ts';
import type { ViewOptions } from './showing.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Of a terminal that is somewhere else. */
const CELLS_ELSEWHERE = { columns: 80, rows: 24 };

/** What to make bytes for where no terminal is asked: of this one the environment tells, at the end of a pipe is a good one. */
export function unaskedAbilities({ size, color, renderer, sync }: ViewOptions): Abilities {
  const { env, stdout } = process;
  if (stdout.isTTY) {
    // A line is left for what is typed next.
    const output = { columns: stdout.columns, rows: Math.max(1, stdout.rows - 1) };
    return abilitiesOf(SILENCE, { env, output, size, color, renderer });
  }
  const told = { ...SILENCE, utf8: true, synchronizedUpdate: sync };
  const output = size ?? CELLS_ELSEWHERE;
  return abilitiesOf(told, { env, output, color: color ?? colorsElsewhere(env), renderer });
}

/** What TERM says of colours is true where the program was started, not where its bytes go; but "dumb" is a wish. */
export function colorsElsewhere(env: Environment): ColorDepth {
  const { depth, decidedBy } = promisedColors(env);
  return decidedBy === 'TERM' && env['TERM'] !== 'dumb' ? 'truecolor' : depth;
}
