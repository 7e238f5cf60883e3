// What a terminal shows: @xterm/headless parses the bytes, and glyphs are drawn by their names in Unicode, letters as a font
// has them, so that nothing here rests on what the program thinks of its own bytes.

import xterm from '@xterm/headless';
import { CELL, coverageOf, LETTERS } from './letters.js';
import { lumaOf } from './likeness.js';

export { CELL };

const FONT = 'DejaVu Sans Mono';
const LETTER_INK = new Map((await coverageOf(FONT)).map((ink, at) => [LETTERS[at].codePointAt(0), ink]));

export class Screen {
  #terminal;

  constructor({ columns, rows }) {
    this.#terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 0 });
  }

  /** What the terminal answers when it is asked. */
  answers(heard) {
    this.#terminal.onData(heard);
  }

  /** The letters of the screen, row by row. */
  text() {
    const { rows, buffer } = this.#terminal;
    const row = (at) => buffer.active.getLine(buffer.active.baseY + at).translateToString(true);
    return Array.from({ length: rows }, (_, at) => row(at)).join('\n');
  }

  /** The mean level of all papers: soon told, and enough to see a cut by. */
  brightness() {
    const { cols, rows, buffer } = this.#terminal;
    let sum = 0;
    for (let row = 0; row < rows; row++) {
      const line = buffer.active.getLine(buffer.active.baseY + row);
      for (let column = 0; column < cols; column++)
        sum += lumaOf(channels(colorOf(line.getCell(column), 'Bg', 0x000000)))[0];
    }
    return sum / (cols * rows);
  }

