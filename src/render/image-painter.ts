import type { Size } from '../base/frame.ts';
import type { ImageRenderer } from '../base/renderer.ts';
import type { SixelAbilities } from '../base/terminal.ts';
import type { ImagePainter } from './image.ts';
import { Iterm2Painter } from './iterm2.ts';
import type { Kernels } from './kernels.ts';
import { KittyPainter } from './kitty.ts';
import { SixelPainter } from './sixel-painter.ts';

/** Where the terminal has said nothing, and the user wants sixels all the same. */
const UNKNOWN: SixelAbilities = { registers: 256, delta: false, largest: undefined };

export interface ImagePainterOptions {
  renderer: ImageRenderer;
  /** In pixels of the screen. */
  cell: Size;
  sixel: SixelAbilities | undefined;
  kernels: Kernels;
}

/** What paints the frames of one stream as images. */
export function imagePainter({
  renderer,
  cell,
  sixel = UNKNOWN,
  kernels,
}: ImagePainterOptions): ImagePainter {
  if (renderer === 'sixel') return new SixelPainter(cell, sixel, kernels.sixels());
  return renderer === 'kitty' ? new KittyPainter(cell) : new Iterm2Painter(cell);
}
