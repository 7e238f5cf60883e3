import type { CellRenderer } from '../base/renderer.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A program that shows a terminal, by its own word or by the environment's. */
export interface Identity {
  /** In lower case, such as "foot" or "xterm". */
  name: string;
  /** "1.20.2" is [1, 20, 2]; empty when only the name is known. */
  version: readonly number[];
}

/** What can't be asked, and is known of a terminal. */
export interface Traits {
  /** Shapes that it draws itself, whatever its font has, and the version from which on. */
  draws?: Partial<Record<CellRenderer, readonly number[]>>;
  /** A transparent pixel of a sixel picture (P2 = 1) leaves what was there before, as on a VT340. */
  layersSixels?: true;
  /** It shows inline images of iTerm2 (OSC 1337 File=), which have no question. */
  iterm2?: true;
  /** Its answer to kitty's graphics question promises more than it keeps. */
  kittyPartly?: true;
  /** Its font has the blocks of old PCs, and nothing finer. */
  halfBlocksOnly?: true;
}

/**
 * From release notes and sources; last looked at in 2026. A terminal that is not here, or draws no shape by itself,
 * takes them from a font: quadrants are in all of them, sextants in some, octants in next to none.
 */
const KNOWN: Readonly<Record<string, Traits>> = {
  foot: { draws: { sextant: [1, 8], octant: [1, 20] } },
  ghostty: { draws: { sextant: [], octant: [1, 2] } },
  iterm2: { iterm2: true },
  kitty: { draws: { sextant: [], octant: [0, 40] } },
  konsole: { kittyPartly: true },
  linux: { halfBlocksOnly: true },
  mintty: { iterm2: true },
  vte: { draws: { sextant: [6200], octant: [7800] } },
  wezterm: { draws: { sextant: [], octant: [20250601] }, iterm2: true },
  'windows terminal': { layersSixels: true },
  xterm: { layersSixels: true },
};

export const traitsOf = (identity: Identity | undefined): Traits =>
  (identity && isKnown(identity) ? KNOWN[identity.name] : undefined) ?? {};

/** All that tell their names and are known have 24-bit colours. */
export const isKnown = (identity: Identity | undefined): boolean =>
  identity !== undefined && Object.hasOwn(KNOWN, identity.name);

/** Whether a terminal draws a shape by itself. */
export function draws(identity: Identity | undefined, renderer: CellRenderer): boolean {
  const since = traitsOf(identity).draws?.[renderer];
  return since !== undefined && compare(identity?.version ?? [], since) >= 0;
}

/** Below, at or above 0, as one version comes before, is, or comes after another. */
function compare(one: readonly number[], other: readonly number[]): number {
  const at = other.findIndex((part, index) => part !== (one[index] ?? -1));
  return at < 0 ? 0 : (one[at] ?? -1) - other[at]!;
}

/** Reads the answer to XTVERSION: "foot(1.20.2)", "WezTerm 20240203-110809-5046fb22", "tmux 3.4". */
export function identityOf(version: string): Identity | undefined {
  const [, name, numbers = ''] = /^([a-z][a-z0-9_.-]*)(?:[ (]v?([\d.-]+))?/i.exec(version) ?? [];
  return name === undefined ? undefined : { name: name.toLowerCase(), version: versionOf(numbers) };
}

const versionOf = (text: string): number[] => (text.match(/\d{1,9}/g) ?? []).map(Number);

const BY_PROGRAM: Readonly<Record<string, string>> = {
  'iTerm.app': 'iterm2',
  Apple_Terminal: 'apple terminal',
  vscode: 'xterm.js',
};

/**
 * What the environment says of the terminal, for those that don't answer. A name without a version is all that a TERM
 * gives, and all that comes through ssh and mosh.
 */
export function identityByEnvironment(env: Environment): Identity | undefined {
  const { TERM_PROGRAM: program, TERM_PROGRAM_VERSION: version = '', TERM = '' } = env;
  if (program) return { name: BY_PROGRAM[program] ?? program.toLowerCase(), version: versionOf(version) };
  if (env['VTE_VERSION']) return { name: 'vte', version: versionOf(env['VTE_VERSION']) };
  if (env['WT_SESSION']) return { name: 'windows terminal', version: [] };
  const [, name] =
    /^(?:xterm-)?(alacritty|contour|foot|ghostty|kitty|linux|mintty|wezterm)(?:-|$)/.exec(TERM) ?? [];
  return name === undefined ? undefined : { name, version: [] };
}