  write(bytes) {
    return new Promise((resolve) => this.#terminal.write(bytes, resolve));
  }

  /** What each cell shows: a code point in two colours, as 0xRRGGBB. Quickly taken, to be looked at later. */
  cells() {
    const { cols: columns, rows, buffer } = this.#terminal;
    const plane = () => new Uint32Array(columns * rows);
    const cells = { columns, rows, glyph: plane(), ink: plane(), paper: plane(), bold: plane() };
    for (let at = 0; at < columns * rows; at++) {
      const line = buffer.active.getLine(buffer.active.baseY + Math.floor(at / columns));
      const cell = line.getCell(at % columns);
      const colors = [colorOf(cell, 'Bg', 0x000000), colorOf(cell, 'Fg', 0xe5e5e5)];
      if (cell.isInverse()) colors.reverse();
      [cells.paper[at], cells.ink[at]] = colors;
      if (cell.isDim()) cells.ink[at] = halfway(...colors);
      cells.bold[at] = Number(cell.isBold() !== 0);
      cells.glyph[at] = cell.getChars().codePointAt(0) ?? 0x20;
    }
    return cells;
  }

  /** Everything as RGB pixels. */
  pixels() {
    return pixelsOf(this.cells());
  }
}

/** Cells as RGB pixels. `letterOf` tells of letters what `glyphOf` tells of all else. */
export function pixelsOf({ columns, rows, glyph, ink, paper }, letterOf = letterInk) {
  const width = columns * CELL.width;
  const data = new Uint8Array(width * rows * CELL.height * 3);
  for (let cell = 0; cell < glyph.length; cell++) {
    const row = Math.floor(cell / columns);
    const at = (row * CELL.height * width + (cell % columns) * CELL.width) * 3;
    const covers = glyphOf(glyph[cell]) ?? letterOf(glyph[cell]);
    draw(data, { at, stride: width * 3 }, { covers, ink: channels(ink[cell]), paper: channels(paper[cell]) });
  }
  return { data, width, height: rows * CELL.height };
}

/** The letters, whose shapes `pixelsOf` does not know; x and y are the upper left pixel of the cell. */
export function lettersOf({ columns, glyph, ink, bold }) {
  return Array.from(glyph, (codePoint, cell) => ({
    text: String.fromCodePoint(codePoint),
    x: (cell % columns) * CELL.width,
    y: Math.floor(cell / columns) * CELL.height,
    ink: channels(ink[cell]),
    isBold: bold[cell] === 1,
  })).filter(({ text }) => !glyphOf(text.codePointAt(0)));
}

function draw(data, { at, stride }, { covers, ink, paper }) {
  for (let y = 0; y < CELL.height; y++) {
    for (let x = 0; x < CELL.width; x++) {
      const part = covers(x, y);
      for (let channel = 0; channel < 3; channel++)
        data[at + y * stride + x * 3 + channel] = ink[channel] * part + paper[channel] * (1 - part);
    }
  }
}

function colorOf(cell, part, ofTerminal) {
  const value = cell[`get${part}Color`]();
  if (cell[`is${part}RGB`]()) return value;
  return cell[`is${part}Palette`]() ? PALETTE[value] : ofTerminal;
}

const channels = (rgb) => [rgb >> 16, (rgb >> 8) & 255, rgb & 255];

const halfway = (one, other) => ((one & 0xfefefe) >> 1) + ((other & 0xfefefe) >> 1);

const LEVELS = [0, 95, 135, 175, 215, 255];
/** xterm's colours. */
const PALETTE = [
  0x000000,
  0xcd0000,
  0x00cd00,
  0xcdcd00,
  0x0000ee,
  0xcd00cd,
  0x00cdcd,
  0xe5e5e5,
  0x7f7f7f,
  0xff0000,
  0x00ff00,
  0xffff00,
  0x5c5cff,
  0xff00ff,
  0x00ffff,
  0xffffff,
  ...Array.from({ length: 216 }, (_, at) =>
    [36, 6, 1].reduce((rgb, step) => rgb * 256 + LEVELS[Math.floor(at / step) % 6], 0),
  ),
  ...Array.from({ length: 24 }, (_, at) => (8 + 10 * at) * 0x010101),
];

const glyphs = new Map();

/** The part of a pixel of the cell that a glyph's ink covers; undefined for letters. */
function glyphOf(codePoint) {
  if (!glyphs.has(codePoint)) glyphs.set(codePoint, geometry(codePoint));
  return glyphs.get(codePoint);
}

/** Letters that are not ASCII have about this much ink, wherever it is. */
const LETTER = 0.3;

function letterInk(codePoint) {
  const ink = LETTER_INK.get(codePoint);
  return ink ? (x, y) => ink[y * CELL.width + x] : () => LETTER;
}

function geometry(codePoint) {
  if (codePoint === 0x20) return () => 0;
  if (codePoint >= 0x2800 && codePoint <= 0x28ff) return dots(codePoint & 0xff);
  if (codePoint > 0x2580 && codePoint < 0x2588) return (_, y) => Number(y >= 2 * (0x2588 - codePoint));
  const sextant = SEXTANTS.get(codePoint);
  if (sextant !== undefined) return (x, y) => (sextant >> (Math.floor((y * 3) / 16) * 2 + (x >> 2))) & 1;
  const octant = OCTANTS.get(codePoint);
  if (octant !== undefined) return (x, y) => (octant >> ((y >> 2) * 2 + (x >> 2))) & 1;
  return undefined;
}

/** Dots 1-3 and 7 go down the left side, 4-6 and 8 down the right; each covers the middle of a sixth of the cell's width. */
function dots(pattern) {
  const order = [0, 3, 1, 4, 2, 5, 6, 7];
  const isDot = (x, y) => (pattern >> order[(y >> 2) * 2 + (x >> 2)]) & 1;
  return (x, y) => ((x & 3) % 3 && (y & 3) % 3 ? isDot(x, y) : 0);
}

/** Bits of positions, as the names count them: "BLOCK SEXTANT-235". */
const bits = (positions) => [...positions].reduce((mask, digit) => mask | (1 << (Number(digit) - 1)), 0);

/** 0x1fb00 on: every mask but none, both halves and all, in order. */
const SEXTANTS = new Map(
  Array.from({ length: 64 }, (_, mask) => mask)
    .filter((mask) => ![0, bits('135'), bits('246'), 63].includes(mask))
    .map((mask, index) => [0x1fb00 + index, mask]),
);

/** What had a code point before octants came; the digits are those of octants. */
const OLDER = Object.entries({
  '▘': '13',
  '▝': '24',
  '▀': '1234',
  '▖': '57',
  '▌': '1357',
  '▞': '2457',
  '▛': '123457',
  '▗': '68',
  '▚': '1368',
  '▐': '2468',
  '▜': '123468',
  '▄': '5678',
  '▙': '135678',
  '▟': '245678',
  '█': '12345678',
  '▂': '78',
  '▆': '345678',
  '\u{1fb82}': '12',
  '\u{1fb85}': '123456',
  '\u{1fbe6}': '35',
  '\u{1fbe7}': '46',
  '\u{1cea8}': '1',
  '\u{1ceab}': '2',
  '\u{1cea3}': '7',
  '\u{1cea0}': '8',
}).map(([glyph, positions]) => [glyph.codePointAt(0), bits(positions)]);

const older = new Set([0, ...OLDER.map(([, mask]) => mask)]);
/** 0x1cd00 on: all other masks, in order. */
const OCTANTS = new Map([
  ...OLDER,
  ...Array.from({ length: 256 }, (_, mask) => mask)
    .filter((mask) => !older.has(mask))
    .map((mask, index) => [0x1cd00 + index, mask]),
]);
