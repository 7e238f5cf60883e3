import { Workspace } from './workspace';

/** Eight cells at once: each has a lane of 16 bits, and each sample of them a vector. */
export const VECTOR: i32 = 16;
const MOST_SAMPLES: i32 = 8;
export const PLANE: i32 = VECTOR * MOST_SAMPLES;

/** The samples of the cells at hand. */
export const RED = memory.data(PLANE, VECTOR);
export const GREEN = memory.data(PLANE, VECTOR);
export const BLUE = memory.data(PLANE, VECTOR);
/** The samples along the axis that tells those of each cell apart. */
export const AXIS = memory.data(PLANE, VECTOR);

/** As in ../cell-samples.ts. */
const LIGHT_LENGTH: i16 = 3;
const RED_LENGTH: i16 = 11;
const BLUE_LENGTH: i16 = 8;

/** Left and right samples lie alternately in a row. */
export function take(workspace: Workspace, row: i32, sample: i32): void {
  let at = row * workspace.down * workspace.sampleStride + sample;
  const end = workspace.down * VECTOR * 2;
  for (let to = 0; to < end; to += VECTOR * 2) {
    split(workspace.red + at, RED + to);
    split(workspace.green + at, GREEN + to);
    split(workspace.blue + at, BLUE + to);
    at += workspace.sampleStride;
  }
}

function split(from: usize, to: usize): void {
  const both = v128.load(from);
  v128.store(to, v128.and(both, i16x8.splat(0xff)));
  v128.store(to, i16x8.shr_u(both, 8), VECTOR);
}

/** Light is the axis, or one channel where the samples differ more in that. */
export function findAxis(count: i32): void {
  const end = count * VECTOR;
  for (let at = 0; at < end; at += VECTOR) {
    const red = v128.load(RED + at);
    const green = v128.load(GREEN + at);
    const light = i16x8.add(i16x8.shl(red, 1), i16x8.shl(green, 2));
    v128.store(AXIS + at, i16x8.add(light, v128.load(BLUE + at)));
  }
  const light = i16x8.mul(range(AXIS, end), i16x8.splat(LIGHT_LENGTH));
  const red = i16x8.mul(range(RED, end), i16x8.splat(RED_LENGTH));
  const blue = i16x8.mul(range(BLUE, end), i16x8.splat(BLUE_LENGTH));
  const isRed = i16x8.ge_s(red, blue);
  const isColorful = i16x8.gt_s(i16x8.max_s(red, blue), light);
  for (let at = 0; at < end; at += VECTOR) {
    const color = v128.bitselect(v128.load(RED + at), v128.load(BLUE + at), isRed);
    v128.store(AXIS + at, v128.bitselect(color, v128.load(AXIS + at), isColorful));
  }
}

function range(values: usize, end: i32): v128 {
  let least = v128.load(values);
  let most = least;
  for (let at = VECTOR; at < end; at += VECTOR) {
    const value = v128.load(values + at);
    least = i16x8.min_s(least, value);
    most = i16x8.max_s(most, value);
  }
  return i16x8.sub(most, least);
}

/** Of their axis. */
export function twiceTheMiddle(count: i32): v128 {
  let least = v128.load(AXIS);
  let most = least;
  for (let at = VECTOR; at < count * VECTOR; at += VECTOR) {
    const value = v128.load(AXIS + at);
    least = i16x8.min_s(least, value);
    most = i16x8.max_s(most, value);
  }
  return i16x8.add(most, least);
}

export function errorOf(red: v128, green: v128, blue: v128): v128 {
  const light = i16x8.add_sat_u(i16x8.shr_u(i16x8.mul(red, red), 1), i16x8.mul(green, green));
  return i16x8.add_sat_u(light, i16x8.shr_u(i16x8.mul(blue, blue), 2));
}

/** A level of which a part, of 32768, is the ink's. */
export function blend(ink: v128, paper: v128, part: v128): v128 {
  const inked = i16x8.q15mulr_sat_s(i16x8.shl(i16x8.sub(ink, paper), 6), part);
  return i16x8.add(paper, i16x8.shr_s(i16x8.add(inked, i16x8.splat(32)), 6));
}

/** All ones where what is shown is hardly worse than the best look, and something worse will do. */
export function isKept(shown: v128, best: v128, allowed: v128): v128 {
  const isNear = i16x8.le_u(shown, i16x8.add_sat_u(best, allowed));
  const isTold = i16x8.lt_u(shown, i16x8.splat(-1));
  return v128.and(isNear, v128.and(i16x8.gt_u(allowed, i16x8.splat(0)), isTold));
}

export function loadChannel(colors: usize, shift: i32): v128 {
  const low = v128.and(i32x4.shr_u(v128.load(colors), shift), i32x4.splat(0xff));
  const high = v128.and(i32x4.shr_u(v128.load(colors, 16), shift), i32x4.splat(0xff));
  return i16x8.narrow_i32x4_u(low, high);
}

export function storeColors(colors: usize, red: v128, green: v128, blue: v128): void {
  const greenAndBlue = v128.or(i16x8.shl(green, 8), blue);
  v128.store(colors, i16x8.shuffle(greenAndBlue, red, 0, 8, 1, 9, 2, 10, 3, 11));
  v128.store(colors, i16x8.shuffle(greenAndBlue, red, 4, 12, 5, 13, 6, 14, 7, 15), 16);
}

export function storeBytes(to: usize, values: v128): void {
  v128.store64_lane(to, i8x16.narrow_i16x8_u(values, values), 0);
}
