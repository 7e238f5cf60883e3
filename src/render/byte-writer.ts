import { SPACE, textOf } from '../base/grid.ts';

const ESC = 0x1b;
const BRACKET = 0x5b;
const SEMICOLON = 0x3b;
const utf8 = new TextEncoder();

/** Every call below writes fewer bytes than this, but for `glyph` of a cluster, which makes room for itself. */
const MARGIN = 128;

/** The decimal digits of 0-255, four bytes each: how many there are, then the digits. */
const DIGITS = Uint8Array.from({ length: 256 * 4 }, (_, index) => {
  const text = String(index >> 2);
  return index % 4 === 0 ? text.length : text.charCodeAt((index % 4) - 1) || 0;
});

/** Bytes for a terminal, in one buffer that grows and is used again. */
export class ByteWriter {
  #bytes = new Uint8Array(1 << 16);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Forgets what was written. */
  reset(): void {
    this.#length = 0;
  }

  /** What was written since `reset`; the bytes are valid until the next one. */
  written(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  byte(value: number): void {
    this.#bytes[this.#length++] = value;
  }

  /** The control sequence introducer (ECMA-48, 5.4). */
  csi(): void {
    this.reserve(MARGIN);
    this.#bytes[this.#length++] = ESC;
    this.#bytes[this.#length++] = BRACKET;
  }

  append(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  ascii(text: string): void {
    this.reserve(text.length);
    for (let index = 0; index < text.length; index++) this.#bytes[this.#length++] = text.charCodeAt(index);
  }

  /** A whole number from 0 on, in decimal. */
  decimal(value: number): void {
    if (value > 255) return this.ascii(String(value));
    const from = value << 2;
    const digits = DIGITS[from]!;
    this.#bytes[this.#length++] = DIGITS[from + 1]!;
    if (digits > 1) this.#bytes[this.#length++] = DIGITS[from + 2]!;
    if (digits > 2) this.#bytes[this.#length++] = DIGITS[from + 3]!;
  }

  /** Red, green and blue of 24 bits in decimal, with semicolons between. This runs for each colour, so it is in one piece. */
  rgb(color: number): void {
    this.reserve(MARGIN);
    const bytes = this.#bytes;
    let at = this.#length;
    for (let shift = 16; shift >= 0; shift -= 8) {
      const from = ((color >> shift) & 0xff) << 2;
      bytes[at] = DIGITS[from + 1]!;
      bytes[at + 1] = DIGITS[from + 2]!;
      bytes[at + 2] = DIGITS[from + 3]!;
      at += DIGITS[from]!;
      bytes[at++] = SEMICOLON;
    }
    this.#length = at - 1;
  }

  /** A glyph of a grid, as UTF-8. */
  glyph(glyph: number): void {
    this.reserve(MARGIN);
    if (glyph < 0x80) return this.byte(glyph);
    if (glyph >= 0x800 && glyph < 0xd800) return this.#threeBytes(glyph);
    if (glyph > 0xffff && glyph <= 0x10ffff) return this.#fourBytes(glyph);
    const text = textOf(glyph);
    this.reserve(text.length * 3);
    this.#length += utf8.encodeInto(text, this.#bytes.subarray(this.#length)).written;
  }

  /** Makes room for `more` bytes. */
  reserve(more: number): void {
    if (this.#length + more + MARGIN <= this.#bytes.length) return;
    const larger = new Uint8Array((this.#length + more + MARGIN) * 2);
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }

  #threeBytes(codePoint: number): void {
    this.#bytes[this.#length++] = 0xe0 | (codePoint >> 12);
    this.#bytes[this.#length++] = 0x80 | ((codePoint >> 6) & 0x3f);
    this.#bytes[this.#length++] = 0x80 | (codePoint & 0x3f);
  }

  #fourBytes(codePoint: number): void {
    this.#bytes[this.#length++] = 0xf0 | (codePoint >> 18);
    this.#bytes[this.#length++] = 0x80 | ((codePoint >> 12) & 0x3f);
    this.#bytes[this.#length++] = 0x80 | ((codePoint >> 6) & 0x3f);
    this.#bytes[this.#length++] = 0x80 | (codePoint & 0x3f);
  }
}

/** Whether a glyph is one printable byte. */
export const isAscii = (glyph: number): boolean => glyph >= SPACE && glyph < 0x7f;
