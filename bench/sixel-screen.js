// What a terminal shows of sixel images; test/render checks the same against libsixel.

const [ESC, HASH, DOLLAR, MINUS, BANG] = [0x1b, 0x23, 0x24, 0x2d, 0x21];

/** A screen of pixels on which images are layered. */
export class SixelScreen {
  constructor({ width, height }) {
    this.width = width;
    this.height = height;
    this.data = new Uint8Array(width * height * 3);
    this.registers = new Uint8Array(256 * 3);
  }

  /** Draws the first image in the bytes. */
  show(bytes) {
    this.bytes = bytes;
    this.at = bytes.indexOf('q', bytes.indexOf('\x1bP')) + 1;
    if (bytes[this.at] === 0x22) while (!this.#isData()) this.at++;
    let [x, y, color] = [0, 0, 0];
    for (;;) {
      const byte = bytes[this.at++];
      if (byte === ESC || byte === undefined) return;
      if (byte === HASH) color = this.#color();
      else if (byte === DOLLAR) x = 0;
      else if (byte === MINUS) [x, y] = [0, y + 6];
      else {
        const times = byte === BANG ? this.#number() : 1;
        this.#draw({ x, y, times, color }, (byte === BANG ? bytes[this.at++] : byte) - 0x3f);
        x += times;
      }
    }
  }

  #isData() {
    const byte = this.bytes[this.at];
    return byte >= 0x3f || [HASH, DOLLAR, MINUS, BANG].includes(byte);
  }

  #draw({ x, y, times, color }, mask) {
    const rgb = this.registers.subarray(color * 3, color * 3 + 3);
    for (let row = y; row < Math.min(y + 6, this.height); row++) {
      if (!((mask >> (row - y)) & 1)) continue;
      for (let column = x; column < Math.min(x + times, this.width); column++)
        this.data.set(rgb, (row * this.width + column) * 3);
    }
  }

  #color() {
    const color = this.#number();
    if (this.bytes[this.at] !== 0x3b) return color;
    const values = [];
    while (this.bytes[this.at] === 0x3b) {
      this.at++;
      values.push(this.#number());
    }
    this.registers.set(
      values.slice(1).map((percent) => Math.round((percent * 255) / 100)),
      color * 3,
    );
    return color;
  }

  #number() {
    let value = 0;
    while (this.bytes[this.at] >= 0x30 && this.bytes[this.at] <= 0x39)
      value = value * 10 + this.bytes[this.at++] - 0x30;
    return value;
  }
}
