import { isDeepStrictEqual } from 'node:util';
import type { Abilities, SixelAbilities } from '../base/terminal.ts';
import { colorDepth } from './color-depth.ts';
import { identityByEnvironment, identityOf, traitsOf, type Identity } from './known-terminals.ts';
import { isUtf8 } from './locale.ts';
import { renderersFor } from './renderers.ts';
import type { TerminalOptions } from './terminal-options.ts';
import { cellOf, type Testimony } from './testimony.ts';

type Environment = TerminalOptions['env'];
/** All that is looked at to find out what a terminal can do. */
type Surroundings = Pick<TerminalOptions, 'env' | 'color' | 'sync' | 'renderer' | 'size'> & {
  output: Pick<TerminalOptions['output'], 'columns' | 'rows'>;
};

const DEFAULT_SIZE = { columns: 80, rows: 24 };
/** As small as fonts that are read have it, for an image that the user wants all the same must not cover what is beside it. */
const DEFAULT_CELL = { width: 6, height: 12 };
/** The attribute in DA1 that stands for sixels (VT340). */
const SIXEL = 4;
/** What a terminal with sixels that says nothing of their colours has: all do nowadays. */
const DEFAULT_REGISTERS = 256;

/** What follows from what the terminal has told so far, the environment, and the user's will, which stands above both. */
export function abilitiesOf(told: Testimony, options: Surroundings): Abilities {
  const { env, color, sync } = options;
  const answered = identify(told, env);
  const multiplexer = multiplexerOf(answered, env);
  const identity = multiplexer ? undefined : answered;
  const { width, height } = cellOf(told) ?? DEFAULT_CELL;
  const depth = color ?? colorDepth(env, told.version === undefined ? undefined : identity);
  const sixel = sixelOf(told, identity);
  return {
    ...sizeOf(options),
    cellWidth: width,
    cellHeight: height,
    colorDepth: depth,
    renderers: renderersFor({
      depth,
      wanted: options.renderer,
      utf8: told.utf8 ?? (told.version !== undefined || isUtf8(env, process.platform)),
      identity,
      kitty: told.kitty,
      // An image in sixels has so many pixels; where a cell may be smaller than is believed, it would cover others.
      sixel: cellOf(told) && sixel,
      local: !isRemote(env) && !multiplexer,
    }),
    sixel,
    multiplexer,
    synchronizedUpdate: sync ?? told.synchronizedUpdate,
  };
}

/** The cells that are used: those of the terminal, and no more than the user allows. */
export function sizeOf({ output, size }: Pick<Surroundings, 'output' | 'size'>): {
  columns: number;
  rows: number;
} {
  // A pty that was never given a size says 0 x 0.
  const columns = output.columns || DEFAULT_SIZE.columns;
  const rows = output.rows || DEFAULT_SIZE.rows;
  return { columns: Math.min(columns, size?.columns ?? columns), rows: Math.min(rows, size?.rows ?? rows) };
}

/** `known` with some values changed; the same object when they were these already. */
export function merge(known: Abilities, news: Partial<Abilities>): Abilities {
  const merged = { ...known, ...news };
  return isDeepStrictEqual(known, merged) ? known : merged;
}

/** The terminal's own word counts; what the environment says may be inherited from another terminal. */
export const identify = ({ version }: Testimony, env: Environment): Identity | undefined =>
  version === undefined ? identityByEnvironment(env) : identityOf(version);

/** What answers in the terminal's place. TERM says so where ssh has taken the other variables away. */
export function multiplexerOf(identity: Identity | undefined, env: Environment): Abilities['multiplexer'] {
  const { TMUX, STY, TERM = '' } = env;
  if (identity?.name === 'tmux' || TMUX || /^tmux(-|$)/.test(TERM)) return 'tmux';
  return STY || /^screen(-|$|\.)/.test(TERM) ? 'screen' : undefined;
}

/** The bytes have to go over a line. */
export const isRemote = (env: Environment): boolean => Boolean(env['SSH_CONNECTION'] ?? env['SSH_TTY']);

function sixelOf(told: Testimony, identity: Identity | undefined): SixelAbilities | undefined {
  if (!told.attributes.includes(SIXEL)) return undefined;
  const { registers = DEFAULT_REGISTERS, sixels: largest } = told;
  return { registers, delta: traitsOf(identity).layersSixels === true, largest };
}
