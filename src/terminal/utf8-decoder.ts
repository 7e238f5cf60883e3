/** Stands for what is not UTF-8. */
export const REPLACEMENT = 0xfffd;

/** UTF-8, byte by byte (RFC 3629). */
export class Utf8Decoder {
  #codePoint = 0;
  #missing = 0;
  #least = 0;

  /** The code point that this byte completes; U+FFFD for a wrong one; undefined when more bytes belong to it. */
  push(byte: number): number | undefined {
    if (byte < 0x80) return this.#begin(byte, 0, 0);
    if (byte < 0xc0) return this.#continue(byte & 0x3f);
    if (byte < 0xe0) return this.#begin(byte & 0x1f, 1, 0x80);
    if (byte < 0xf0) return this.#begin(byte & 0x0f, 2, 0x800);
    if (byte < 0xf8) return this.#begin(byte & 0x07, 3, 0x10000);
    return this.#begin(REPLACEMENT, 0, 0);
  }

  #begin(bits: number, missing: number, least: number): number | undefined {
    this.#codePoint = bits;
    this.#missing = missing;
    this.#least = least;
    return missing === 0 ? bits : undefined;
  }

  #continue(bits: number): number | undefined {
    if (this.#missing === 0) return REPLACEMENT;
    this.#codePoint = (this.#codePoint << 6) | bits;
    if (--this.#missing > 0) return undefined;
    const surrogate = this.#codePoint >= 0xd800 && this.#codePoint <= 0xdfff;
    return this.#codePoint < this.#least || this.#codePoint > 0x10ffff || surrogate
      ? REPLACEMENT
      : this.#codePoint;
  }
}
