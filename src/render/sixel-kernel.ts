import type { RgbFrame, Size } from '../base/frame.ts';
import { ByteWriter } from './byte-writer.ts';
import type { Palette } from './palette.ts';
import { Quantizer, type Slack } from './quantizer.ts';
import { BandWriter } from './sixel-band.ts';

/** What the images of a series have in common. */
export interface SixelSeries extends Size {
  palette: Palette;
  /** Of pixels, in a band. */
  rows: number;
}

/** The work that is done to each pixel of each image: in plain TypeScript, or in WebAssembly with the same results. */
export interface SixelKernel {
  /** Nothing of the new series has been drawn yet. */
  begin(series: SixelSeries): void;
  /** The next bands are those of this frame. */
  take(frame: RgbFrame): void;
  /** The data of the band whose first row is `top`; valid until the next call. */
  band(top: number, slack: Slack): Uint8Array;
}

/** The kernel that runs everywhere. */
export class ScriptSixelKernel implements SixelKernel {
  readonly #out = new ByteWriter();
  #parts: { quantizer: Quantizer; bands: BandWriter } | undefined;
  #frame: RgbFrame | undefined;

  begin({ palette, rows, ...size }: SixelSeries): void {
    const quantizer = new Quantizer(palette, size, rows);
    this.#parts = { quantizer, bands: new BandWriter(this.#out, palette, { width: size.width, rows }) };
  }

  take(frame: RgbFrame): void {
    this.#frame = frame;
    this.#parts?.bands.begin();
  }

  band(top: number, slack: Slack): Uint8Array {
    this.#out.reset();
    if (this.#parts && this.#frame)
      this.#parts.bands.write(this.#parts.quantizer.band(this.#frame, top, slack));
    return this.#out.written();
  }
}
