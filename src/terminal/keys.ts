import type { Key } from '../base/terminal.ts';

/** CSI finals and SS3 finals that are keys (xterm, "PC-Style Function Keys"). */
const BY_FINAL: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  E: 'begin',
  F: 'end',
  H: 'home',
  P: 'f1',
  Q: 'f2',
  R: 'f3',
  S: 'f4',
  Z: 'backtab',
};

/** The first parameter of CSI ... ~ (VT220 editing and function keys; 7 and 8 are rxvt's). */
const BY_NUMBER: Readonly<Record<number, string>> = {
  1: 'home',
  2: 'insert',
  3: 'delete',
  4: 'end',
  5: 'pageup',
  6: 'pagedown',
  7: 'home',
  8: 'end',
  11: 'f1',
  12: 'f2',
  13: 'f3',
  14: 'f4',
  15: 'f5',
  17: 'f6',
  18: 'f7',
  19: 'f8',
  20: 'f9',
  21: 'f10',
  23: 'f11',
  24: 'f12',
};

const BY_CODE: Readonly<Record<number, string>> = {
  8: 'backspace',
  9: 'tab',
  13: 'enter',
  27: 'escape',
  127: 'backspace',
};

/** Modifier bits of CSI sequences, sent with 1 added. */
const SHIFT = 1;
const ALT = 2;
const CTRL = 4;
/** The third part of the modifier field in the kitty keyboard protocol. */
const RELEASED = 3;
/** Where the kitty keyboard protocol puts keys that have no code point of their own (Unicode's private use area). */
const FUNCTIONAL = { first: 0xe000, last: 0xf8ff };
/** Those of the keypad that type nothing. */
const BY_FUNCTIONAL: Readonly<Record<number, string>> = {
  57414: 'enter',
  57417: 'left',
  57418: 'right',
  57419: 'up',
  57420: 'down',
  57421: 'pageup',
  57422: 'pagedown',
  57423: 'home',
  57424: 'end',
  57425: 'insert',
  57426: 'delete',
};

const functionKey = (name: string, modifiers = 0): Key => ({
  name,
  ctrl: (modifiers & CTRL) !== 0,
  alt: (modifiers & ALT) !== 0,
  text: '',
});

export const pasteKey = (text: string): Key => ({ name: 'paste', ctrl: false, alt: false, text });

/** The key of one code point that came by itself, or after ESC (`alt`). */
export function keyOfCodePoint(code: number, alt: boolean): Key {
  const modifiers = alt ? ALT : 0;
  const name = BY_CODE[code];
  if (name) return functionKey(name, modifiers);
  if (code === 0) return functionKey(' ', modifiers | CTRL);
  if (code < 0x20) return functionKey(String.fromCharCode(code + 0x40).toLowerCase(), modifiers | CTRL);
  const text = String.fromCodePoint(code);
  return { name: text, ctrl: false, alt, text: alt ? '' : text };
}

/** The key of SS3 and one more byte; undefined for those that we don't know. */
export function keyOfSs3(final: string): Key | undefined {
  const name = final === 'M' ? 'enter' : BY_FINAL[final];
  return name === undefined ? undefined : functionKey(name);
}

/**
 * The key of a control sequence without private marker and intermediates, pressed or let go; undefined when it is none.
 *
 *     CSI [1 ; modifiers [: event]] A         cursor and function keys
 *     CSI number [; modifiers [: event]] ~    editing and function keys
 *     CSI 27 ; modifiers ; code ~             modifyOtherKeys (xterm)
 *     CSI code [: shifted [: latin]] [; modifiers [: event]] [; text : ...] u    kitty keyboard protocol
 *
 * `latin` is what the key types where the keyboard is a Latin one; code 0 is a text that no key typed by itself.
 */
export function keyOfCsi(parameters: string, final: string): Key | undefined {
  const fields = fieldsOf(parameters);
  const [first = 0, shifted, latin] = fields[0] ?? [];
  const modifiers = Math.max(0, (fields[1]?.[0] ?? 1) - 1);
  if (final === 'u') return held(keyOfCode(first, modifiers, { shifted, latin, text: fields[2] }));
  if (final === '~' && first === 27) return keyOfCode(fields[2]?.[0] ?? 0, modifiers, {});
  const name = final === '~' ? BY_NUMBER[first] : BY_FINAL[final];
  return name === undefined ? undefined : functionKey(name, modifiers);
}

/** Whether the key of a control sequence was let go. */
export const isRelease = (parameters: string): boolean => fieldsOf(parameters)[1]?.[1] === RELEASED;

const fieldsOf = (parameters: string): number[][] =>
  parameters.split(';').map((field) => field.split(':').map((part) => Number.parseInt(part, 10) || 0));

/** Only where releases are reported does a key come like this, since we ask for both. */
const held = (key: Key | undefined): Key | undefined => key && { ...key, held: true };

/** What came along with the code of a key; 0 stands for what didn't. */
interface Typed {
  shifted?: number | undefined;
  latin?: number | undefined;
  text?: readonly number[] | undefined;
}

function keyOfCode(code: number, modifiers: number, typed: Typed): Key | undefined {
  if (code > 0x10ffff) return undefined;
  const name = code === 9 && modifiers & SHIFT ? 'backtab' : (BY_CODE[code] ?? BY_FUNCTIONAL[code]);
  if (name) return functionKey(name, modifiers);
  const isText = code >= 0x20 && !(code >= FUNCTIONAL.first && code <= FUNCTIONAL.last);
  // What Option types on a Mac is text.
  if (isText && modifiers & (CTRL | ALT) && !typed.text?.[0])
    return functionKey(String.fromCodePoint(typed.latin || code), modifiers);
  const text = isText || typed.text?.[0] ? typedText(code, modifiers, typed) : undefined;
  return text === undefined ? undefined : { name: text, ctrl: false, alt: false, text };
}

function typedText(code: number, modifiers: number, { shifted, text }: Typed): string | undefined {
  const codes = text?.[0] ? text : [shifted || code];
  if (codes.some((one) => one < 0x20 || (one >= 0x7f && one < 0xa0) || one > 0x10ffff)) return undefined;
  const plain = String.fromCodePoint(...codes);
  return modifiers & SHIFT && !shifted && !text?.[0] ? plain.toUpperCase() : plain;
}
