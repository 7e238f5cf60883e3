import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Key } from '../../src/base/terminal.ts';
import { KeyParser, type Input } from '../../src/terminal/key-parser.ts';

const ESC = '\x1b';
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** All that comes of some bytes, and of the silence after them. */
function parse(text: string): Input[] {
  const parser = new KeyParser();
  return [...parser.push(encode(text), 0), ...parser.tick(10_000)];
}

const named = (name: string, more: Partial<Key> = {}): Input => ({
  key: { name, ctrl: false, alt: false, text: '', ...more },
});
const typed = (text: string): Input => named(text, { text });
/** The same of a terminal that will tell when they are let go. */
const key = (name: string, more: Partial<Key> = {}): Input => named(name, { held: true, ...more });
const kitty = (text: string): Input => key(text, { text });
const released = (text: string): Input => ({
  released: { name: text, ctrl: false, alt: false, text, held: true },
});

describe('keys', () => {
  test.each<[string, Input[]]>([
    ['a', [typed('a')]],
    ['A?', [typed('A'), typed('?')]],
    [' ', [typed(' ')]],
    ['é漢😀', [typed('é'), typed('漢'), typed('😀')]],
    ['\r', [named('enter')]],
    ['\t', [named('tab')]],
    ['\x7f', [named('backspace')]],
    ['\b', [named('backspace')]],
    ['\n', [named('j', { ctrl: true })]],
    ['\x03', [named('c', { ctrl: true })]],
    ['\x1a', [named('z', { ctrl: true })]],
    ['\x0c', [named('l', { ctrl: true })]],
    ['\0', [named(' ', { ctrl: true })]],
    ['\x1c', [named('\\', { ctrl: true })]],
    [ESC, [named('escape')]],
    [`${ESC}${ESC}`, [named('escape'), named('escape')]],
    [`${ESC}x`, [named('x', { alt: true })]],
    [`${ESC}\x7f`, [named('backspace', { alt: true })]],
    [`${ESC}[A`, [named('up')]],
    [`${ESC}OA`, [named('up')]],
    [`${ESC}[1;5C`, [named('right', { ctrl: true })]],
    [`${ESC}[1;3D`, [named('left', { alt: true })]],
    [`${ESC}[Z`, [named('backtab')]],
    [`${ESC}OP${ESC}OS`, [named('f1'), named('f4')]],
    [`${ESC}[15~${ESC}[24~`, [named('f5'), named('f12')]],
    [`${ESC}[3~${ESC}[5~${ESC}[6;5~`, [named('delete'), named('pageup'), named('pagedown', { ctrl: true })]],
    [`${ESC}[1~${ESC}[H${ESC}[4~${ESC}[F`, [named('home'), named('home'), named('end'), named('end')]],
    [`${ESC}[`, [named('[', { alt: true })]],
    [`${ESC}O`, [named('O', { alt: true })]],
    [`${ESC}]`, [named(']', { alt: true })]],
    [`${ESC}[99~`, []],
    [`${ESC}[?25`, []],
  ])('%j', (text, inputs) => {
    expect(parse(text)).toEqual(inputs);
  });

  test.each<[string, Input[]]>([
    ['97u', [kitty('a')]],
    ['97;2u', [kitty('A')]],
    ['55:47;2u', [kitty('/')]],
    ['97;;233u', [kitty('é')]],
    ['32;1:2u', [kitty(' ')]],
    ['32;1:3u', [released(' ')]],
    ['99;5u', [key('c', { ctrl: true })]],
    ['99;69u', [key('c', { ctrl: true })]],
    ['1089::99;5u', [key('c', { ctrl: true })]],
    ['120;3u', [key('x', { alt: true })]],
    ['97;3;229u', [kitty('å')]],
    ['0;;228u', [kitty('ä')]],
    ['0;;104:105u', [kitty('hi')]],
    ['57400;;49u', [kitty('1')]],
    ['57414u', [key('enter')]],
    ['57419;5u', [key('up', { ctrl: true })]],
    ['27u', [key('escape')]],
    ['13;1:1u', [key('enter')]],
    ['9;2u', [key('backtab')]],
    ['1;1:1A', [named('up')]],
    ['1;1:3A', [{ released: { name: 'up', ctrl: false, alt: false, text: '' } }]],
    ['57441;2u', []],
    ['57441;2:3u', []],
    ['99999999u', []],
    ['0u', []],
    ['97;;27u', []],
    ['27;5;99~', [named('c', { ctrl: true })]],
  ])('kitty and modifyOtherKeys: CSI %s', (body, inputs) => {
    expect(parse(`${ESC}[${body}`)).toEqual(inputs);
  });
});

