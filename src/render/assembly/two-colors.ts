import {
  AXIS,
  blend,
  BLUE,
  errorOf,
  findAxis,
  GREEN,
  isKept,
  loadChannel,
  PLANE,
  RED,
  storeBytes,
  storeColors,
  take,
  twiceTheMiddle,
  VECTOR,
} from './cells';
import { Workspace } from './workspace';

/**
 * What ../two-colors.ts does, for eight cells at once. A mask has a vector for each sample, whose lanes are all ones where
 * that sample of the cell is ink.
 */
const MASK = memory.data(PLANE, VECTOR);
const SHOWN_MASK = memory.data(PLANE, VECTOR);

/** As in ../color-error.ts and ../two-colors.ts. */
const MOST_SPREAD: i16 = 4095;
const MOST_DOTS: i16 = 4;
const HALVES: i32 = 1;
const DOTS: i32 = 2;
const UPPER: i32 = 0b0011;
const LEFT: i32 = 0b0101;

/** Two colours of each of the cells, and how many samples have the first. */
let inkRed: v128 = i64x2.splat(0);
let inkGreen: v128 = i64x2.splat(0);
let inkBlue: v128 = i64x2.splat(0);
let paperRed: v128 = i64x2.splat(0);
let paperGreen: v128 = i64x2.splat(0);
let paperBlue: v128 = i64x2.splat(0);
let inked: v128 = i64x2.splat(0);

/** The sums of all samples. */
let sumRed: v128 = i64x2.splat(0);
let sumGreen: v128 = i64x2.splat(0);
let sumBlue: v128 = i64x2.splat(0);

/** `masks`: as `MASKS` in ../wasm-kernel.ts. */
export function fitTwoColors(workspace: Workspace, masks: i32): void {
  const count = workspace.down << 1;
  for (let row = 0; row < workspace.rows; row++) {
    for (let column = 0; column < workspace.cellStride; column += 8) {
      take(workspace, row, column << 1);
      sumUp(count);
      if (masks === HALVES) divideInHalves();
      else divide(count);
      if (masks === DOTS) leaveGaps();
      judge(workspace, row * workspace.cellStride + column, count);
    }
  }
}

function sumUp(count: i32): void {
  sumRed = i16x8.splat(0);
  sumGreen = i16x8.splat(0);
  sumBlue = i16x8.splat(0);
  const end = count * VECTOR;
  for (let at = 0; at < end; at += VECTOR) {
    sumRed = i16x8.add(sumRed, v128.load(RED + at));
    sumGreen = i16x8.add(sumGreen, v128.load(GREEN + at));
    sumBlue = i16x8.add(sumBlue, v128.load(BLUE + at));
  }
}

function divide(count: i32): void {
  findAxis(count);
  splitInTheMiddle(count);
  average(count);
  moveToNearest(count);
  average(count);
}

/** Makes ink of the colour of fewer samples, and mixes some of it into the paper. */
function leaveGaps(): void {
  const swapped = i16x8.gt_s(inked, i16x8.splat(MOST_DOTS));
  for (let at = 0; at < PLANE; at += VECTOR) v128.store(MASK + at, v128.xor(v128.load(MASK + at), swapped));
  inked = v128.bitselect(i16x8.sub(i16x8.splat(8), inked), inked, swapped);
  const red = inkRed;
  const green = inkGreen;
  const blue = inkBlue;
  inkRed = v128.bitselect(paperRed, inkRed, swapped);
  inkGreen = v128.bitselect(paperGreen, inkGreen, swapped);
  inkBlue = v128.bitselect(paperBlue, inkBlue, swapped);
  const part = gapPart();
  paperRed = blend(inkRed, v128.bitselect(red, paperRed, swapped), part);
  paperGreen = blend(inkGreen, v128.bitselect(green, paperGreen, swapped), part);
  paperBlue = blend(inkBlue, v128.bitselect(blue, paperBlue, swapped), part);
}

/** By the number of dots, in a table as that of `reciprocal`. */
function gapPart(): v128 {
  const table = i16x8(0, 1771, 3855, 6342, 9362, 0, 0, 0);
  const first = i16x8.mul(inked, i16x8.splat(0x0202));
  return i8x16.swizzle(table, i16x8.add(first, i16x8.splat(0x0100)));
}

function divideInHalves(): void {
  setHalves(i16x8.splat(0));
  average(4);
  const across = distance();
  setHalves(i16x8.splat(-1));
  average(4);
  const down = distance();
  setHalves(i16x8.gt_u(down, across));
  average(4);
}

