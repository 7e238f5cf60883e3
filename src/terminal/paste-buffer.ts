const MAX_PASTE_BYTES = 64 * 1024;
const END = Uint8Array.from('\x1b[201~', (char) => char.charCodeAt(0));
/** Control characters but for tab and line feed: no text has them, and a terminal may obey them. */
// oxlint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/gu;

/** The text between the two marks of a bracketed paste; what goes beyond 64 kB is thrown away. */
export class PasteBuffer {
  readonly #bytes = new Uint8Array(MAX_PASTE_BYTES);
  #length = 0;
  /** How much of the end mark has been seen. */
  #matched = 0;

  /** Returns true when this byte was the last one of the end mark. */
  push(byte: number): boolean {
    if (byte === END[this.#matched]) return ++this.#matched === END.length;
    for (let index = 0; index < this.#matched; index++) this.#keep(END[index]!);
    this.#matched = byte === END[0] ? 1 : 0;
    if (this.#matched === 0) this.#keep(byte);
    return false;
  }

  /** The text so far, line breaks as '\n', without control characters; the buffer is empty afterwards. */
  take(): string {
    const text = new TextDecoder().decode(this.#bytes.subarray(0, this.#length));
    this.#length = 0;
    this.#matched = 0;
    return text.replaceAll(/\r\n?/g, '\n').replaceAll(CONTROLS, '');
  }

  #keep(byte: number): void {
    if (this.#length < MAX_PASTE_BYTES) this.#bytes[this.#length++] = byte;
  }
}
