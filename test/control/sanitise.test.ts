import xterm from '@xterm/headless';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { graphemes, textWidth } from '../../src/base/width.ts';
import { sanitiseChat, sanitiseName, sanitiseText } from '../../src/control/sanitise.ts';

const line = (text: string): string => sanitiseText(text, { newlines: false });

/** The pieces that attacks are made of, among ordinary ones. */
const nasty = fc.constantFrom(
  '\n',
  ...'\x1b \x1b[ \x1b] \x1bP \x9b \x9d \x90 \x07 \x9c \x1b\\ \0 \b \r \t \x7f \x85 [ ] 0; 2J m ?25l'.split(
    ' ',
  ),
  ...'\u202e \u2066 \u200b \u200d \u200c \ufe0f \ufeff \u00ad \u3164 \u2028 \ud800 \udc00 \u{e0001}'.split(
    ' ',
  ),
  ...'\u0301 \u0300 \u20e3 \u0488 \u{1f3fb} \u{1f468} ❤ 👁 1 # \u1100 \u1161 \u11a8 \u0915 \u094d'.split(' '),
  ...'\u0e33 漢 a é \u{1f1e9} \u{1f1ea} \u0600'.split(' '),
  ' ',
);
const hostile = fc.oneof(
  fc.array(nasty, { maxLength: 60 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
);

test.each([
  ['colours', 'a\x1b[1;31mred\x1b[0m', 'ared'],
  ['a window title', '\x1b]0;title\x07x', 'x'],
  ['a hyperlink', '\x1b]8;;http://e\x1b\\link\x1b]8;;\x1b\\', 'link'],
  ['a picture', '\x1bPq#0~~\x1b\\x', 'x'],
  ['a reset', '\x1bcx', 'x'],
  ['a character set', '\x1b(0qqq', 'qqq'],
  ['C1 controls', '\x9b2Jx\x9d0;t\x9cy\x90q\x9cz', 'xyz'],
  ['a sequence that does not end', 'a\x1b]0;b', 'a0;b'],
  ['a bare escape at the end', 'a\x1b', 'a'],
  ['C0 controls', 'a\0\b\x07\x0e\x7fb', 'ab'],
  ['bidi controls', '\u202eabc\u2066d\u200f', 'abcd'],
  ['zero-width characters', 'a\u200bb\u2060c\ufeffd\u00ade\u034ff', 'abcdef'],
  ['fillers', 'a\u3164b\u115fc\uffa0d', 'abcd'],
  ['tags', 'a\u{e0061}\u{e007f}b', 'ab'],
  ['joiners between letters', 'a\u200db\ufe0f', 'ab'],
  ['lone surrogates', 'a\ud800b\udc00c', 'abc'],
  ['marks without a base', '\u0301a', 'a'],
  ['a pile of marks', `z${'\u0335'.repeat(50)}`, `z${'\u0335'.repeat(4)}`],
])('%s: only the text stays', (_, text, expected) => {
  expect(line(text)).toBe(expected);
});

test.each([
  '👨‍👩‍👧',
  '🏳️‍🌈',
  '❤️',
  '1️⃣',
  '#️⃣',
  '👍🏽',
  '👩🏽‍🚀',
  '🇩🇪',
  '👁️‍🗨️',
  '👨🏻‍❤️‍💋‍👨🏿',
  'é',
  '漢字',
  'नमस्ते',
  'สวัสดี',
  'שלום',
  'مرحبا',
  '한글',
])('%s stays as it is', (text) => {
  expect(line(text)).toBe(text.normalize('NFC'));
});

test.each(['\u{1f468}\u200d'.repeat(50), '\u1100'.repeat(50), `#${'\ufe0f\u20e3'.repeat(50)}`])(
  'one character is never more than 10 code points',
  (text) => {
    const [first] = graphemes(line(text));
    expect(Array.from(first ?? '').length).toBeLessThanOrEqual(10);
  },
);

test('text comes out in NFC', () => {
  expect(line('e\0\u0301')).toBe('é');
  expect(line('e\u0301')).toBe('é');
  expect(line('e\u200b\u0301')).toBe('é');
});

test('line breaks stay as one kind, or become spaces', () => {
  const text = 'a\r\nb\rc\u2028d\u0085e\tf';
  expect(sanitiseText(text, { newlines: true })).toBe('a\nb\nc\nd\ne f');
  expect(sanitiseText(text, { newlines: false })).toBe('a b c d e f');
});

test('a text is cut in cells between characters', () => {
  expect(sanitiseText('漢字漢字', { maxCells: 5, newlines: false })).toBe('漢字');
  expect(sanitiseText('abc👨‍👩‍👧d', { maxCells: 4, newlines: false })).toBe('abc');
  expect(sanitiseText('abc👨‍👩‍👧d', { maxCells: 5, newlines: false })).toBe('abc👨‍👩‍👧');
});

test('a text is cut in UTF-16 units without leaving half a character', () => {
  expect(sanitiseText('ab😀', { maxCharacters: 3, newlines: false })).toBe('ab');
});

test.each([
  ['', 'someone'],
  [' \t\n', 'someone'],
  ['\x1b[2J\u200b', 'someone'],
  ['\x9b\n\u094d\n\u0488', 'someone'],
  ['  ana  maria \n', 'ana maria'],
  ['x'.repeat(40), 'x'.repeat(32)],
  ['漢'.repeat(40), '漢'.repeat(16)],
])('the name %j becomes %j', (text, name) => {
  expect(sanitiseName(text)).toBe(name);
});

test('whatever comes in, nothing dangerous comes out', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const clean = line(text);
      expect(clean).not.toMatch(/[\p{Cc}\p{Cs}\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u);
      expect(clean.normalize('NFC')).toBe(clean);
      for (const cluster of graphemes(clean)) {
        expect(Array.from(cluster).length).toBeLessThanOrEqual(10);
        expect(textWidth(cluster)).toBeGreaterThan(0);
      }
    }),
    { numRuns: 3000 },
  );
});

