import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONTINUATION, DEFAULT_COLOR, Style } from '../../src/base/grid.ts';
import type { Grid, Rect } from '../../src/base/grid.ts';
import type { CallState, Chrome, Command } from '../../src/call/state.ts';
import type { Ui } from '../../src/ui/ui.ts';
import {
  callState,
  ctrl,
  faces,
  letter,
  makeUi,
  noon,
  paste,
  press,
  printChrome,
  printGrid,
  printRow,
  said,
} from './support.ts';

const sizes = [
  [20, 5],
  [40, 12],
  [60, 18],
  [80, 24],
  [160, 45],
  [300, 80],
] as const;

const text = (ui: Ui, state: CallState, columns = 80, rows = 24): string =>
  printGrid(ui.draw(state, columns, rows).grid);

/** A Ui that has shown the state once. */
function drawn(state = callState()): Ui {
  const ui = makeUi();
  ui.draw(state, 80, 24);
  return ui;
}

const inMyWords = (state: CallState): CallState => ({
  ...state,
  chat: state.chat.map((line) => ({ ...line, from: 'me' })),
});

const countListeners = (): number[] => process.eventNames().map((name) => process.listenerCount(name));

describe('golden screens', () => {
  it.each(sizes)('look as they should at %ix%i', async (columns, rows) => {
    const screens = Object.entries(faces).map(
      ([name, state]) => `${name}\n${printChrome(makeUi().draw(state, columns, rows))}\n`,
    );
    await expect(screens.join('\n')).toMatchFileSnapshot(`golden/${columns}x${rows}.txt`);
  });

  it('look as they should in the full layout, with all panels open', async () => {
    const ui = makeUi({ layout: 'full' });
    const shots = [ui.draw(faces['connected']!, 80, 24)];
    for (const key of [letter('s'), press('tab'), paste('two\nlines 日本')]) {
      ui.key(key);
      shots.push(ui.draw(faces['connected']!, 80, 24));
    }
    ui.key(press('escape'));
    ui.key(letter('?'));
    shots.push(ui.draw(faces['connected']!, 80, 24));
    await expect(shots.map(printChrome).join('\n\n')).toMatchFileSnapshot('golden/full.txt');
  });
});

