import type { CellRenderer } from '../base/renderer.ts';
import type { ColorDepth } from '../base/terminal.ts';
import { AsciiPainter } from './ascii-painter.ts';
import type { CellPainter } from './draw.ts';
import type { Kernel } from './kernel.ts';
import { BRAILLE, HALVES, type MaskGlyphs, OCTANTS, QUADRANTS, SEXTANTS } from './mask-glyphs.ts';
import { MaskPainter } from './mask-painter.ts';
import { PalettePainter } from './palette-painter.ts';
import type { Shapes } from './two-colors.ts';

const LOOKS: Record<Exclude<CellRenderer, 'ascii'>, { glyphs: MaskGlyphs; shapes: Shapes }> = {
  half: { glyphs: HALVES, shapes: 'halves' },
  quadrant: { glyphs: QUADRANTS, shapes: 'any' },
  sextant: { glyphs: SEXTANTS, shapes: 'any' },
  octant: { glyphs: OCTANTS, shapes: 'any' },
  braille: { glyphs: BRAILLE, shapes: 'any' },
};

export interface CellPainterOptions {
  renderer: CellRenderer;
  depth: ColorDepth;
  kernel: Kernel;
  /** The glyphs of `ascii`, from none to most ink. */
  ramp?: string;
}

/** What paints the frames of one stream as cells. The kernel is its own from then on. */
export function cellPainter({ renderer, depth, kernel, ramp }: CellPainterOptions): CellPainter {
  if (renderer === 'ascii')
    return new AsciiPainter(kernel, { colored: depth !== 'mono', ...(ramp !== undefined && { ramp }) });
  const look = LOOKS[renderer];
  return depth === 'truecolor'
    ? new MaskPainter(renderer, look, kernel)
    : new PalettePainter({ renderer, depth, glyphs: look.glyphs }, kernel);
}