test('doing it twice changes nothing more', () => {
  fc.assert(
    fc.property(hostile, fc.boolean(), fc.nat(20), (text, newlines, maxCells) => {
      const once = sanitiseText(text, { newlines, maxCells });
      expect(sanitiseText(once, { newlines, maxCells })).toBe(once);
    }),
    { numRuns: 3000 },
  );
});

test('a name is always one line of 1 to 32 cells', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const name = sanitiseName(text);
      expect(name.trim()).toBe(name);
      expect(textWidth(name)).toBeGreaterThan(0);
      expect(textWidth(name)).toBeLessThanOrEqual(32);
      expect(sanitiseName(name)).toBe(name);
    }),
    { numRuns: 2000 },
  );
});

test.each(['\x9d', '\x1b]', '\x1b[1', '\u0301', '👨\u200d', 'a\u0301\u200d', '\u1100', '\x1b('])(
  'a message full of %j takes no more than its share of work',
  (piece) => {
    expect(sanitiseChat(piece.repeat(65536 / piece.length)).length).toBeLessThanOrEqual(4000);
  },
);

test('on a real emulator a sanitised line touches its own cells and nothing else', async () => {
  const [columns, rows, row, column] = [80, 6, 3, 10];
  const filler = 'x'.repeat(columns);
  await fc.assert(
    fc.asyncProperty(hostile, async (text) => {
      const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
      const titles: string[] = [];
      terminal.onTitleChange((title) => titles.push(title));
      terminal.onBell(() => titles.push('bell'));
      const answers: string[] = [];
      terminal.onData((answer) => answers.push(answer));
      const clean = sanitiseText(text, { maxCells: 32, newlines: false });
      const screen = Array(rows).fill(filler).join('\r\n');
      await new Promise<void>((done) =>
        terminal.write(`${screen}\x1b[${row + 1};${column + 1}H${clean}`, done),
      );
      const buffer = terminal.buffer.active;
      const shown = (at: number) => buffer.getLine(at)?.translateToString() ?? '';
      for (let at = 0; at < rows; at++) if (at !== row) expect(shown(at)).toBe(filler);
      expect(shown(row).startsWith(filler.slice(0, column))).toBe(true);
      expect(buffer.cursorY).toBe(row);
      expect(buffer.cursorX).toBeGreaterThanOrEqual(column);
      expect([titles, answers]).toEqual([[], []]);
      terminal.dispose();
    }),
    { numRuns: 300 },
  );
});
