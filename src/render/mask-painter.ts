import type { RgbFrame } from '../base/frame.ts';
import { DEFAULT_COLOR, type Grid, isRgbColor, type Rect, Style } from '../base/grid.ts';
import type { CellRenderer } from '../base/renderer.ts';
import { type CellPainter, comparable, type DrawOptions, keep } from './draw.ts';
import { type Hold, holdFor, isRefined } from './hold.ts';
import type { Kernel, Shapes } from './kernel.ts';
import type { MaskGlyphs } from './mask-glyphs.ts';
import { Sampler } from './sampler.ts';
import type { Workspace } from './workspace.ts';

const RGB = 0x2000000;
const CHANNELS = 0xffffff;

/** The renderers with two colours of 24 bits for each cell, and which samples have which. */
export class MaskPainter implements CellPainter {
  readonly renderer: CellRenderer;
  readonly across: number;
  readonly down: number;
  readonly #glyphs: MaskGlyphs;
  readonly #shapes: Shapes;
  readonly #kernel: Kernel;
  readonly #sampler: Sampler;

  constructor(
    renderer: CellRenderer,
    { glyphs, shapes }: { glyphs: MaskGlyphs; shapes: Shapes },
    kernel: Kernel,
  ) {
    this.renderer = renderer;
    this.across = glyphs.across;
    this.down = glyphs.down;
    this.#glyphs = glyphs;
    this.#shapes = shapes;
    this.#kernel = kernel;
    this.#sampler = new Sampler(kernel, glyphs);
  }

  draw(frame: RgbFrame, target: Grid, place: Rect, options: DrawOptions): void {
    const workspace = this.#sampler.take(frame, place, options.mirrored);
    const { tolerance, turn } = options;
    const shown = comparable(target, options.shown);
    if (shown) {
      const hold = holdFor(this.across * this.down, { tolerance, variance: this.#sampler.variance });
      this.#recall(workspace, shown, { place, hold, turn });
    } else workspace.allowance.fill(0);
    this.#kernel.fitTwoColors(this.#shapes);
    this.#put(workspace, target, place, shown);
  }

  /** Tells the kernel what the terminal shows, and how far off that may be. */
  #recall(
    workspace: Workspace,
    shown: Grid,
    { place, hold, turn }: { place: Rect; hold: Hold; turn: number },
  ): void {
    const { shownMask, shownInk, shownPaper, allowance, cellStride } = workspace;
    const { maskOf } = this.#glyphs;
    for (let row = 0; row < place.rows; row++) {
      let cell = (place.row + row) * shown.columns + place.column;
      let at = row * cellStride;
      for (const end = at + place.columns; at < end; at++, cell++) {
        const mask = maskOf(shown.glyph[cell]!);
        const ink = shown.foreground[cell]!;
        const paper = shown.background[cell]!;
        // A space has whatever ink the pen had.
        const isInkKnown = mask === 0 || (mask > 0 && isRgbColor(ink));
        const isOurs = isInkKnown && isRgbColor(paper) && shown.style[cell] === Style.picture;
        shownMask[at] = mask;
        shownInk[at] = ink & CHANNELS;
        shownPaper[at] = paper & CHANNELS;
        allowance[at] = !isOurs ? 0 : isRefined(cell, turn) ? hold.refined : hold.usual;
      }
    }
  }

  #put(workspace: Workspace, target: Grid, place: Rect, shown: Grid | undefined): void {
    const { mask, ink, paper, kept, cellStride } = workspace;
    for (let row = 0; row < place.rows; row++) {
      let cell = (place.row + row) * target.columns + place.column;
      let at = row * cellStride;
      for (const end = at + place.columns; at < end; at++, cell++) {
        if (shown && kept[at]) keep(target, shown, cell);
        else this.#set(target, cell, { mask: mask[at]!, ink: ink[at]!, paper: paper[at]! });
      }
    }
  }

  #set(target: Grid, cell: number, { mask, ink, paper }: { mask: number; ink: number; paper: number }): void {
    const { glyphs, kind } = this.#glyphs;
    const isBlank = kind === 'letters' && mask === 0;
    target.glyph[cell] = glyphs[mask]!;
    target.foreground[cell] = isBlank ? DEFAULT_COLOR : RGB | ink;
    target.background[cell] = RGB | paper;
    target.style[cell] = Style.picture;
  }
}
