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
/** Where the kitty keyboard protocol puts keys that type nothing (Unicode's private use area). */
const FUNCTIONAL = { first: 0xe000, last: 0xf8ff };

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
 * The key of a control sequence without private marker and intermediates; undefined when it is none, or a release.
 *
 *     CSI [1 ; modifiers] A         cursor and function keys
 *     CSI number [; modifiers] ~    editing and function keys
 *     CSI 27 ; modifiers ; code ~   modifyOtherKeys (xterm)
 *     CSI code [: shifted] [; modifiers [: event]] [; text] u    kitty keyboard protocol
 */
export function keyOfCsi(parameters: string, final: string): Key | undefined {
  const fields = parameters
    .split(';')
    .map((field) => field.split(':').map((part) => Number.parseInt(part, 10) || 0));
  const first = fields[0]?.[0] ?? 0;
  const [sentModifiers = 1, event] = fields[1] ?? [];
  const modifiers = Math.max(0, sentModifiers - 1);
  if (event === RELEASED) return undefined;
  if (final === 'u') return keyOfCode(first, modifiers, { shifted: fields[0]?.[1], text: fields[2] });
  if (final === '~' && first === 27) return keyOfCode(fields[2]?.[0] ?? 0, modifiers, {});
  const name = final === '~' ? BY_NUMBER[first] : BY_FINAL[final];
  return name === undefined ? undefined : functionKey(name, modifiers);
}

function keyOfCode(
  code: number,
  modifiers: number,
  typed: { shifted?: number | undefined; text?: readonly number[] | undefined },
): Key | undefined {
  const isFunctional = code >= FUNCTIONAL.first && code <= FUNCTIONAL.last;
  if (code === 0 || code > 0x10ffff || isFunctional) return undefined;
  const name = code === 9 && modifiers & SHIFT ? 'backtab' : BY_CODE[code];
  if (name) return functionKey(name, modifiers);
  if (code < 0x20) return undefined;
  if (modifiers & (CTRL | ALT)) return functionKey(String.fromCodePoint(code), modifiers);
  const text = typedText(code, modifiers, typed);
  return text === undefined ? undefined : { name: text, ctrl: false, alt: false, text };
}

function typedText(
  code: number,
  modifiers: number,
  { shifted, text }: { shifted?: number | undefined; text?: readonly number[] | undefined },
): string | undefined {
  const codes = text?.[0] ? text : [shifted || code];
  if (codes.some((one) => one < 0x20 || (one >= 0x7f && one < 0xa0) || one > 0x10ffff)) return undefined;
  const plain = String.fromCodePoint(...codes);
  return modifiers & SHIFT && !shifted && !text?.[0] ? plain.toUpperCase() : plain;
}
