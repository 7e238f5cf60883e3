import type { RgbFrame } from '../base/frame.ts';
import { DEFAULT_COLOR, type Grid, type Rect, Style } from '../base/grid.ts';
import type { CellRenderer } from '../base/renderer.ts';
import type { ColorDepth } from '../base/terminal.ts';
import { type CellPainter, comparable, type DrawOptions, keep } from './draw.ts';
import { holdFor, isRefined } from './hold.ts';
import type { Kernel } from './kernel.ts';
import { LocalContrast } from './local-contrast.ts';
import { isMostlyInk, type MaskGlyphs } from './mask-glyphs.ts';
import { type CellLook, PaletteCell, type PaletteFit } from './palette-cell.ts';
import { PaletteLetter } from './palette-letter.ts';
import type { Preparation } from './palette-samples.ts';
import { Sampler } from './sampler.ts';
import { TerminalPalette } from './terminal-palette.ts';

/**
 * Where there are colours, noise costs more than it gives, near by and from afar: ten levels of it in 256 colours cost .08
 * SSIM on a talking head and .22 on graphics. Of sixteen most things are nearest to a grey, unless they are made vivid.
 * Without colours half of the range becomes patterns: if all did, a face would hardly stand out.
 */
const PREPARATIONS: Readonly<Record<PaletteLook['depth'], Preparation>> = {
  '256': { spread: 0, lift: 0, vividness: 1 },
  '16': { spread: 0, lift: 0, vividness: 2.5 },
  mono: { spread: 128, lift: 0, vividness: 1 },
};
/**
 * Dots cover a quarter of what they stand for, so all of them are no lighter than a grey of 123 (57 where light is not
 * linear): this makes 144 all dots and 80 half of them, which keeps what is in the shade; `LocalContrast` keeps what is light.
 */
const DOTS_LIFT = 48;

/** An allowance counts in fourths of what errors do here. */
const ALLOWANCE_UNITS = 4;

export interface PaletteLook {
  renderer: CellRenderer;
  depth: Exclude<ColorDepth, 'truecolor'>;
  glyphs: MaskGlyphs;
}

const areOnlyDots = (depth: PaletteLook['depth'], { kind }: MaskGlyphs): boolean =>
  depth === 'mono' && kind === 'dots';

const preparationFor = (depth: PaletteLook['depth'], glyphs: MaskGlyphs): Preparation =>
  areOnlyDots(depth, glyphs) ? { ...PREPARATIONS.mono, lift: DOTS_LIFT } : PREPARATIONS[depth];

/** Pictures in the few colours that a terminal has: two of them for each cell. */
export class PalettePainter implements CellPainter {
  readonly renderer: CellRenderer;
  readonly across: number;
  readonly down: number;
  readonly #glyphs: MaskGlyphs;
  readonly #cell: PaletteFit;
  readonly #palette: TerminalPalette;
  readonly #sampler: Sampler;
  /** Where dots are all that there is. */
  readonly #contrast: LocalContrast | undefined;

  constructor({ renderer, depth, glyphs }: PaletteLook, kernel: Kernel) {
    this.renderer = renderer;
    this.across = glyphs.across;
    this.down = glyphs.down;
    this.#glyphs = glyphs;
    this.#palette = new TerminalPalette(depth);
    const preparation = preparationFor(depth, glyphs);
    this.#cell =
      glyphs.kind === 'letters'
        ? new PaletteLetter(this.#palette, preparation)
        : new PaletteCell(this.#palette, glyphs, preparation);
    this.#contrast = areOnlyDots(depth, glyphs) ? new LocalContrast() : undefined;
    this.#sampler = new Sampler(kernel, glyphs);
  }

  draw(frame: RgbFrame, target: Grid, place: Rect, options: DrawOptions): void {
    const workspace = this.#sampler.take(frame, place, options.mirrored);
    const samples = this.#contrast?.enhance(workspace) ?? workspace;
    const { tolerance, turn } = options;
    const hold = holdFor(this.across * this.down, { tolerance, variance: this.#sampler.variance });
    const shown = comparable(target, options.shown);
    for (let row = 0; row < place.rows; row++) {
      let cell = (place.row + row) * target.columns + place.column;
      for (let column = 0; column < place.columns; column++, cell++) {
        this.#cell.take(samples, row, column);
        const allowed = isRefined(cell, turn) ? hold.refined : hold.usual;
        if (shown && this.#stays(shown, cell, allowed)) keep(target, shown, cell);
        else this.#put(target, cell);
      }
    }
  }

  /** Whether what is shown is hardly worse than the best look. */
  #stays(shown: Grid, cell: number, allowed: number): boolean {
    const look = this.#lookOf(shown, cell);
    if (!look) return false;
    const { mask, ink, paper } = this.#cell;
    const isSame = look.mask === mask && look.paper === paper && (mask === 0 || look.ink === ink);
    if (isSame || allowed === 0) return isSame;
    return this.#cell.error(look) <= this.#cell.error(this.#cell) + allowed * ALLOWANCE_UNITS;
  }

  /** Undefined for a look that this painter does not give. */
  #lookOf(shown: Grid, cell: number): CellLook | undefined {
    const mask = this.#glyphs.maskOf(shown.glyph[cell]!);
    if (mask < 0 || shown.style[cell] !== Style.picture) return undefined;
    const paper = this.#palette.indexOf(shown.background[cell]!, 'paper');
    // A space has whatever ink the pen had.
    const ink = mask === 0 ? paper : this.#palette.indexOf(shown.foreground[cell]!, 'ink');
    return ink < 0 || paper < 0 ? undefined : { mask, ink, paper };
  }

  #put(target: Grid, cell: number): void {
    const { mask, ink, paper } = this.#cell;
    const { glyphs, kind } = this.#glyphs;
    const { colors, isPair } = this.#palette;
    const isSwapped = kind === 'dots' && !isPair && isMostlyInk(mask);
    const isBlank = kind === 'letters' && mask === 0;
    target.glyph[cell] = glyphs[isSwapped ? glyphs.length - 1 - mask : mask]!;
    target.foreground[cell] = isBlank ? DEFAULT_COLOR : colors[isSwapped ? paper : ink]!;
    target.background[cell] = colors[isSwapped ? ink : paper]!;
    target.style[cell] = Style.picture;
  }
}
