import type { RgbFrame } from '../base/frame.ts';
import { DEFAULT_COLOR, type Grid, isRgbColor, type Rect, rgbColor, Style } from '../base/grid.ts';
import { colorDistance } from './color.ts';
import { type CellPainter, comparable, type DrawOptions } from './draw.ts';
import { isRefined } from './hold.ts';
import type { Kernel } from './kernel.ts';
import { Sampler } from './sampler.ts';

/** Glyphs by how much of the cell they cover, for light ink on dark paper. */
export const DEFAULT_RAMP = ' .:-=+*#%@';

/** One sample a cell, told by the density of a letter; in its colour, where there are colours. */
export class AsciiPainter implements CellPainter {
  readonly renderer = 'ascii';
  readonly across = 1;
  readonly down = 1;
  readonly #colored: boolean;
  readonly #ramp: readonly number[];
  readonly #sampler: Sampler;

  /** `ramp`: one character or more, the darkest first; each a cell wide. */
  constructor(kernel: Kernel, { colored, ramp = DEFAULT_RAMP }: { colored: boolean; ramp?: string }) {
    this.#colored = colored;
    this.#ramp = Array.from(ramp, (glyph) => glyph.codePointAt(0)!);
    this.#sampler = new Sampler(kernel, this);
  }

  draw(frame: RgbFrame, target: Grid, place: Rect, options: DrawOptions): void {
    const { red, green, blue, sampleStride } = this.#sampler.take(frame, place, options.mirrored);
    const shown = comparable(target, options.shown);
    for (let row = 0; row < place.rows; row++) {
      let cell = (place.row + row) * target.columns + place.column;
      let at = row * sampleStride;
      for (const end = at + place.columns; at < end; at++, cell++) {
        const color = rgbColor(red[at]!, green[at]!, blue[at]!);
        const tolerance = isRefined(cell, options.turn) ? 0 : options.tolerance;
        this.#put(target, cell, color, { shown, tolerance });
      }
    }
  }

  #put(target: Grid, cell: number, color: number, { shown, tolerance }: Leniency): void {
    const old = shown?.style[cell] === Style.picture ? shown : undefined;
    const light = this.#colored ? strongest(color) : lumaOf(color);
    const ink = this.#colored ? brightest(color) : DEFAULT_COLOR;
    const glyph = this.#glyphFor(light, old?.glyph[cell], tolerance);
    const isNear =
      old && glyph === old.glyph[cell] && isNearInk(old.foreground[cell]!, ink, { light, tolerance });
    target.glyph[cell] = glyph;
    target.foreground[cell] = isNear ? old.foreground[cell]! : ink;
    target.background[cell] = DEFAULT_COLOR;
    target.style[cell] = Style.picture;
  }

  /** The glyph for a light of 0-255; the one that is shown stays while the light is within `tolerance` of its band. */
  #glyphFor(light: number, shown: number | undefined, tolerance: number): number {
    const band = 256 / this.#ramp.length;
    const low = shown === undefined ? NaN : this.#ramp.indexOf(shown) * band - tolerance;
    const isShown = low >= -tolerance && light >= low && light < low + band + 2 * tolerance;
    return isShown ? shown! : this.#ramp[Math.floor(light / band)]!;
  }
}

/** What a cell shows, and how far off that may be. */
interface Leniency {
  shown: Grid | undefined;
  tolerance: number;
}

/** Luma by ITU-R BT.601 (2.5.1), in 8 bits. */
const lumaOf = (color: number): number =>
  (77 * ((color >> 16) & 0xff) + 150 * ((color >> 8) & 0xff) + 29 * (color & 0xff)) >> 8;

const strongest = (color: number): number =>
  Math.max((color >> 16) & 0xff, (color >> 8) & 0xff, color & 0xff);

/** The same hue at full strength, for how dark it is the glyph tells; black has none. */
function brightest(color: number): number {
  const scale = 255 / Math.max(strongest(color), 1);
  const channel = (shift: number): number => Math.round(((color >> shift) & 0xff) * scale);
  return rgbColor(channel(16), channel(8), channel(0));
}

/** The less light, the less does the ink matter. */
const isNearInk = (
  shown: number,
  ink: number,
  { light, tolerance }: { light: number; tolerance: number },
): boolean => isRgbColor(shown) && colorDistance(shown, ink) * light <= tolerance * 255;