/** The left half is ink where cells stand, the upper half where they lie. */
function setHalves(standing: v128): void {
  for (let sample = 0; sample < 4; sample++) {
    const left = i16x8.splat(<i16>-((LEFT >> sample) & 1));
    const upper = i16x8.splat(<i16>-((UPPER >> sample) & 1));
    v128.store(MASK + sample * VECTOR, v128.bitselect(left, upper, standing));
  }
}

/** Puts the samples above the middle of their axis into the mask. */
function splitInTheMiddle(count: i32): void {
  const middle = twiceTheMiddle(count);
  for (let at = 0; at < count * VECTOR; at += VECTOR)
    v128.store(MASK + at, i16x8.gt_s(i16x8.shl(v128.load(AXIS + at), 1), middle));
}

/** The two colours are the means of the samples that are in the mask and of those that are not. */
function average(count: i32): void {
  const end = count * VECTOR;
  inked = i16x8.splat(0);
  inkRed = i16x8.splat(0);
  inkGreen = i16x8.splat(0);
  inkBlue = i16x8.splat(0);
  for (let at = 0; at < end; at += VECTOR) {
    const mask = v128.load(MASK + at);
    inked = i16x8.sub(inked, mask);
    inkRed = i16x8.add(inkRed, v128.and(v128.load(RED + at), mask));
    inkGreen = i16x8.add(inkGreen, v128.and(v128.load(GREEN + at), mask));
    inkBlue = i16x8.add(inkBlue, v128.and(v128.load(BLUE + at), mask));
  }
  const ofPaper = reciprocal(i16x8.sub(i16x8.splat(<i16>count), inked));
  paperRed = quotient(i16x8.sub(sumRed, inkRed), ofPaper);
  paperGreen = quotient(i16x8.sub(sumGreen, inkGreen), ofPaper);
  paperBlue = quotient(i16x8.sub(sumBlue, inkBlue), ofPaper);
  const ofInk = reciprocal(inked);
  inkRed = quotient(inkRed, ofInk);
  inkGreen = quotient(inkGreen, ofInk);
  inkBlue = quotient(inkBlue, ofInk);
}

/** 1 / n in 14 bits for n of 1 to 8, by the two bytes of each in a table; 0 for 0. */
function reciprocal(count: v128): v128 {
  const table = i16x8(16384, 8192, 5461, 4096, 3277, 2731, 2341, 2048);
  const first = i16x8.mul(i16x8.sub(count, i16x8.splat(1)), i16x8.splat(0x0202));
  return i8x16.swizzle(table, i16x8.add(first, i16x8.splat(0x0100)));
}

function quotient(sum: v128, reciprocals: v128): v128 {
  const scaled = i16x8.q15mulr_sat_s(i16x8.shl(sum, 4), reciprocals);
  return i16x8.shr_u(i16x8.add(scaled, i16x8.splat(4)), 3);
}

/** Puts each sample where the nearer colour is. The products need 32 bits, so half of the lanes go at a time. */
function moveToNearest(count: i32): void {
  const red = i16x8.shl(i16x8.sub(inkRed, paperRed), 1);
  const green = i16x8.shl(i16x8.sub(inkGreen, paperGreen), 2);
  const blue = i16x8.sub(inkBlue, paperBlue);
  const axisLow = lowPairs(red, green);
  const axisHigh = highPairs(red, green);
  const middleRed = i16x8.add(inkRed, paperRed);
  const middleGreen = i16x8.add(inkGreen, paperGreen);
  const middleBlue = i16x8.add(inkBlue, paperBlue);
  const end = count * VECTOR;
  for (let at = 0; at < end; at += VECTOR) {
    const r = i16x8.sub(i16x8.shl(v128.load(RED + at), 1), middleRed);
    const g = i16x8.sub(i16x8.shl(v128.load(GREEN + at), 1), middleGreen);
    const b = i16x8.sub(i16x8.shl(v128.load(BLUE + at), 1), middleBlue);
    const low = i32x4.add(i32x4.dot_i16x8_s(lowPairs(r, g), axisLow), i32x4.extmul_low_i16x8_s(b, blue));
    const high = i32x4.add(i32x4.dot_i16x8_s(highPairs(r, g), axisHigh), i32x4.extmul_high_i16x8_s(b, blue));
    const none = i32x4.splat(0);
    v128.store(MASK + at, i16x8.narrow_i32x4_s(i32x4.gt_s(low, none), i32x4.gt_s(high, none)));
  }
}

