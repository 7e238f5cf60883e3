import { DEFAULT_COLOR, isPaletteColor, Style } from '../base/grid.ts';
import type { ByteWriter } from './byte-writer.ts';

const SEMICOLON = 0x3b;
const ATTRIBUTES = Style.bold | Style.dim | Style.italic | Style.underline | Style.inverse;

/** Select Graphic Rendition (ECMA-48, 8.3.117): what the terminal paints with, and the bytes that change it. */
export class Pen {
  readonly #out: ByteWriter;
  foreground = DEFAULT_COLOR;
  background = DEFAULT_COLOR;
  /** Attributes only; `Style.picture` is not the terminal's matter. */
  style = 0;
  #parameters = 0;

  constructor(out: ByteWriter) {
    this.#out = out;
  }

  /** Back to the defaults, whatever the terminal had. */
  reset(): void {
    this.#out.ascii('\x1b[m');
    this.foreground = DEFAULT_COLOR;
    this.background = DEFAULT_COLOR;
    this.style = 0;
  }

  /** Changes what differs, in one sequence. */
  set(foreground: number, background: number, style: number): void {
    const attributes = style & ATTRIBUTES;
    if (foreground === this.foreground && background === this.background && attributes === this.style) return;
    if ((foreground | background | attributes) === 0) return this.reset();
    this.#out.csi();
    this.#parameters = 0;
    if (attributes !== this.style) this.#setStyle(attributes);
    if (foreground !== this.foreground) this.#setColor(foreground, 30);
    if (background !== this.background) this.#setColor(background, 40);
    this.#out.byte(0x6d);
    this.foreground = foreground;
    this.background = background;
  }

  #setStyle(style: number): void {
    const gone = this.style & ~style;
    const weightGone = (gone & (Style.bold | Style.dim)) !== 0;
    // 22 ends bold and dim at once, so the one that stays is set again.
    const added = style & (weightGone ? ~this.style | Style.bold | Style.dim : ~this.style);
    if (weightGone) this.#parameter(22);
    if (gone & Style.italic) this.#parameter(23);
    if (gone & Style.underline) this.#parameter(24);
    if (gone & Style.inverse) this.#parameter(27);
    if (added & Style.bold) this.#parameter(1);
    if (added & Style.dim) this.#parameter(2);
    if (added & Style.italic) this.#parameter(3);
    if (added & Style.underline) this.#parameter(4);
    if (added & Style.inverse) this.#parameter(7);
    this.style = style;
  }

  /** `base`: 30 for the foreground, 40 for the background. */
  #setColor(color: number, base: number): void {
    if (color === DEFAULT_COLOR) return this.#parameter(base + 9);
    if (isPaletteColor(color)) return this.#setPalette(color & 0xff, base);
    this.#parameter(base + 8);
    this.#parameter(2);
    this.#out.byte(SEMICOLON);
    this.#out.rgb(color);
  }

  #setPalette(index: number, base: number): void {
    if (index < 8) return this.#parameter(base + index);
    if (index < 16) return this.#parameter(base + 60 + index - 8);
    this.#parameter(base + 8);
    this.#parameter(5);
    this.#parameter(index);
  }

  #parameter(value: number): void {
    if (this.#parameters++ > 0) this.#out.byte(SEMICOLON);
    this.#out.decimal(value);
  }
}
