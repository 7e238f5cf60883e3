import { WEIGHT_BITS, type Spans } from './spans.ts';
import type { Workspace } from './workspace.ts';

/** Rows are blended first, into 8.8 fixed point: 8 bits more than a channel has. */
const FRACTION_BITS = 8;
const ROW_SHIFT = WEIGHT_BITS - FRACTION_BITS;
const COLUMN_SHIFT = WEIGHT_BITS + FRACTION_BITS;

/** Fills the sample planes of a workspace from the pixels of its frame: RGB, width x height x 3 bytes. */
export function sample(rgb: Uint8Array, workspace: Workspace): void {
  if (isCopy(workspace)) return separate(rgb, workspace);
  const blended = new Uint16Array(workspace.geometry.frame.width * 3);
  for (let row = 0; row < workspace.rowSpans.from.length; row++) {
    blendRows(rgb, workspace, row, blended);
    blendColumns(blended, workspace, row);
  }
}

/** Whether each sample is a pixel, and neighbours are neighbours. */
export const isCopy = ({ geometry: { mirrored }, columnSpans, rowSpans }: Workspace): boolean =>
  !mirrored && isOneToOne(columnSpans) && rowSpans.count.every((count) => count === 1);

const isOneToOne = ({ from, count }: Spans): boolean =>
  from.every((pixel, at) => pixel === at && count[at] === 1);

function separate(rgb: Uint8Array, { geometry, columnSpans, rowSpans, ...planes }: Workspace): void {
  const { red, green, blue, sampleStride } = planes;
  for (let row = 0; row < rowSpans.from.length; row++) {
    let pixel = rowSpans.from[row]! * geometry.frame.width * 3;
    const start = row * sampleStride;
    const end = start + columnSpans.from.length;
    for (let at = start; at < end; at++, pixel += 3) {
      red[at] = rgb[pixel]!;
      green[at] = rgb[pixel + 1]!;
      blue[at] = rgb[pixel + 2]!;
    }
  }
}

function blendRows(rgb: Uint8Array, { rowSpans }: Workspace, row: number, blended: Uint16Array): void {
  const { from, count, weights, most } = rowSpans;
  const stride = blended.length;
  const first = from[row]! * stride;
  for (let at = 0; at < stride; at++) {
    let sum = 1 << (ROW_SHIFT - 1);
    for (let tap = 0; tap < count[row]!; tap++)
      sum += weights[row * most + tap]! * rgb[first + tap * stride + at]!;
    blended[at] = sum >> ROW_SHIFT;
  }
}

function blendColumns(blended: Uint16Array, workspace: Workspace, row: number): void {
  const { red, green, blue, sampleStride } = workspace;
  const { from, count, weights, most } = workspace.columnSpans;
  const HALF = 1 << (COLUMN_SHIFT - 1);
  for (let column = 0; column < from.length; column++) {
    let r = HALF;
    let g = HALF;
    let b = HALF;
    let pixel = from[column]! * 3;
    for (let tap = 0; tap < count[column]!; tap++, pixel += 3) {
      const weight = weights[column * most + tap]!;
      r += weight * blended[pixel]!;
      g += weight * blended[pixel + 1]!;
      b += weight * blended[pixel + 2]!;
    }
    const at = row * sampleStride + column;
    red[at] = r >> COLUMN_SHIFT;
    green[at] = g >> COLUMN_SHIFT;
    blue[at] = b >> COLUMN_SHIFT;
  }
}
