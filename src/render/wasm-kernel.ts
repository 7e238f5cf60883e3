import { Heap } from './heap.ts';
import type { Kernel, Shapes } from './kernel.ts';
import { LETTER_TABLE } from './letters.ts';
import { isCopy } from './sampling.ts';
import type { Masks } from './two-colors.ts';
import { type Geometry, type Workspace, workspaceOf } from './workspace.ts';

/** What assembly/kernel.ts exports. */
interface Exports {
  memory: WebAssembly.Memory;
  heapStart(): number;
  separate(header: number): void;
  average(header: number): void;
  fitTwoColors(header: number, masks: number): void;
  fitLetters(header: number): void;
}

/** As assembly/two-colors.ts knows them. */
const MASKS: Record<Masks, number> = { any: 0, halves: 1, dots: 2 };
const PAGE = 1 << 16;
/** Vectors are loaded whole, so reading and writing may go so far beyond the end of an array. */
const MARGIN = 64;
/** Numbers in the header. */
const HEADER_LENGTH = 32;

/** The compiled assembly/kernel.ts; undefined where the bytes are no WebAssembly that runs here, as without SIMD. */
export function compileKernel(bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module | undefined {
  return WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : undefined;
}

/** Eight cells at once, in a memory of its own. */
export class WasmKernel implements Kernel {
  readonly #exports: Exports;
  #frame: Uint8Array = new Uint8Array(0);
  #isCopy = false;
  #header = 0;

  constructor(module: WebAssembly.Module) {
    const { exports } = new WebAssembly.Instance(module);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the compiler of AssemblyScript knows them
    this.#exports = exports as Exports;
  }

  layOut(geometry: Geometry): Workspace {
    const start = Math.ceil(this.#exports.heapStart() / MARGIN) * MARGIN;
    const sizing = new Heap(undefined, start);
    arrange(geometry, sizing);
    const { memory } = this.#exports;
    const missing = Math.ceil((sizing.end + MARGIN) / PAGE) - memory.buffer.byteLength / PAGE;
    if (missing > 0) memory.grow(missing);
    const { header, frame, workspace } = arrange(geometry, new Heap(memory.buffer, start));
    this.#header = header.byteOffset;
    this.#frame = frame;
    this.#isCopy = isCopy(workspace);
    return workspace;
  }

  sample(rgb: Uint8Array): void {
    this.#frame.set(rgb);
    if (this.#isCopy) this.#exports.separate(this.#header);
    else this.#exports.average(this.#header);
  }

  fitTwoColors(shapes: Shapes): void {
    if (shapes === 'letters') this.#exports.fitLetters(this.#header);
    else this.#exports.fitTwoColors(this.#header, MASKS[shapes]);
  }
}

/** What only this kernel needs. */
interface Own {
  frame: Uint8Array;
  blended: Uint16Array;
  letters: Int16Array;
}

/** Lays out a workspace with a header and what only this kernel needs. */
function arrange(
  geometry: Geometry,
  heap: Heap,
): { header: Int32Array; frame: Uint8Array; workspace: Workspace } {
  const { width, height } = geometry.frame;
  const header = heap.take(Int32Array, HEADER_LENGTH);
  const workspace = workspaceOf(geometry, heap);
  const blended = heap.take(Uint16Array, width * 3 + MARGIN);
  const letters = heap.take(Int16Array, LETTER_TABLE.length);
  letters.set(LETTER_TABLE);
  const frame = heap.take(Uint8Array, width * height * 3);
  header.set(headerOf(workspace, { frame, blended, letters }));
  return { header, frame, workspace };
}

/** The fields of assembly/workspace.ts, in their order. */
function headerOf(workspace: Workspace, own: Own): number[] {
  const { geometry, columnSpans, rowSpans } = workspace;
  return [
    own.frame.byteOffset,
    geometry.frame.width,
    columnSpans.from.length,
    rowSpans.from.length,
    workspace.sampleStride,
    geometry.rows,
    workspace.cellStride,
    geometry.down,
    columnSpans.from.byteOffset,
    columnSpans.count.byteOffset,
    columnSpans.weights.byteOffset,
    columnSpans.most,
    rowSpans.from.byteOffset,
    rowSpans.count.byteOffset,
    rowSpans.weights.byteOffset,
    rowSpans.most,
    own.blended.byteOffset,
    workspace.red.byteOffset,
    workspace.green.byteOffset,
    workspace.blue.byteOffset,
    workspace.shownMask.byteOffset,
    workspace.shownInk.byteOffset,
    workspace.shownPaper.byteOffset,
    workspace.allowance.byteOffset,
    workspace.mask.byteOffset,
    workspace.ink.byteOffset,
    workspace.paper.byteOffset,
    workspace.kept.byteOffset,
    own.letters.byteOffset,
  ];
}