function lowPairs(one: v128, other: v128): v128 {
  return i16x8.shuffle(one, other, 0, 8, 1, 9, 2, 10, 3, 11);
}

function highPairs(one: v128, other: v128): v128 {
  return i16x8.shuffle(one, other, 4, 12, 5, 13, 6, 14, 7, 15);
}

/** Between ink and paper. */
function distance(): v128 {
  return errorOf(i16x8.sub(inkRed, paperRed), i16x8.sub(inkGreen, paperGreen), i16x8.sub(inkBlue, paperBlue));
}

/** Of the samples, when they are shown by a mask and the two colours. */
function error(mask: usize, count: i32): v128 {
  const end = count * VECTOR;
  let sum = i16x8.splat(0);
  for (let at = 0; at < end; at += VECTOR) {
    const isInk = v128.load(mask + at);
    const red = i16x8.sub(v128.load(RED + at), v128.bitselect(inkRed, paperRed, isInk));
    const green = i16x8.sub(v128.load(GREEN + at), v128.bitselect(inkGreen, paperGreen, isInk));
    const blue = i16x8.sub(v128.load(BLUE + at), v128.bitselect(inkBlue, paperBlue, isInk));
    sum = i16x8.add_sat_u(sum, errorOf(red, green, blue));
  }
  return sum;
}

function judge(workspace: Workspace, cell: i32, count: i32): void {
  const allowed = v128.load(workspace.allowance + (cell << 1));
  const best = error(MASK, count);
  const flat = isFlat(allowed, <i16>count);
  put(workspace, cell, flat, count);
  recall(workspace, cell, count);
  const shown = error(SHOWN_MASK, count);
  storeBytes(workspace.kept + cell, v128.and(isKept(shown, best, allowed), i16x8.splat(1)));
}

function isFlat(allowed: v128, count: i16): v128 {
  const sizes = i16x8.mul(inked, i16x8.sub(i16x8.splat(count), inked));
  const spread = distance();
  const isSmall = i16x8.le_u(i16x8.mul(spread, sizes), i16x8.mul(allowed, i16x8.splat(count)));
  const isNear = v128.and(isSmall, i16x8.le_u(spread, i16x8.splat(MOST_SPREAD)));
  return v128.or(isNear, i16x8.eq(sizes, i16x8.splat(0)));
}

/** Writes the look of the cells; flat ones have the mean of all samples. */
function put(workspace: Workspace, cell: i32, flat: v128, count: i32): void {
  const ofAll = reciprocal(i16x8.splat(<i16>count));
  const red = quotient(sumRed, ofAll);
  const green = quotient(sumGreen, ofAll);
  const blue = quotient(sumBlue, ofAll);
  const ink = workspace.ink + (cell << 2);
  const paper = workspace.paper + (cell << 2);
  storeColors(
    ink,
    v128.bitselect(red, inkRed, flat),
    v128.bitselect(green, inkGreen, flat),
    v128.bitselect(blue, inkBlue, flat),
  );
  storeColors(
    paper,
    v128.bitselect(red, paperRed, flat),
    v128.bitselect(green, paperGreen, flat),
    v128.bitselect(blue, paperBlue, flat),
  );
  let mask = i16x8.splat(0);
  for (let sample = 0; sample < count; sample++)
    mask = v128.or(mask, v128.and(v128.load(MASK + sample * VECTOR), i16x8.splat((<i16>1) << (<i16>sample))));
  storeBytes(workspace.mask + cell, v128.andnot(mask, flat));
}

/** Takes what is shown in the place of the best look. */
function recall(workspace: Workspace, cell: i32, count: i32): void {
  const masks = v128.load8x8_u(workspace.shownMask + cell);
  for (let sample = 0; sample < count; sample++) {
    const bit = v128.and(masks, i16x8.splat((<i16>1) << (<i16>sample)));
    v128.store(SHOWN_MASK + sample * VECTOR, i16x8.ne(bit, i16x8.splat(0)));
  }
  const ink = workspace.shownInk + (cell << 2);
  inkRed = loadChannel(ink, 16);
  inkGreen = loadChannel(ink, 8);
  inkBlue = loadChannel(ink, 0);
  const paper = workspace.shownPaper + (cell << 2);
  paperRed = loadChannel(paper, 16);
  paperGreen = loadChannel(paper, 8);
  paperBlue = loadChannel(paper, 0);
}