describe('drawing', () => {
  it('says what is needed on a screen that is too small', () => {
    expect(text(makeUi(), callState(), 29, 5).trim()).toBe('too small: 29x5, needs 24x6');
    expect(text(makeUi(), callState(), 20, 5).trim()).toBe('20x5, needs 24x6');
    expect(text(makeUi(), callState(), 1, 1)).toBe('2');
    expect(makeUi().draw(callState(), 24, 6).peer).toBeDefined();
  });

  it('leaves the cells of the pictures blank, but for overlays', () => {
    for (const state of Object.values(faces)) {
      for (const [columns, rows] of sizes) {
        const { grid, peer, self } = makeUi().draw(state, columns, rows);
        expect([...cellsOf(grid, peer), ...cellsOf(grid, self)].filter((glyph) => glyph !== 0x20)).toEqual(
          [],
        );
      }
    }
  });

  it('puts wide characters into two cells each', () => {
    const { grid } = makeUi().draw(callState({ chat: [said('日👍')] }), 80, 24);
    const row = Array.from({ length: 24 }, (_, index) => index).find((index) =>
      printRow(grid, index).includes('日'),
    )!;
    const at = row * 80 + '12:00 ana '.length;
    expect(Array.from(grid.glyph.subarray(at, at + 5))).toEqual([
      0x65e5,
      CONTINUATION,
      0x1f44d,
      CONTINUATION,
      0x20,
    ]);
  });

  it('keeps to ASCII in the chrome when asked to', () => {
    const ascii = /^[\n -~]*$/;
    const ui = makeUi({ asciiOnly: true });
    ui.key(letter('?'));
    for (const state of Object.values(faces)) {
      const plain = { ...state, chat: [said('x', { from: 'me', delivered: false })] };
      expect(text(ui, plain)).toMatch(ascii);
      expect(text(makeUi({ asciiOnly: true, layout: 'full' }), plain, 160, 45)).toMatch(ascii);
    }
  });

  it('uses attributes only where there are no colours', () => {
    const { grid } = makeUi({ colorDepth: 'mono' }).draw(faces['connected']!, 160, 45);
    expect(grid.foreground.every((color) => color === DEFAULT_COLOR)).toBe(true);
    expect(grid.style.some((style) => style & Style.bold)).toBe(true);
    const colored = makeUi().draw(faces['connected']!, 160, 45).grid;
    expect(colored.foreground.some((color) => color !== DEFAULT_COLOR)).toBe(true);
  });

  it('tells when each of the last callers was missed', () => {
    const chat = Array.from({ length: 7 }, (_, index) =>
      said(`caller ${index} hung up`, { from: 'vtalk', name: 'vtalk', at: noon(index) }),
    );
    const shown = text(makeUi(), callState({ ...faces['listening'], chat }), 80, 24);
    expect(shown).toContain('12:06 caller 6 hung up');
    expect(shown).not.toContain('caller 1');
  });

  it('asks why a call is declined, and takes back nothing else', () => {
    const ringing = callState({ ...faces['ringing here'] });
    const ui = makeUi();
    ui.draw(ringing, 80, 24);
    expect(ui.key(letter('D'))).toBeUndefined();
    for (const character of 'at q') expect(ui.key(letter(character))).toBeUndefined();
    const { grid, cursor } = ui.draw(ringing, 80, 24);
    expect(printRow(grid, cursor?.row ?? 0)).toBe(`${' '.repeat(10)}because: at q`);
    expect(cursor?.column).toBe(10 + 'because: at q'.length);
    expect(ui.key(press('escape'))).toBeUndefined();
    expect(ui.key(letter('D'))).toBeUndefined();
    for (const character of 'busy') ui.key(letter(character));
    expect(ui.key(press('enter'))).toEqual({ do: 'answer', accept: false, text: 'busy' });
    expect(ui.key(press('enter'))).toEqual({ do: 'answer', accept: true });
  });

  it.each([press('enter'), press('escape')])(
    'takes no letter of a remark for a key once the caller has gone',
    (key) => {
      const ui = makeUi();
      ui.draw(faces['ringing here']!, 80, 24);
      ui.key(letter('D'));
      ui.draw(faces['listening']!, 80, 24);
      for (const character of 'qvt') expect(ui.key(letter(character))).toBeUndefined();
      expect(text(ui, faces['listening']!)).toMatch(/the caller has gone; Esc goes on\n.*because: qvt/);
      expect(ui.key(key)).toBeUndefined();
      expect(text(ui, faces['listening']!)).not.toContain('because');
      expect(ui.key(letter('q'))).toEqual({ do: 'quit' });
    },
  );

  it('gives the remark for one caller to no other', () => {
    const ui = makeUi();
    ui.draw(faces['ringing here']!, 80, 24);
    for (const key of [letter('D'), letter('x')]) ui.key(key);
    const other = callState({ ...faces['ringing here'], peer: { name: 'carl', trust: 'known' } });
    expect(text(ui, other)).toContain('the caller has gone');
    expect(ui.key(press('enter'))).toBeUndefined();
    expect(ui.key(letter('d'))).toEqual({ do: 'answer', accept: false });
  });

  it('says that the invitation has expired', () => {
    const state = callState({ phase: 'listening', kind: 'listen', peer: undefined });
    expect(text(makeUi(), state, 80, 24)).toContain('the invitation has expired');
  });

  it('shows the whole invitation, on one row where it fits', () => {
    const state = faces['listening']!;
    expect(text(makeUi(), state, 80, 24)).toContain(state.invitation);
    const narrow = text(makeUi(), state, 40, 24);
    expect(narrow.replaceAll('\n', '')).toContain(state.invitation);
  });

  it('gives back the very same chrome while nothing changes', () => {
    const ui = makeUi();
    const first = ui.draw(callState(), 80, 24);
    expect(ui.draw(callState(), 80, 24)).toBe(first);
    expect(ui.draw(callState({ seconds: 126 }), 80, 24)).not.toBe(first);
  });

  it('leaves nothing behind on the process', () => {
    const before = countListeners();
    makeUi().draw(callState(), 80, 24);
    expect(countListeners()).toEqual(before);
  });

  it('draws after any history what a new one draws', () => {
    const steps = fc.record({
      columns: fc.integer({ min: 1, max: 300 }),
      rows: fc.integer({ min: 1, max: 80 }),
      // What the other side said would count as unread for the new one only.
      face: fc.constantFrom(...Object.values(faces).map(inMyWords)),
      seconds: fc.nat(10_000),
    });
    fc.assert(
      fc.property(fc.array(steps, { minLength: 20, maxLength: 20 }), (history) => {
        const old = makeUi();
        for (const { face, seconds, columns, rows } of history) {
          const state = { ...face, seconds };
          expect(printFully(old.draw(state, columns, rows))).toBe(
            printFully(makeUi().draw(state, columns, rows)),
          );
        }
      }),
      { numRuns: 10 },
    );
  });

  it('keeps the pictures and the cursor on the screen at every size', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 80 }),
        fc.boolean(),
        (columns, rows, full) => {
          const ui = makeUi({ layout: full ? 'full' : 'auto' });
          ui.key(press('tab'));
          const { peer, self, overlays, cursor } = ui.draw(callState(), columns, rows);
          for (const rect of [peer, self, ...overlays]) {
            if (rect)
              expect(rect.column + rect.columns <= columns && rect.row + rect.rows <= rows).toBe(true);
          }
          if (cursor) expect(cursor.column < columns && cursor.row < rows).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('keys', () => {
  it.each<[string, Command]>([
    ['q', { do: 'quit' }],
    ['v', { do: 'camera' }],
    ['t', { do: 'transport' }],
    ['m', { do: 'microphone' }],
    ['+', { do: 'volume', steps: 1 }],
    ['-', { do: 'volume', steps: -1 }],
    ['r', { do: 'renderer' }],
    ['c', { do: 'colors' }],
    ['k', { do: 'look', of: 'mine' }],
    ['K', { do: 'look', of: 'theirs' }],
  ])('%s asks the call for something', (name, command) => {
    expect(drawn().key(letter(name))).toEqual(command);
  });

  it.each(['g', 'R', 'a', 'd', 'f5'])('%s does nothing', (name) => {
    const ui = drawn();
    const before = ui.draw(callState(), 80, 24);
    expect(ui.key(letter(name))).toBeUndefined();
    expect(ui.draw(callState(), 80, 24)).toBe(before);
  });

  it('takes control keys everywhere', () => {
    for (const open of [[], [press('tab')], [letter('?')]]) {
      const ui = drawn();
      for (const key of open) ui.key(key);
      expect(ui.key(ctrl('c'))).toEqual({ do: 'interrupt' });
      expect(ui.key(ctrl('l'))).toEqual({ do: 'repaint' });
      expect(ui.key(ctrl('z'))).toEqual({ do: 'suspend' });
    }
  });

  it('answers and declines a call, by letter and by Enter and Esc', () => {
    for (const [key, accept] of [
      [letter('a'), true],
      [press('enter'), true],
      [letter('d'), false],
      [press('escape'), false],
    ] as const) {
      expect(drawn(faces['ringing here']).key(key)).toEqual({ do: 'answer', accept });
    }
    expect(drawn(faces['ringing there']).key(letter('a'))).toBeUndefined();
    expect(drawn(faces['ringing here']).key(letter('q'))).toEqual({ do: 'quit' });
  });

  it('types into the chat once it has the focus, and sends with Enter', () => {
    const ui = drawn();
    ui.key(press('tab'));
    for (const character of 'quiz?') expect(ui.key(letter(character))).toBeUndefined();
    const { grid, cursor } = ui.draw(callState(), 80, 24);
    expect(printRow(grid, 22)).toMatch(/^> quiz\?/);
    expect(cursor).toEqual({ column: 7, row: 22 });
    expect(ui.key(press('enter'))).toEqual({ do: 'say', text: 'quiz?' });
    expect(ui.key(press('enter'))).toBeUndefined();
    ui.key(press('escape'));
    expect(ui.draw(callState(), 80, 24).cursor).toBeUndefined();
    expect(ui.key(letter('q'))).toEqual({ do: 'quit' });
  });

  it('sends a paste of many lines as one message, and only at Enter', () => {
    const ui = drawn();
    ui.key(press('enter'));
    expect(ui.key(paste('one\ntwo\n'))).toBeUndefined();
    expect(text(ui, callState())).toContain('> one↵two↵');
    expect(ui.key(press('enter'))).toEqual({ do: 'say', text: 'one\ntwo' });
  });

  it('keeps what was being written while the focus is elsewhere', () => {
    const ui = drawn();
    for (const key of [press('tab'), letter('x'), press('tab')]) ui.key(key);
    expect(text(ui, callState())).toContain('> x');
  });

  it('gives the focus to no chat that is not there', () => {
    for (const [state, columns, rows] of [
      [faces['mirror']!, 80, 24],
      [faces['listening']!, 80, 24],
      [callState(), 50, 24],
    ] as const) {
      const ui = makeUi();
      ui.draw(state, columns, rows);
      ui.key(press('tab'));
      ui.draw(state, columns, rows);
      expect(ui.key(letter('q'))).toEqual({ do: 'quit' });
    }
  });

  it('reads back in the chat and says that there is more below', () => {
    const ui = drawn();
    const state = callState({
      chat: Array.from({ length: 30 }, (_, index) => said(`line ${index}`, { at: noon(index) })),
    });
    expect(text(ui, state)).toContain('line 29');
    ui.key(press('pageup'));
    const back = text(ui, state);
    expect(back).toContain('↓ newer');
    expect(back).not.toContain('line 29');
    ui.key(press('pagedown'));
    expect(text(ui, state)).not.toContain('newer');
  });

  it('lets who is muted be heard while space is down, but types a blank in the chat', () => {
    const ui = drawn();
    expect(ui.key(letter(' '))).toEqual({ do: 'talk', held: false });
    expect(ui.key({ ...letter(' '), held: true })).toEqual({ do: 'talk', held: true });
    ui.key(press('tab'));
    expect(ui.key(letter(' '))).toBeUndefined();
    expect(ui.released(letter(' '))).toEqual({ do: 'hush' });
    expect(ui.released(letter('x'))).toBeUndefined();
  });

  it('offers to hear oneself in a mirror, and the chat elsewhere', () => {
    const ui = makeUi();
    ui.draw(faces['mirror']!, 80, 24);
    expect(ui.key(letter('e'))).toEqual({ do: 'echo' });
    ui.key(letter('?'));
    const help = text(ui, faces['mirror']!);
    expect([help.includes('hear yourself'), help.includes('chat')]).toEqual([true, false]);
    expect(drawn().key(letter('e'))).toBeUndefined();
  });

  it('closes the help with any key, which does nothing else', () => {
    const ui = drawn();
    ui.key(letter('?'));
    expect(ui.draw(callState(), 80, 24).overlays).toHaveLength(1);
    expect(ui.key(letter('q'))).toBeUndefined();
    expect(ui.draw(callState(), 80, 24).overlays).toEqual([]);
  });

  it('shows the words to compare in the help of a call, on the smallest screen that has room for panels', () => {
    const words = ['acorn', 'velvet', 'walrus', 'window', 'zipper'];
    const ui = makeUi();
    ui.draw(callState({ words }), 60, 18);
    ui.key(letter('?'));
    expect(printGrid(ui.draw(callState({ words }), 60, 18).grid)).toContain(words.join(' '));
    expect(printGrid(ui.draw(callState(), 60, 18).grid)).not.toContain('nobody is in between');
  });

  it('toggles own picture, mirroring, stats and layout', () => {
    const ui = drawn();
    const after = (name: string): Chrome => {
      ui.key(letter(name));
      return ui.draw(callState(), 80, 24);
    };
    const ownPicture = ui.draw(callState(), 80, 24).self;
    expect(ownPicture?.columns).toBeGreaterThan(0);
    expect(after('p').self).toBeUndefined();
    expect(after('p').self).toEqual(ownPicture);
    expect(after('f').selfMirrored).toBe(false);
    expect(printGrid(after('s').grid)).not.toContain('stats');
    expect(after('l')).toMatchObject({ peer: { columns: 80, rows: 23 }, overlays: [] });
    expect(after('s').overlays).toHaveLength(1);
    expect(after('l').peer).toMatchObject({ columns: 49 });
    expect(after('l').peer).toMatchObject({ columns: 53 });
  });

  it('counts what was said while no chat was open', () => {
    const ui = makeUi({ layout: 'full' });
    const state = callState({ chat: [said('a'), said('b', { at: noon(1) })] });
    expect(text(ui, state)).toContain('2 unread');
    ui.key(press('tab'));
    expect(text(ui, state)).not.toContain('unread');
    ui.key(press('tab'));
    expect(text(ui, state)).not.toContain('unread');
  });
});

const cellsOf = (grid: Grid, rect: Rect | undefined): number[] =>
  rect
    ? Array.from({ length: rect.rows }, (_, row) => {
        const at = (rect.row + row) * grid.columns + rect.column;
        return Array.from(grid.glyph.subarray(at, at + rect.columns));
      }).flat()
    : [];

const printFully = ({ grid, ...places }: Chrome): string =>
  [grid.glyph, grid.foreground, grid.background, grid.style, JSON.stringify(places)].join('\n');
