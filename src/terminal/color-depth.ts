import type { ColorDepth } from '../base/terminal.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const isSet = (value: string | undefined): boolean => value !== undefined && value !== '';
const isOn = (value: string | undefined): boolean => isSet(value) && value !== '0' && value !== 'false';

/** Terminals that have 24-bit colours and say it by their name only. */
const TRUECOLOR_TERM = /-direct$|-truecolor$|^(xterm-)?(kitty|ghostty|alacritty|foot|wezterm|contour)(-|$)/;
const PALETTE_TERM = /256color|^(screen|tmux|xterm|rxvt|vte|gnome|konsole|iterm|linux)/;

/**
 * The colours that the environment promises, in this order: NO_COLOR forbids them (no-color.org); FORCE_COLOR gives a
 * level as in Node (tty, getColorDepth), or like CLICOLOR_FORCE means "some at least"; CLICOLOR=0 forbids them
 * (bixense.com/clicolors); COLORTERM names 24 bits; the rest is read from TERM's name.
 */
export function colorDepth(env: Environment): ColorDepth {
  const force = env['FORCE_COLOR'];
  if (isSet(env['NO_COLOR']) || force === '0' || force === 'false') return 'mono';
  if (force === '3') return 'truecolor';
  if (force === '2') return '256';
  const told = depthOfTerminal(env);
  if (force !== undefined || isOn(env['CLICOLOR_FORCE'])) return told === 'mono' ? '256' : told;
  return env['CLICOLOR'] === '0' ? 'mono' : told;
}

function depthOfTerminal(env: Environment): ColorDepth {
  const term = env['TERM'] ?? '';
  if (term === 'dumb') return 'mono';
  if (/^(truecolor|24bit)$/i.test(env['COLORTERM'] ?? '') || TRUECOLOR_TERM.test(term)) return 'truecolor';
  // Windows Terminal sets no TERM.
  if (isSet(env['WT_SESSION'])) return 'truecolor';
  return PALETTE_TERM.test(term) ? '256' : 'mono';
}
