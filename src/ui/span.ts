import { Style } from '../base/grid.ts';
import { clusterWidth, graphemes, textWidth } from '../base/width.ts';

/** A run of text in one look. `style` holds bits of `Style`; `color` is a palette index, undefined for the default. */
export interface Span {
  text: string;
  style?: number;
  color?: number;
}

/** One row of text, from the left. */
export type Line = readonly Span[];

/** Palette colours that read on dark and on light themes alike; what they say is always said by a word too. */
export const Color = { alarm: 1, peer: 5 } as const;

export const plain = (text: string): Span => ({ text });
export const bold = (text: string): Span => ({ text, style: Style.bold });
export const dim = (text: string): Span => ({ text, style: Style.dim });
export const inverse = (text: string): Span => ({ text, style: Style.inverse });

/** Printable ASCII only. */
export const isAscii = (text: string): boolean => /^[ -~]*$/.test(text);

/** How many cells a text takes. Most texts are ASCII, and finding clusters is slow. */
export const cellsOf = (text: string): number => (isAscii(text) ? text.length : textWidth(text));

/** How many cells a line takes. */
export const lineWidth = (line: Line): number => line.reduce((cells, { text }) => cells + cellsOf(text), 0);

/** As much of a text as `columns` cells hold; a wide character that would stick out is left away whole. */
export function clip(text: string, columns: number): string {
  if (isAscii(text)) return text.slice(0, Math.max(0, columns));
  let clipped = '';
  let cells = 0;
  for (const cluster of graphemes(text)) {
    cells += clusterWidth(cluster);
    if (cells > columns) break;
    clipped += cluster;
  }
  return clipped;
}

/** The text, or its beginning and `mark` when it takes more than `columns` cells. */
export function shorten(text: string, columns: number, mark: string): string {
  if (cellsOf(text) <= columns) return text;
  return clip(clip(text, columns - cellsOf(mark)) + mark, columns);
}

/** The line at exactly `columns` cells: cut off, or filled with blanks. */
export function fit(line: Line, columns: number): Line {
  const fitted: Span[] = [];
  let room = columns;
  for (const span of line) {
    const text = clip(span.text, room);
    fitted.push({ ...span, text });
    room -= cellsOf(text);
    if (text !== span.text) break;
  }
  if (room > 0) fitted.push(plain(' '.repeat(room)));
  return fitted;
}

/** The line, or its beginning and `mark` when it takes more than `columns` cells. */
export function shortenLine(line: Line, columns: number, mark: string): Line {
  if (lineWidth(line) <= columns) return line;
  return [...fit(line, columns - cellsOf(mark)), plain(mark)];
}

/** The line in the middle of `columns` cells. */
export function center(line: Line, columns: number): Line {
  const left = Math.max(0, Math.floor((columns - lineWidth(line)) / 2));
  return [plain(' '.repeat(left)), ...line];
}
