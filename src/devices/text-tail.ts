const KEPT_CHARACTERS = 16_384;

/** What a program said last: the end of its output, of bounded size. */
export class TextTail {
  readonly #decoder = new TextDecoder();
  readonly #keptCharacters: number;
  #text = '';

  constructor(keptCharacters = KEPT_CHARACTERS) {
    this.#keptCharacters = keptCharacters;
  }

  push(chunk: Uint8Array): void {
    this.#text = (this.#text + this.#decoder.decode(chunk, { stream: true })).slice(-this.#keptCharacters);
  }

  get text(): string {
    return this.#text;
  }

  /** Without the "[demuxer @ 0x55d0]" that ffmpeg puts before it; undefined when there was nothing but white space. */
  get lastLine(): string | undefined {
    const line =
      this.#text
        .trimEnd()
        .split(/[\r\n]/)
        .at(-1) ?? '';
    return (
      line
        .replace(/^(\[[^\]]*\] *)+/, '')
        .replaceAll(/\p{Cc}/gu, ' ')
        .trim() || undefined
    );
  }
}
