import { clusterWidth, graphemes } from '../base/width.ts';
import { cellsOf, isAscii } from './span.ts';

/** How many cells the first row of a text has, and all the others. */
export interface WrapWidths {
  first: number;
  rest: number;
}

/**
 * Breaks a text into rows that fit, at blanks and wide characters where it can, inside words where it must, and at
 * each '\n'. A wide character is never split; one that is wider than the row is left away. Blanks at a break vanish.
 */
export function wrap(text: string, widths: WrapWidths): string[] {
  const rows = new Rows(widths);
  for (const [index, paragraph] of text.split('\n').entries()) {
    if (index > 0) rows.break();
    for (const word of words(paragraph)) rows.add(word);
  }
  return rows.finish();
}

/** What stays together if it can: words with the blanks behind them; each wide character by itself. */
const words = (paragraph: string): string[] =>
  paragraph.split(/(?<= )(?! )/).flatMap((word) => (isAscii(word) ? [word] : splitWide(word)));

function splitWide(word: string): string[] {
  const pieces: string[] = [];
  let narrow = '';
  for (const cluster of graphemes(word)) {
    if (clusterWidth(cluster) < 2) narrow += cluster;
    else {
      pieces.push(narrow, cluster);
      narrow = '';
    }
  }
  return [...pieces, narrow];
}

class Rows {
  readonly #widths: WrapWidths;
  readonly #done: string[] = [];
  #row = '';
  #cells = 0;

  constructor(widths: WrapWidths) {
    this.#widths = widths;
  }

  /** `word` may end in blanks; those may hang over the end of the row. */
  add(word: string): void {
    const width = cellsOf(word.trimEnd());
    this.#makeRoom(width);
    if (width > this.#room()) return this.#addClusters(word);
    this.#row += word;
    this.#cells += cellsOf(word);
  }

  break(): void {
    this.#done.push(this.#row.trimEnd());
    this.#row = '';
    this.#cells = 0;
  }

  finish(): string[] {
    this.break();
    return this.#done;
  }

  #addClusters(word: string): void {
    for (const cluster of graphemes(word)) {
      const width = clusterWidth(cluster);
      this.#makeRoom(width);
      if (width > this.#room()) continue;
      this.#row += cluster;
      this.#cells += width;
    }
  }

  /** Begins a row when that helps: the old one holds something, or is narrower than those to come. */
  #makeRoom(width: number): void {
    if (this.#cells + width <= this.#room()) return;
    if (this.#cells > 0 || width <= this.#widths.rest) this.break();
  }

  #room(): number {
    return this.#done.length === 0 ? this.#widths.first : this.#widths.rest;
  }
}
