import { clusterWidth, graphemes, textWidth } from '../base/width.ts';

/** How many cells the first row of a text has, and all the others. */
export interface WrapWidths {
  first: number;
  rest: number;
}

/**
 * Breaks a text into rows that fit, at blanks where it can, inside words where it must, and at each '\n'. A wide
 * character is never split; one that is wider than the row is left away. Blanks at a break vanish.
 */
export function wrap(text: string, widths: WrapWidths): string[] {
  const rows = new Rows(widths);
  for (const [index, paragraph] of text.split('\n').entries()) {
    if (index > 0) rows.break();
    for (const word of paragraph.split(/(?<= )(?! )/)) rows.add(word);
  }
  return rows.finish();
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
    const width = textWidth(word.trimEnd());
    if (this.#cells + width > this.#room() && this.#cells > 0) this.break();
    if (width > this.#room()) return this.#addClusters(word);
    this.#row += word;
    this.#cells += textWidth(word);
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
      if (width > this.#room()) continue;
      if (this.#cells + width > this.#room()) this.break();
      this.#row += cluster;
      this.#cells += width;
    }
  }

  #room(): number {
    return this.#done.length === 0 ? this.#widths.first : this.#widths.rest;
  }
}
