import { describe, expect, test } from 'vitest';
import type { Renderer } from '../../src/base/renderer.ts';
import { COLOR_DEPTHS, type Abilities } from '../../src/base/terminal.ts';
import { abilitiesOf } from '../../src/terminal/abilities.ts';
import { note, SILENCE, type Testimony } from '../../src/terminal/testimony.ts';

const HOME = { TERM: 'xterm-256color', COLORTERM: 'truecolor', LANG: 'C.UTF-8' };
const output = { columns: 80, rows: 24 };

const abilities = (told: Partial<Testimony>, env: Record<string, string>): Abilities =>
  abilitiesOf({ ...SILENCE, complete: true, ...told }, { env, output });

const best = (told: Partial<Testimony>, env: Record<string, string> = {}): Renderer =>
  abilities(told, { ...HOME, ...env }).renderers[0];

const SIXEL = { attributes: [62, 4] };
const CELL = { cell: { width: 6, height: 13 } };

const XTERM = { version: 'XTerm(390)', ...SIXEL };
const WINDOW = { cells: output, sixels: { width: 480, height: 312 } };
const LIMIT = { cells: { columns: 125, rows: 50 }, sixels: { width: 1000, height: 1000 } };

describe('the best way to show pictures', () => {
  test.each<[string, Partial<Testimony>, Record<string, string>, Renderer]>([
    ['nothing is known', {}, {}, 'quadrant'],
    ['foot', { version: 'foot(1.20.2)' }, {}, 'octant'],
    ['foot, whose sixels do not layer', { version: 'foot(1.20.2)', ...SIXEL, ...CELL }, {}, 'octant'],
    ['an older foot', { version: 'foot(1.16.0)' }, {}, 'sextant'],
    ['kitty', { version: 'kitty(0.42.1)', kitty: true }, {}, 'kitty'],
    ['kitty over ssh', { version: 'kitty(0.42.1)', kitty: true }, { SSH_CONNECTION: 'x' }, 'octant'],
    ['kitty without colours', { version: 'kitty(0.42.1)', kitty: true }, { NO_COLOR: '1' }, 'braille'],
    ['Konsole, which keeps half of its word', { version: 'Konsole 24', kitty: true }, {}, 'quadrant'],
    ['xterm as a VT340', { version: 'XTerm(390)', ...SIXEL, ...CELL }, {}, 'sixel'],
    ['xterm that must not tell the size of its cells', { version: 'XTerm(390)', ...SIXEL }, {}, 'quadrant'],
    ['xterm that tells how large a picture fits its window', { ...XTERM, ...WINDOW }, {}, 'sixel'],
    ['xterm whose window is larger than a picture may be', { ...XTERM, ...LIMIT }, {}, 'quadrant'],
    ['xterm', { version: 'XTerm(390)' }, {}, 'quadrant'],
    ['tmux in foot', { version: 'tmux 3.5a' }, { TMUX: 'x', TERM: 'tmux-256color' }, 'quadrant'],
    ['an older tmux in VTE', {}, { TMUX: 'x', VTE_VERSION: '7802' }, 'quadrant'],
    ['tmux at the other end of ssh', { version: 'tmux 3.4', ...SIXEL }, { SSH_TTY: 'x' }, 'quadrant'],
    ['screen', {}, { STY: '1.pts', TERM: 'screen.xterm-256color' }, 'quadrant'],
    ['mosh, which hides kitty', {}, { TERM: 'xterm-kitty' }, 'sextant'],
    ['the console of Linux', { utf8: true }, { TERM: 'linux' }, 'half'],
    ['a terminal of Latin-1', { utf8: false }, {}, 'ascii'],
    ['no word on UTF-8 anywhere', {}, { LANG: '' }, 'ascii'],
    ['UTF-8 by its own word only', { utf8: true }, { LANG: '' }, 'quadrant'],
    ['UTF-8 as all have that give their name', { version: 'rio 0.2' }, { LC_ALL: 'C' }, 'quadrant'],
  ])('%s', (_, told, env, renderer) => {
    expect(best(told, env)).toBe(renderer);
  });

  test('what the user wants comes first, whatever is known, and each comes once', () => {
    for (const color of COLOR_DEPTHS) {
      const told = { ...SILENCE, version: 'WezTerm 20260101', kitty: true, ...SIXEL, ...CELL };
      const options = { env: HOME, output, color, renderer: 'iterm2' } as const;
      const { renderers } = abilitiesOf(told, options);
      expect(renderers[0]).toBe('iterm2');
      expect(renderers.length).toBe(9);
      expect(new Set(renderers).size).toBe(9);
    }
  });
});

describe('sixels', () => {
  test('tell the size of a cell where an xterm keeps it to itself', () => {
    expect(abilities({ ...XTERM, ...WINDOW }, HOME)).toMatchObject({ cellWidth: 6, cellHeight: 13 });
  });

  test('are there when DA1 says so, with the colours that were told', () => {
    expect(abilities({ ...SIXEL, registers: 1024 }, HOME).sixel).toMatchObject({ registers: 1024 });
    expect(abilities(SIXEL, HOME).sixel).toMatchObject({ registers: 256 });
    expect(abilities({ registers: 1024 }, HOME).sixel).toBeUndefined();
  });

  test('may be laid over each other only where that is known, and not through a multiplexer', () => {
    const told = { version: 'XTerm(390)', ...SIXEL };
    expect(abilities(told, HOME).sixel?.delta).toBe(true);
    expect(abilities(told, { ...HOME, STY: 'x' }).sixel?.delta).toBe(false);
  });
});

describe('the size of a cell', () => {
  const screen = { width: 805, height: 490 };
  test.each<[Partial<Testimony>, number, number]>([
    [{ cell: { width: 9, height: 18 } }, 9, 18],
    [{ screen, cells: { columns: 80, rows: 24 } }, 10, 20],
    [{ cell: { width: 9, height: 18 }, screen, cells: { columns: 80, rows: 24 } }, 9, 18],
    [{ screen }, 6, 12],
    [{ screen: { width: 5, height: 5 }, cells: { columns: 80, rows: 24 } }, 6, 12],
    [{}, 6, 12],
  ])('%j', (told, cellWidth, cellHeight) => {
    expect(abilities(told, HOME)).toMatchObject({ cellWidth, cellHeight });
  });
});

test('a place of the cursor that comes when nobody asked is none', () => {
  const after = note({ ...SILENCE, complete: true, utf8: true }, { kind: 'cursor', column: 3, row: 1 });
  expect(after.utf8).toBe(true);
});
