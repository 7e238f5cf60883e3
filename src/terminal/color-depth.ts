import type { ColorDepth } from '../base/terminal.ts';
import { isKnown, type Identity } from './known-terminals.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const isSet = (value: string | undefined): boolean => value !== undefined && value !== '';
const isOn = (value: string | undefined): boolean => isSet(value) && value !== '0' && value !== 'false';

/** Terminals that have 24-bit colours and say it by their name only. */
const TRUECOLOR_TERM = /-direct$|-truecolor$|^(xterm-)?(kitty|ghostty|alacritty|foot|wezterm|contour)(-|$)/;
const PALETTE_TERM = /256color|^(screen|tmux|xterm|rxvt|vte|gnome|konsole|iterm)/;
/** The console of Linux takes 256 colours and shows the nearest of 16. */
const SIXTEEN_TERM = /-16color$|^(linux|ansi|cygwin)(-|$)/;

/** A promise of colours, and the variable that made it. */
export interface PromisedColors {
  depth: ColorDepth;
  decidedBy:
    | 'NO_COLOR'
    | 'FORCE_COLOR'
    | 'CLICOLOR_FORCE'
    | 'CLICOLOR'
    | 'COLORTERM'
    | 'WT_SESSION'
    | 'TERM'
    | 'XTVERSION';
}

export const colorDepth = (env: Environment, answered?: Identity): ColorDepth =>
  promisedColors(env, answered).depth;

/**
 * The colours that the environment promises, in this order: NO_COLOR forbids them (no-color.org); FORCE_COLOR gives a
 * level as in Node (tty, getColorDepth), or like CLICOLOR_FORCE means "some at least"; CLICOLOR=0 forbids them
 * (bixense.com/clicolors); COLORTERM names 24 bits; the rest is read from TERM's name. `answered`: what the terminal says
 * that it is, which comes through ssh as COLORTERM does not.
 */
export function promisedColors(env: Environment, answered?: Identity): PromisedColors {
  const force = env['FORCE_COLOR'];
  if (isSet(env['NO_COLOR'])) return { depth: 'mono', decidedBy: 'NO_COLOR' };
  if (force === '0' || force === 'false') return { depth: 'mono', decidedBy: 'FORCE_COLOR' };
  if (force === '3') return { depth: 'truecolor', decidedBy: 'FORCE_COLOR' };
  if (force === '2') return { depth: '256', decidedBy: 'FORCE_COLOR' };
  const told = ofTerminal(env, answered);
  const decidedBy = force === undefined ? 'CLICOLOR_FORCE' : 'FORCE_COLOR';
  if (force !== undefined || isOn(env['CLICOLOR_FORCE']))
    return told.depth === 'mono' ? { depth: '256', decidedBy } : told;
  return env['CLICOLOR'] === '0' ? { depth: 'mono', decidedBy: 'CLICOLOR' } : told;
}

function ofTerminal(env: Environment, answered: Identity | undefined): PromisedColors {
  const term = env['TERM'] ?? '';
  if (term === 'dumb') return { depth: 'mono', decidedBy: 'TERM' };
  if (/^(truecolor|24bit)$/i.test(env['COLORTERM'] ?? ''))
    return { depth: 'truecolor', decidedBy: 'COLORTERM' };
  if (TRUECOLOR_TERM.test(term)) return { depth: 'truecolor', decidedBy: 'TERM' };
  // Windows Terminal sets no TERM.
  if (isSet(env['WT_SESSION'])) return { depth: 'truecolor', decidedBy: 'WT_SESSION' };
  if (isKnown(answered)) return { depth: 'truecolor', decidedBy: 'XTVERSION' };
  if (SIXTEEN_TERM.test(term)) return { depth: '16', decidedBy: 'TERM' };
  return { depth: PALETTE_TERM.test(term) ? '256' : 'mono', decidedBy: 'TERM' };
}
