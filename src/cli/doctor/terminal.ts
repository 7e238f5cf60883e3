import type { Ms } from '../../base/clock.ts';
import type { Interview } from '../../terminal/ask-terminal.ts';
import { promisedColors } from '../../terminal/color-depth.ts';
import { ok, type Finding } from './finding.ts';
import { setVariable } from './system.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** How long a terminal at the other end of a slow line gets. */
export const SILENT_MS: Ms = 2000;

/** What is known of the terminal, and of what lies between it and us. */
export interface Surroundings {
  env: Environment;
  platform: NodeJS.Platform;
  columns: number;
  rows: number;
}

export const judgeTerminal = (interview: Interview, around: Surroundings): Finding[] => [
  judgeAnswer(interview, around.env),
  judgeSync(interview),
  judgeColors(around),
  judgeSize(interview, around),
  judgeLocale(around),
];

/** `reason`: such as "stdout is not a terminal". */
export const noTerminal = (reason: string): Finding =>
  ok({ check: 'terminal', finding: `not checked: ${reason}` });

function judgeAnswer({ answeredMs }: Interview, env: Environment): Finding {
  const check = 'terminal';
  const between = inBetween(env);
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
  const finding = [`answers in ${answerMs} ms`, ...between].join(', ');
  return ok({ check, finding, measured: { answerMs } });
}

/** The programs that the terminal's bytes pass through. */
function inBetween(env: Environment): string[] {
  const multiplexer = env['TMUX'] ? ['in tmux'] : env['STY'] ? ['in screen'] : [];
  return env['SSH_CONNECTION'] ? [...multiplexer, 'over ssh'] : multiplexer;
}

const judgeSync = ({ synchronizedUpdate }: Interview): Finding =>
  ok({
    check: 'sync',
    finding: synchronizedUpdate
      ? 'shows each picture whole (synchronized update)'
      : 'no synchronized update: a picture may be seen half drawn',
  });

const COLORS = {
  truecolor: '24-bit colours',
  '256': '256 colours',
  '16': '16 colours',
  mono: 'no colours',
} as const;

function judgeColors({ env, platform }: Surroundings): Finding {
  const { depth, decidedBy } = promisedColors(env);
  const value = env[decidedBy]?.replace(/\P{ASCII}|\p{Cc}/gu, '?');
  const because = value === undefined ? `${decidedBy} is not set` : `${decidedBy}=${value}`;
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

function judgeSize({ cell }: Interview, { columns, rows }: Surroundings): Finding {
  const pixels = cell ? `cells of ${cell.width}x${cell.height} pixels` : 'cells of unknown size';
  const finding = `${columns}x${rows}, ${pixels}`;
  const measured = { columns, rows, ...(cell && { cellWidth: cell.width, cellHeight: cell.height }) };
  if (columns >= LEAST.columns && rows >= LEAST.rows) return ok({ check: 'size', finding, measured });
  const fix = `enlarge the window to ${LEAST.columns}x${LEAST.rows}, or choose smaller letters`;
  return { check: 'size', status: 'warning', finding, fix, measured };
}

/** The first of these that is set decides (POSIX, XBD 8.2). */
const LOCALE = ['LC_ALL', 'LC_CTYPE', 'LANG'] as const;

function judgeLocale({ env, platform }: Surroundings): Finding {
  if (platform === 'win32') return ok({ check: 'locale', finding: 'the system is UTF-8 in terminals' });
  const name = LOCALE.find((each) => env[each]);
  const value = name && env[name]?.replace(/\P{ASCII}|\p{Cc}/gu, '?');
  const finding = name === undefined ? 'none set, so not UTF-8' : `${name}=${value}`;
  if (/utf-?8/i.test(value ?? '')) return ok({ check: 'locale', finding });
  const fix = setVariable('LC_ALL', platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8', platform);
  return { check: 'locale', status: 'warning', finding: name ? `${finding} is not UTF-8` : finding, fix };
}
