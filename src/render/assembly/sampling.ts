import { Workspace } from './workspace';

/** As in ../sampling.ts. */
const ROW_SHIFT: i32 = 6;
const COLUMN_SHIFT: i32 = 22;

/** Pixels become samples one to one: takes the channels of sixteen at a time apart. */
export function separate(workspace: Workspace): void {
  for (let row = 0; row < workspace.height; row++) {
    const first = load<i32>(workspace.rowFrom + (row << 2)) * workspace.frameWidth * 3;
    let pixel = workspace.frame + first;
    const at = row * workspace.sampleStride;
    for (let sample = 0; sample < workspace.width; sample += 16) {
      const a = v128.load(pixel);
      const b = v128.load(pixel, 16);
      const c = v128.load(pixel, 32);
      v128.store(workspace.red + at + sample, redOf(a, b, c));
      v128.store(workspace.green + at + sample, greenOf(a, b, c));
      v128.store(workspace.blue + at + sample, blueOf(a, b, c));
      pixel += 48;
    }
  }
}

// prettier-ignore
function redOf(a: v128, b: v128, c: v128): v128 {
  const ab = i8x16.shuffle(a, b, 0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 0, 0, 0, 0, 0);
  return i8x16.shuffle(ab, c, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 17, 20, 23, 26, 29);
}

// prettier-ignore
function greenOf(a: v128, b: v128, c: v128): v128 {
  const ab = i8x16.shuffle(a, b, 1, 4, 7, 10, 13, 16, 19, 22, 25, 28, 31, 0, 0, 0, 0, 0);
  return i8x16.shuffle(ab, c, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 18, 21, 24, 27, 30);
}

// prettier-ignore
function blueOf(a: v128, b: v128, c: v128): v128 {
  const ab = i8x16.shuffle(a, b, 2, 5, 8, 11, 14, 17, 20, 23, 26, 29, 0, 0, 0, 0, 0, 0);
  return i8x16.shuffle(ab, c, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 19, 22, 25, 28, 31);
}

/** Each sample becomes the mean of the pixels that it covers. */
export function average(workspace: Workspace): void {
  for (let row = 0; row < workspace.height; row++) {
    blendRows(workspace, row);
    blendColumns(workspace, row);
  }
}

/** Sixteen bytes at a time; what lies beyond the row is nobody's. */
function blendRows(workspace: Workspace, row: i32): void {
  const stride = workspace.frameWidth * 3;
  const first = workspace.frame + load<i32>(workspace.rowFrom + (row << 2)) * stride;
  const taps = load<i32>(workspace.rowCount + (row << 2));
  const weights = workspace.rowWeights + ((row * workspace.rowMost) << 1);
  for (let at = 0; at < stride; at += 16) {
    let a = i32x4.splat(1 << (ROW_SHIFT - 1));
    let b = a;
    let c = a;
    let d = a;
    let pixels = first + at;
    for (let tap = 0; tap < taps; tap++) {
      const weight = v128.load16_splat(weights + (tap << 1));
      const bytes = v128.load(pixels);
      const low = i16x8.extend_low_i8x16_u(bytes);
      const high = i16x8.extend_high_i8x16_u(bytes);
      a = i32x4.add(a, i32x4.extmul_low_i16x8_u(low, weight));
      b = i32x4.add(b, i32x4.extmul_high_i16x8_u(low, weight));
      c = i32x4.add(c, i32x4.extmul_low_i16x8_u(high, weight));
      d = i32x4.add(d, i32x4.extmul_high_i16x8_u(high, weight));
      pixels += stride;
    }
    v128.store(workspace.blended + (at << 1), toFixedPoint(a, b));
    v128.store(workspace.blended + (at << 1), toFixedPoint(c, d), 16);
  }
}

function toFixedPoint(low: v128, high: v128): v128 {
  return i16x8.narrow_i32x4_u(i32x4.shr_u(low, ROW_SHIFT), i32x4.shr_u(high, ROW_SHIFT));
}

/** Three channels at a time, in four lanes. */
function blendColumns(workspace: Workspace, row: i32): void {
  let at = row * workspace.sampleStride;
  for (let column = 0; column < workspace.width; column++, at++) {
    let pixel = workspace.blended + load<i32>(workspace.columnFrom + (column << 2)) * 6;
    const taps = load<i32>(workspace.columnCount + (column << 2));
    const weights = workspace.columnWeights + ((column * workspace.columnMost) << 1);
    let sum = i32x4.splat(1 << (COLUMN_SHIFT - 1));
    for (let tap = 0; tap < taps; tap++) {
      const weight = i32x4.splat(load<u16>(weights + (tap << 1)));
      sum = i32x4.add(sum, i32x4.mul(v128.load16x4_u(pixel), weight));
      pixel += 6;
    }
    const mean = i32x4.shr_u(sum, COLUMN_SHIFT);
    store<u8>(workspace.red + at, i32x4.extract_lane(mean, 0));
    store<u8>(workspace.green + at, i32x4.extract_lane(mean, 1));
    store<u8>(workspace.blue + at, i32x4.extract_lane(mean, 2));
  }
}
