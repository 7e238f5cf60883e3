/** The header of a workspace, as wasm-sixel-kernel.ts writes it: where its arrays are, and their sizes. */
@unmanaged
export class SixelWorkspace {
  /** RGB, width x height x 3 bytes. */
  rgb: usize;
  width: i32;
  height: i32;
  /** Rows of pixels in a band. */
  rows: i32;
  /** The number of colours; index 0 is none of them. */
  colors: i32;
  /** Of each colour, in `COLOR_BYTES`: red, green, blue, 0, the index, 16 bits each. */
  channels: usize;
  lookup: usize;
  /** The colour of each pixel as drawn last. */
  shown: usize;
  /** The colours of one band, column after column. */
  columns: usize;
  /** Room for a `Run` and a `Segment` for each pixel of a band. */
  runs: usize;
  segments: usize;
  /** For each colour: the `Run` that may go on, whether its register is set. */
  open: usize;
  defined: usize;
  /** For each colour how long the text is that sets its register, and the text, in `DEFINITION_BYTES`. */
  definitions: usize;
  /** Where the data goes. */
  out: usize;
}

export const COLORS: i32 = 256;
export const COLOR_BYTES: i32 = 16;
export const DEFINITION_BYTES: i32 = 32;
