import type { CellRenderer } from '../base/renderer.ts';
import type { ColorDepth } from '../base/terminal.ts';
import type { CellPainter } from './draw.ts';
import type { Kernel, Shapes } from './kernel.ts';
import { LETTERS } from './letters.ts';
import { BRAILLE, HALVES, type MaskGlyphs, OCTANTS, QUADRANTS, SEXTANTS } from './mask-glyphs.ts';
import { MaskPainter } from './mask-painter.ts';
import { PalettePainter } from './palette-painter.ts';
import { RampPainter } from './ramp-painter.ts';

const LOOKS: Record<CellRenderer, { glyphs: MaskGlyphs; shapes: Shapes }> = {
  ascii: { glyphs: LETTERS, shapes: 'letters' },
  half: { glyphs: HALVES, shapes: 'halves' },
  quadrant: { glyphs: QUADRANTS, shapes: 'any' },
  sextant: { glyphs: SEXTANTS, shapes: 'any' },
  octant: { glyphs: OCTANTS, shapes: 'any' },
  braille: { glyphs: BRAILLE, shapes: 'dots' },
};

export interface CellPainterOptions {
  renderer: CellRenderer;
  depth: ColorDepth;
  kernel: Kernel;
}

/** What paints the frames of one stream as cells. The kernel is its own from then on. */
export function cellPainter({ renderer, depth, kernel }: CellPainterOptions): CellPainter {
  if (renderer === 'ascii' && depth === 'mono') return new RampPainter(kernel);
  const look = LOOKS[renderer];
  return depth === 'truecolor'
    ? new MaskPainter(renderer, look, kernel)
    : new PalettePainter({ renderer, depth, glyphs: look.glyphs }, kernel);
}
