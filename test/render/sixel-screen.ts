const [ESC, HASH, DOLLAR, MINUS, BANG] = [0x1b, 0x23, 0x24, 0x2d, 0x21];

/** A slow and simple reader of sixels: the oracle. It knows only what the encoder may write, and throws at all else. */
export class SixelScreen {
  readonly width: number;
  readonly height: number;
  /** RGB; what was never drawn is black. */
  readonly data: Uint8Array;
  /** What the raster attributes of the last image say. */
  raster = '';
  transparent = false;
  readonly #registers = new Map<number, number[]>();
  #text = Buffer.alloc(0);
  #at = 0;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.data = new Uint8Array(width * height * 3);
  }

  /** Draws one image over what is there. */
  show(image: Uint8Array): void {
    // oxlint-disable-next-line no-control-regex -- ESC is what a terminal's text is made of
    const header = /^\x1bP0;([01])q"(1;1;\d+;\d+)/.exec(Buffer.from(image).toString('latin1'));
    if (!header) throw new Error('no sixel image');
    this.transparent = header[1] === '1';
    this.raster = header[2]!;
    if (!this.transparent) this.data.fill(0);
    this.#registers.clear();
    this.#text = Buffer.from(image);
    this.#at = header[0].length;
    this.#body();
  }

  #body(): void {
    let [x, y, color] = [0, 0, -1];
    for (;;) {
      const byte = this.#text[this.#at++];
      if (byte === ESC) break;
      if (byte === HASH) color = this.#color();
      else if (byte === DOLLAR) x = 0;
      else if (byte === MINUS) [x, y] = [0, y + 6];
      else {
        const times = byte === BANG ? this.#number() : 1;
        const data = byte === BANG ? this.#text[this.#at++] : byte;
        this.#draw({ x, y, times, color }, data ?? 0);
        x += times;
      }
    }
    if (this.#text.subarray(this.#at).toString() !== '\\') throw new Error('something after the image');
  }

  #draw({ x, y, times, color }: { x: number; y: number; times: number; color: number }, data: number): void {
    if (data < 0x3f || data > 0x7e) throw new Error(`no sixel data: ${data}`);
    const rgb = this.#registers.get(color);
    for (let row = 0; row < 6; row++) {
      if (!((data - 0x3f) & (1 << row))) continue;
      if (!rgb) throw new Error(`color ${color} is not defined`);
      if (y + row >= this.height || x + times > this.width) throw new Error('drawn outside of the image');
      for (let column = x; column < x + times; column++)
        this.data.set(rgb, ((y + row) * this.width + column) * 3);
    }
  }

  #color(): number {
    const color = this.#number();
    if (this.#text[this.#at] !== 0x3b) return color;
    const values = [0, 0, 0, 0].map(() => {
      this.#at++;
      return this.#number();
    });
    if (values[0] !== 2 || values.some((value) => value > 100)) throw new Error('no RGB color');
    this.#registers.set(
      color,
      values.slice(1).map((percent) => Math.round((percent * 255) / 100)),
    );
    return color;
  }

  #number(): number {
    const from = this.#at;
    while (this.#text[this.#at]! >= 0x30 && this.#text[this.#at]! <= 0x39) this.#at++;
    if (this.#at === from) throw new Error('a number is missing');
    return Number(this.#text.subarray(from, this.#at).toString());
  }
}
