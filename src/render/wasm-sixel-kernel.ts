import type { RgbFrame } from '../base/frame.ts';
import { Heap } from './heap.ts';
import type { Slack } from './quantizer.ts';
import { definitionOf } from './sixel-band.ts';
import type { SixelKernel, SixelSeries } from './sixel-kernel.ts';

/** What assembly/sixel.ts exports. */
interface Exports {
  memory: WebAssembly.Memory;
  heapStart(): number;
  beginImage(header: number): void;
  drawBand(header: number, top: number, keep: number, reuse: number): number;
}

const PAGE = 1 << 16;
const COLORS = 256;
const BINS = 1 << 15;
/** Numbers in the header. */
const HEADER_LENGTH = 16;
/** Numbers of 16 bits for a colour, of 32 bits for a run and a segment. */
const COLOR_LENGTH = 8;
const RUN_LENGTH = 4;
const SEGMENT_LENGTH = 2;
/** Room for the text that sets the register of a colour, behind its length. */
const DEFINITION_BYTES = 32;
/** The most bytes of data for one pixel: a gap, a colour, and the pixel itself. */
const PIXEL_BYTES = 20;

type Arrays = ReturnType<typeof arrange>;

/** One image at a time, in a memory of its own. */
export class WasmSixelKernel implements SixelKernel {
  readonly #exports: Exports;
  #arrays: Arrays | undefined;

  /** `module`: by `compileKernel`. */
  constructor(module: WebAssembly.Module) {
    const { exports } = new WebAssembly.Instance(module);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the compiler of AssemblyScript knows them
    this.#exports = exports as Exports;
  }

  begin(series: SixelSeries): void {
    const start = this.#exports.heapStart();
    const sizing = new Heap(undefined, start);
    arrange(series, sizing);
    const { memory } = this.#exports;
    const missing = Math.ceil(sizing.end / PAGE) - memory.buffer.byteLength / PAGE;
    if (missing > 0) memory.grow(missing);
    this.#arrays = arrange(series, new Heap(memory.buffer, start));
    fill(this.#arrays, series);
  }

  take(frame: RgbFrame): void {
    if (!this.#arrays) return;
    this.#arrays.rgb.set(frame.data);
    this.#exports.beginImage(this.#arrays.header.byteOffset);
  }

  band(top: number, { keep, reuse }: Slack): Uint8Array {
    if (!this.#arrays) return new Uint8Array(0);
    const { header, out } = this.#arrays;
    return out.subarray(0, this.#exports.drawBand(header.byteOffset, top, keep, reuse));
  }
}

function arrange({ width, height, rows }: SixelSeries, heap: Heap) {
  const band = width * rows;
  return {
    header: heap.take(Int32Array, HEADER_LENGTH),
    rgb: heap.take(Uint8Array, width * height * 3),
    channels: heap.take(Int16Array, COLORS * COLOR_LENGTH),
    lookup: heap.take(Uint8Array, BINS),
    shown: heap.take(Uint8Array, width * height),
    columns: heap.take(Uint8Array, band),
    runs: heap.take(Int32Array, band * RUN_LENGTH),
    segments: heap.take(Int32Array, band * SEGMENT_LENGTH),
    open: heap.take(Int32Array, COLORS),
    defined: heap.take(Uint8Array, COLORS),
    definitions: heap.take(Uint8Array, COLORS * DEFINITION_BYTES),
    out: heap.take(Uint8Array, band * PIXEL_BYTES + COLORS * DEFINITION_BYTES),
  };
}

/** Writes the header, whose fields are those of assembly/sixel-workspace.ts, and all that does not change in a series. */
function fill(arrays: Arrays, { palette, width, height, rows }: SixelSeries): void {
  const { rgb, channels, lookup, shown, columns, runs, segments, open, defined, definitions, out } = arrays;
  const others = [channels, lookup, shown, columns, runs, segments, open, defined, definitions, out];
  const addresses = others.map(({ byteOffset }) => byteOffset);
  arrays.header.set([rgb.byteOffset, width, height, rows, palette.size, ...addresses]);
  shown.fill(0);
  lookup.set(palette.lookup);
  for (let color = 0; color < COLORS; color++) {
    const [red, green, blue] = [palette.red[color]!, palette.green[color]!, palette.blue[color]!];
    channels.set([red, green, blue, 0, color], color * COLOR_LENGTH);
  }
  for (let color = 1; color <= palette.size; color++) {
    const text = Buffer.from(definitionOf(palette, color));
    definitions.set([text.length, ...text], color * DEFINITION_BYTES);
  }
}
