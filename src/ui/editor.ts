import * as readline from 'node:readline';
import { PassThrough, Writable } from 'node:stream';
import { clusterWidth, graphemes } from '../base/width.ts';
import type { Key } from '../base/terminal.ts';
import { cellsOf, clip } from './span.ts';

/** Longest message, in UTF-16 units. */
export const LONGEST_MESSAGE = 4000;

/** Stands for a line break while editing: readline ends its line at every real one. */
const LINE_BREAK = '\v';
const HISTORY_LENGTH = 100;

/** What is seen of the line, and the cell of the cursor in it. */
export interface EditorView {
  text: string;
  cursor: number;
}

/**
 * A line being typed: node's own line editor with its history and its Emacs keys, on streams that lead nowhere. It
 * holds no handle open and needs no closing.
 */
export class Editor {
  readonly #lineBreakMark: string;
  readonly #readline: readline.Interface;
  #submitted = '';

  constructor(lineBreakMark: string) {
    this.#lineBreakMark = lineBreakMark;
    this.#readline = readline.createInterface({
      input: new PassThrough(),
      output: new Writable({ write: (_chunk, _encoding, done) => done() }),
      terminal: true,
      historySize: HISTORY_LENGTH,
      prompt: '',
    });
    this.#readline.on('line', (line) => (this.#submitted = line));
  }

  /** Edits the line. Keys that mean nothing to it are ignored. */
  key(key: Key): void {
    if (key.name === 'paste') this.#insert(key.text);
    else if (key.ctrl || key.alt || key.text === '') this.#control(key);
    else this.#insert(key.text);
  }

  /** The message, with its line breaks; the line is empty afterwards. Undefined when there is nothing to say. */
  submit(): string | undefined {
    this.#readline.write(null, { name: 'return' });
    const text = this.#submitted.replaceAll(LINE_BREAK, '\n').trim();
    return text === '' ? undefined : text;
  }

  /** At most `columns` cells of the line, with the cursor in sight. */
  view(columns: number): EditorView {
    const { line, cursor } = this.#readline;
    const before = this.#show(line.slice(0, cursor));
    const hidden = skipCells(before, cellsOf(before) - columns + 1);
    const seen = before.slice(hidden);
    return { text: clip(seen + this.#show(line.slice(cursor)), columns), cursor: cellsOf(seen) };
  }

  #insert(text: string): void {
    const clean = text
      .replaceAll(/\r\n?|\n|\u2028|\u2029/g, LINE_BREAK)
      .replaceAll(/(?!\v)\p{Control}/gu, '');
    const room = LONGEST_MESSAGE - this.#readline.line.length;
    const fitting = clean.length <= room ? clean : cut(clean, room);
    if (fitting !== '') this.#readline.write(fitting);
  }

  #control(key: Key): void {
    const endsInput = key.ctrl && key.name === 'd' && this.#readline.line === '';
    if (endsInput || key.name === 'enter' || key.name === 'tab') return;
    this.#readline.write(null, { name: key.name, ctrl: key.ctrl, meta: key.alt });
  }

  #show(text: string): string {
    return text.replaceAll(LINE_BREAK, this.#lineBreakMark);
  }
}

/** The first whole characters of a text that fit in `length` UTF-16 units. */
function cut(text: string, length: number): string {
  let fitting = '';
  for (const cluster of graphemes(text)) {
    if (fitting.length + cluster.length > length) break;
    fitting += cluster;
  }
  return fitting;
}

/** How many UTF-16 units to leave away so that at least `cells` cells go. */
function skipCells(text: string, cells: number): number {
  let length = 0;
  let left = cells;
  for (const cluster of graphemes(text)) {
    if (left <= 0) break;
    left -= clusterWidth(cluster);
    length += cluster.length;
  }
  return length;
}
