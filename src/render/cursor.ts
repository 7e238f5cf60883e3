import type { ByteWriter } from './byte-writer.ts';

const SEMICOLON = 0x3b;
const CUU = 0x41;
const CUD = 0x42;
const CUF = 0x43;
const CUP = 0x48;
const CARRIAGE_RETURN = 0x0d;
const UNKNOWN = -1;

const digits = (value: number): number => (value < 10 ? 1 : value < 100 ? 2 : value < 1000 ? 3 : 4);
/** The length of CUU, CUD, CUF with a count; a count of 1 is left out. */
const relativeLength = (count: number): number => (count === 0 ? 0 : count === 1 ? 3 : 3 + digits(count));

/** Where the terminal's cursor stands, and the shortest bytes that move it (ECMA-48, 8.3). Counts from 0. */
export class Cursor {
  readonly #out: ByteWriter;
  row = UNKNOWN;
  column = UNKNOWN;

  constructor(out: ByteWriter) {
    this.#out = out;
  }

  /** The next move is an absolute one. */
  forget(): void {
    this.row = UNKNOWN;
  }

  /** Something `cells` wide was printed. In the last column terminals disagree about where the cursor is then. */
  advance(cells: number, columns: number): void {
    this.column += cells;
    if (this.column >= columns) this.forget();
  }

  moveTo(row: number, column: number): void {
    if (row === this.row && column === this.column) return;
    if (this.row === UNKNOWN || !this.#moveRelatively(row, column)) this.#moveAbsolutely(row, column);
    this.row = row;
    this.column = column;
  }

  #moveRelatively(row: number, column: number): boolean {
    const back = column < this.column;
    const right = back ? column : column - this.column;
    const down = Math.abs(row - this.row);
    const length = relativeLength(down) + relativeLength(right) + (back ? 1 : 0);
    if (length >= absoluteLength(row, column)) return false;
    if (back) this.#out.byte(CARRIAGE_RETURN);
    if (down) this.#relative(down, row > this.row ? CUD : CUU);
    if (right) this.#relative(right, CUF);
    return true;
  }

  #relative(count: number, final: number): void {
    this.#out.csi();
    if (count > 1) this.#out.decimal(count);
    this.#out.byte(final);
  }

  #moveAbsolutely(row: number, column: number): void {
    this.#out.csi();
    if (row || column) this.#out.decimal(row + 1);
    if (column) {
      this.#out.byte(SEMICOLON);
      this.#out.decimal(column + 1);
    }
    this.#out.byte(CUP);
  }
}

const absoluteLength = (row: number, column: number): number =>
  row || column ? 3 + digits(row + 1) + (column ? 1 + digits(column + 1) : 0) : 3;
