import { DEFAULT_COLOR, type Grid } from '../base/grid.ts';
import type { ColorDepth } from '../base/terminal.ts';
import { ByteWriter } from './byte-writer.ts';
import { quantizerFor } from './color.ts';
import { Pen } from './pen.ts';

/** A grid without wide glyphs as lines of text, for wherever the cursor is: the screen may scroll, and is not taken. */
export function writeLines(grid: Grid, depth: ColorDepth): Uint8Array {
  const quantize = quantizerFor(depth);
  const out = new ByteWriter();
  const pen = new Pen(out);
  for (let row = 0; row < grid.rows; row++) {
    for (let cell = row * grid.columns; cell < (row + 1) * grid.columns; cell++) {
      pen.set(quantize(grid.foreground[cell]!), quantize(grid.background[cell]!), grid.style[cell]!);
      out.glyph(grid.glyph[cell]!);
    }
    // A background that is set at the line's end would colour the rest of the screen's line.
    pen.set(DEFAULT_COLOR, DEFAULT_COLOR, 0);
    out.ascii('\n');
  }
  return out.written();
}

/** An image, `rows` cells high, as if it were so many lines: room for it is made first, so that nothing scrolls under it. */
export function writeImage(image: Uint8Array, rows: number): Uint8Array {
  const lines = '\n'.repeat(rows);
  return Buffer.concat([Buffer.from(`${lines}\x1b[${rows}A\x1b7`), image, Buffer.from(`\x1b8${lines}`)]);
}
