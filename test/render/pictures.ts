import type { RgbFrame } from '../../src/base/frame.ts';
import type { Grid, Rect } from '../../src/base/grid.ts';
import { isRgbColor } from '../../src/base/grid.ts';
import type { MaskGlyphs } from '../../src/render/mask-glyphs.ts';
import { frameOf } from './film.ts';
import { below } from './random-grid.ts';

export const randomFrame = (random: () => number, width: number, height: number): RgbFrame =>
  frameOf(width, height, () => [below(random, 256), below(random, 256), below(random, 256)]);

export const all = ({ columns, rows }: Grid): Rect => ({ column: 0, row: 0, columns, rows });

/** The colours of a cell's samples, as 0xRRGGBB; undefined where it shows no mask of 24-bit colours. */
export function samplesOf(grid: Grid, cell: number, glyphs: MaskGlyphs): number[] | undefined {
  const mask = glyphs.maskOf(grid.glyph[cell]!);
  const [ink, paper] = [grid.foreground[cell]!, grid.background[cell]!];
  if (mask < 0 || (mask !== 0 && !isRgbColor(ink)) || !isRgbColor(paper)) return undefined;
  return Array.from(
    { length: glyphs.across * glyphs.down },
    (_, sample) => ((mask >> sample) & 1 ? ink : paper) & 0xffffff,
  );
}

/** The colours of the samples of a frame that lie in a cell. */
export function wantedSamples(frame: RgbFrame, grid: Grid, cell: number, glyphs: MaskGlyphs): number[] {
  const { across, down } = glyphs;
  const [column, row] = [cell % grid.columns, Math.floor(cell / grid.columns)];
  return Array.from({ length: across * down }, (_, sample) => {
    const [x, y] = [column * across + (sample % across), row * down + Math.floor(sample / across)];
    const at = (y * frame.width + x) * 3;
    return (frame.data[at]! << 16) | (frame.data[at + 1]! << 8) | frame.data[at + 2]!;
  });
}