test.each([
  ['a continuation without a start', [0x80, 0xbf]],
  ['an overlong form', [0xc0, 0xaf, 0xe0, 0x80, 0xaf]],
  ['a surrogate', [0xed, 0xa0, 0x80]],
  ['beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
  ['bytes that UTF-8 has not', [0xf8, 0xff]],
  ['a start without continuation', [0xe2, 0x82]],
])('%s is no key, and spoils none', (_, bytes) => {
  const parser = new KeyParser();
  expect(parser.push(Uint8Array.of(...bytes, 0x61), 0)).toEqual([typed('a')]);
});

describe('silence', () => {
  test('a lone ESC waits 50 ms', () => {
    const parser = new KeyParser();
    expect(parser.push(encode(ESC), 1000)).toEqual([]);
    expect(parser.due()).toBe(1050);
    expect(parser.tick(1049)).toEqual([]);
    expect(parser.tick(1050)).toEqual([named('escape')]);
    expect(parser.due()).toBeUndefined();
  });

  test('and 250 ms while answers are outstanding, until the last of them', () => {
    const parser = new KeyParser();
    parser.awaiting = true;
    parser.push(encode(ESC), 1000);
    expect(parser.due()).toBe(1250);
    expect(parser.push(encode('[?62;4c'), 1240)).toEqual([
      { answer: { kind: 'attributes', attributes: [62, 4] } },
    ]);
    parser.push(encode(ESC), 2000);
    expect(parser.due()).toBe(2050);
  });

  test('is noticed when only the next bytes come', () => {
    const parser = new KeyParser();
    parser.push(encode(ESC), 0);
    expect(parser.push(encode('[A'), 100)).toEqual([named('escape'), typed('['), typed('A')]);
  });

  test('a string without an end swallows the keys no longer than that', () => {
    const parser = new KeyParser();
    parser.push(encode(`${ESC}]0;title`), 0);
    expect(parser.push(encode('x'), 60)).toEqual([typed('x')]);
  });
});

describe('answers', () => {
  test.each<[string, Input[]]>([
    [`${ESC}[?2026;1$y`, [{ answer: { kind: 'mode', mode: 2026, switchable: true } }]],
    [`${ESC}[?2026;2$y`, [{ answer: { kind: 'mode', mode: 2026, switchable: true } }]],
    [`${ESC}[?2026;0$y`, [{ answer: { kind: 'mode', mode: 2026, switchable: false } }]],
    [`${ESC}[?2026;4$y`, [{ answer: { kind: 'mode', mode: 2026, switchable: false } }]],
    [`${ESC}[6;20;9t`, [{ answer: { kind: 'cell', width: 9, height: 20 } }]],
    [`${ESC}[6;0;9t`, []],
    [`${ESC}[6;9999;9t`, []],
    [`${ESC}[4;480;640t`, [{ answer: { kind: 'screen', width: 640, height: 480 } }]],
    [`${ESC}[8;24;80t`, [{ answer: { kind: 'cells', columns: 80, rows: 24 } }]],
    [`${ESC}[8;0;80t${ESC}[4;0;0t${ESC}[4;99999;9t${ESC}[t`, []],
    [`${ESC}[?1;2c`, [{ answer: { kind: 'attributes', attributes: [1, 2] } }]],
    [`${ESC}[?1;0;256S`, [{ answer: { kind: 'registers', registers: 256 } }]],
    [`${ESC}[?2;0;1000;800S`, [{ answer: { kind: 'sixels', width: 1000, height: 800 } }]],
    [`${ESC}[?1;3;0S${ESC}[?2;0;1000S${ESC}[?1;0;-5S`, []],
    [`${ESC}[0n`, [{ answer: { kind: 'caught up' } }]],
    [`${ESC}[3n${ESC}[?10n`, []],
    [`${ESC}[12;2R`, [{ answer: { kind: 'cursor', column: 2, row: 12 } }]],
    [`${ESC}[0;2R${ESC}[2R${ESC}[?1;2R`, []],
    [`${ESC}[>0;276;0c`, []],
    [`${ESC}P>|XTerm(370)${ESC}\\x`, [{ answer: { kind: 'version', text: 'XTerm(370)' } }, typed('x')]],
    [`${ESC}P1$r0m${ESC}\\x`, [typed('x')]],
    [
      `${ESC}P>|${'a'.repeat(1e6)}${ESC}\\x`,
      [{ answer: { kind: 'version', text: 'a'.repeat(254) } }, typed('x')],
    ],
    [`${ESC}]11;rgb:0000/0000/0000\x07x`, [typed('x')]],
    [`${ESC}]11;rgb:0000/0000/0000${ESC}\\x`, [typed('x')]],
    [`${ESC}_Gi=1;OK${ESC}\\x`, [{ answer: { kind: 'kitty' } }, typed('x')]],
    [`${ESC}_Gi=1;ENOSYS:none${ESC}\\`, [{ answer: { kind: 'kitty' } }]],
    [`${ESC}_Gq=1${ESC}\\${ESC}_hello${ESC}\\`, []],
    [`${ESC}]cut${ESC}[A`, [named('up')]],
    [`${ESC}[?20\x18x`, [typed('x')]],
  ])('%j', (text, inputs) => {
    expect(parse(text)).toEqual(inputs);
  });
});

describe('pastes', () => {
  const paste = (text: string): Input[] => parse(`${ESC}[200~${text}${ESC}[201~`);

  test.each([
    ['hello', 'hello'],
    ['two\r\nlines\rthree\nfour', 'two\nlines\nthree\nfour'],
    ['q\x03\x1b[A\x07\u009b', 'q[A'],
    ['tab\there 漢😀', 'tab\there 漢😀'],
    [`not the end: ${ESC}[201 ${ESC}[20${ESC}`, 'not the end: [201 [20'],
  ])('%j', (text, pasted) => {
    expect(paste(text)).toEqual([named('paste', { text: pasted })]);
  });

  test('end at 64 kB; the rest is no key', () => {
    const inputs = paste('x'.repeat(100_000));
    expect(inputs).toEqual([named('paste', { text: 'x'.repeat(65_536) })]);
  });

  test('without an end give way to keys after 2 s', () => {
    const parser = new KeyParser();
    expect(parser.push(encode(`${ESC}[200~half`), 0)).toEqual([]);
    expect(parser.tick(parser.due()!)).toEqual([named('paste', { text: 'half' })]);
    expect(parser.push(encode('q'), 3000)).toEqual([typed('q')]);
  });
});

describe('any bytes', () => {
  const keysAndPastes = [`${ESC}[1;5A`, `${ESC}[97;5u`, `${ESC}[200~`, `${ESC}[201~`];
  const parts = [
    'a',
    'é',
    '漢',
    ESC,
    '[',
    'O',
    ']',
    'P',
    '\\',
    '200~',
    '201~',
    ';',
    ':',
    '5',
    '?2026',
    '$y',
    'c',
    'u',
    '\x18',
  ];
  const pieces = fc.constantFrom(...parts, ...keysAndPastes);
  const stream = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc.array(pieces, { maxLength: 30 }).map((texts) => encode(texts.join(''))),
  );

  test('give the same, wherever they are split', () => {
    fc.assert(
      fc.property(stream, fc.array(fc.nat({ max: 60 }), { maxLength: 8 }), (bytes, cuts) => {
        const whole = new KeyParser();
        const split = new KeyParser();
        const bounds = [0, ...cuts.toSorted((one, other) => one - other), bytes.length];
        const inPieces = bounds.flatMap((end, index) =>
          split.push(bytes.subarray(bounds[index - 1] ?? 0, end), 0),
        );
        expect([...inPieces, ...split.tick(9999)]).toEqual([...whole.push(bytes, 0), ...whole.tick(9999)]);
      }),
      { numRuns: 2000 },
    );
  });

  test('never throw, type no control character, and leave nothing waiting', () => {
    fc.assert(
      fc.property(fc.array(stream, { maxLength: 5 }), (chunks) => {
        const parser = new KeyParser();
        const inputs = chunks.flatMap((bytes, index) => parser.push(bytes, index * 30));
        inputs.push(...parser.tick(99_999));
        expect(parser.due()).toBeUndefined();
        const texts = inputs.flatMap((input) =>
          'key' in input && input.key.name !== 'paste' ? [input.key.text] : [],
        );
        // oxlint-disable-next-line no-control-regex
        expect(texts.join('')).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/u);
      }),
      { numRuns: 2000 },
    );
  });
});
