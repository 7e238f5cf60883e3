import type { Ms } from '../../base/clock.ts';
import type { Abilities } from '../../base/terminal.ts';
import { identify } from '../../terminal/abilities.ts';
import type { Interview } from '../../terminal/ask-terminal.ts';
import { promisedColors } from '../../terminal/color-depth.ts';
import { localeOf, isUtf8 } from '../../terminal/locale.ts';
import { cellOf } from '../../terminal/testimony.ts';
import { ok, type Finding } from './finding.ts';
import { setVariable } from './system.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** How long a terminal at the other end of a slow line gets. */
export const SILENT_MS: Ms = 2000;

/** What is known of the terminal, and of what lies between it and us. */
export interface Surroundings {
  env: Environment;
  platform: NodeJS.Platform;
  /** What follows from what the terminal has answered. */
  abilities: Abilities;
}

export const judgeTerminal = (interview: Interview, around: Surroundings): Finding[] => [
  judgeAnswer(interview, around),
  judgeSync(interview),
  judgeColors(interview, around),
  judgeRenderers(around),
  judgeSize(interview, around),
  judgeLocale(around),
];

/** `reason`: such as "stdout is not a terminal". */
export const noTerminal = (reason: string): Finding =>
  ok({ check: 'terminal', finding: `not checked: ${reason}` });

function judgeAnswer({ told, answeredMs }: Interview, { env, abilities }: Surroundings): Finding {
  const check = 'terminal';
  const between = inBetween(env, abilities);
  if (answeredMs === undefined) {
    const finding = [`no answer within ${SILENT_MS / 1000} s`, ...between].join(', ');
    return {
      check,
      status: 'warning',
      finding,
      fix: 'use a terminal such as kitty, foot, xterm or Windows Terminal',
    };
  }
  const answerMs = Math.round(answeredMs);
  const name = told.version === undefined ? '' : `${printable(told.version)} `;
  const finding = [`${name}answers in ${answerMs} ms`, ...between].join(', ');
  return ok({ check, finding, measured: { answerMs } });
}

/** The programs that the terminal's bytes pass through. */
const inBetween = (env: Environment, { multiplexer }: Abilities): string[] => [
  ...(multiplexer ? [`in ${multiplexer}`] : []),
  ...(env['SSH_CONNECTION'] ? ['over ssh'] : []),
];

/** What came from outside, with nothing in it that a terminal would obey. */
const printable = (text: string): string => text.replace(/\P{ASCII}|\p{Cc}/gu, '?');

const judgeSync = ({ told }: Interview): Finding =>
  ok({
    check: 'sync',
    finding: told.synchronizedUpdate
      ? 'shows each picture whole (synchronized update)'
      : 'no synchronized update: a picture may be seen half drawn',
  });

const COLORS = {
  truecolor: '24-bit colours',
  '256': '256 colours',
  '16': '16 colours',
  mono: 'no colours',
} as const;

function judgeColors({ told }: Interview, { env, platform }: Surroundings): Finding {
  const answered = told.version === undefined ? undefined : identify(told, env);
  const { depth, decidedBy } = promisedColors(env, answered);
  const value = decidedBy === 'XTVERSION' ? told.version : env[decidedBy];
  const because = value === undefined ? `${decidedBy} is not set` : `${decidedBy}=${printable(value)}`;
  const finding = `${COLORS[depth]}, as ${because}`;
  // Whatever else decides was set by the user on purpose.
  const isWanted = depth === 'truecolor' || decidedBy !== 'TERM';
  if (isWanted) return ok({ check: 'color', finding });
  const fix =
    depth === 'mono' ? setVariable('TERM', 'xterm-256color', platform) : trueColorFix(env, platform);
  return { check: 'color', status: 'warning', finding, fix };
}

const trueColorFix = (env: Environment, platform: NodeJS.Platform): string =>
  `${env['TMUX'] ? "tmux set -as terminal-features ',*:RGB'; " : ''}${setVariable('COLORTERM', 'truecolor', platform)}, if it has them`;

/** Smaller ones work, but there is hardly a face to be seen. */
const LEAST = { columns: 60, rows: 18 };

function judgeSize({ told }: Interview, { abilities: { columns, rows, sixel } }: Surroundings): Finding {
  const cell = cellOf(told);
  const unknown = sixel
    ? 'cells of unknown size, so no sixels (xterm: allowWindowOps)'
    : 'cells of unknown size';
  const pixels = cell ? `cells of ${cell.width}x${cell.height} pixels` : unknown;
  const finding = `${columns}x${rows}, ${pixels}`;
  const measured = { columns, rows, ...(cell && { cellWidth: cell.width, cellHeight: cell.height }) };
  if (columns >= LEAST.columns && rows >= LEAST.rows) return ok({ check: 'size', finding, measured });
  const fix = `enlarge the window to ${LEAST.columns}x${LEAST.rows}, or choose smaller letters`;
  return { check: 'size', status: 'warning', finding, fix, measured };
}

/** The best first; the key r goes through them. */
function judgeRenderers({ abilities: { renderers, sixel } }: Surroundings): Finding {
  const [best, ...others] = renderers;
  const finding = others.length > 0 ? `${best}; also ${others.join(', ')}` : best;
  const measured = sixel && { sixelColors: sixel.registers };
  return ok({ check: 'renderer', finding, ...(measured && { measured }) });
}

function judgeLocale({ env, platform }: Surroundings): Finding {
  if (platform === 'win32') return ok({ check: 'locale', finding: 'the system is UTF-8 in terminals' });
  const locale = localeOf(env);
  const finding = locale ? `${locale.name}=${printable(locale.value)}` : 'none set, so not UTF-8';
  if (isUtf8(env, platform)) return ok({ check: 'locale', finding });
  const fix = setVariable('LC_ALL', platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8', platform);
  return { check: 'locale', status: 'warning', finding: locale ? `${finding} is not UTF-8` : finding, fix };
}
