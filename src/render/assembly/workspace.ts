/** The header of a workspace, as wasm-kernel.ts writes it: where its arrays are, and their sizes. */
@unmanaged
export class Workspace {
  /** RGB, `frameWidth` x 3 bytes a row. */
  frame: usize;
  frameWidth: i32;
  /** In samples; and from one row of samples to the next. */
  width: i32;
  height: i32;
  sampleStride: i32;
  /** In cells. */
  rows: i32;
  cellStride: i32;
  /** Rows of samples in a cell, which has two columns of them. */
  down: i32;
  columnFrom: usize;
  columnCount: usize;
  columnWeights: usize;
  columnMost: i32;
  rowFrom: usize;
  rowCount: usize;
  rowWeights: usize;
  rowMost: i32;
  /** One row of pixels, 16 bits a channel. */
  blended: usize;
  red: usize;
  green: usize;
  blue: usize;
  shownMask: usize;
  shownInk: usize;
  shownPaper: usize;
  allowance: usize;
  mask: usize;
  ink: usize;
  paper: usize;
  kept: usize;
  /** What is known of letters (../letters.ts). */
  letters: usize;
}
