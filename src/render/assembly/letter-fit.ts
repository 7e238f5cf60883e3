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

/** What ../letter-fit.ts does, for eight cells at once. */
const SAMPLES: i32 = 8;
const SAMPLES_END: i32 = SAMPLES * VECTOR;

/** As in ../letters.ts; in bytes. */
const LETTER_BYTES: i32 = 48;
const COVERAGE: i32 = 16;
const MEAN: i32 = 32;
const GAIN: i32 = 34;
const VARIANCE: i32 = 36;
const LAST_LETTER: i16 = 94;
/** As in ../color-error.ts. */
const MOST_SPREAD: i16 = 4095;

/** How much of each sample is ink, in the letters at hand. */
const PARTS = memory.data(PLANE, VECTOR);
/** Twice the samples along their axis, less the middle, in sixteenths. */
const CENTERED = memory.data(PLANE, VECTOR);

let inkRed: v128 = i64x2.splat(0);
let inkGreen: v128 = i64x2.splat(0);
let inkBlue: v128 = i64x2.splat(0);
let paperRed: v128 = i64x2.splat(0);
let paperGreen: v128 = i64x2.splat(0);
let paperBlue: v128 = i64x2.splat(0);

export function fitLetters(workspace: Workspace): void {
  for (let row = 0; row < workspace.rows; row++) {
    for (let column = 0; column < workspace.cellStride; column += 8) {
      take(workspace, row, column << 1);
      judge(workspace, row * workspace.cellStride + column);
    }
  }
}

function judge(workspace: Workspace, cell: i32): void {
  const allowed = v128.load(workspace.allowance + (cell << 1));
  const letters = bestLetters(workspace);
  takeParts(workspace, letters);
  color(workspace, letters);
  const best = error();
  put(workspace, cell, letters, isFlat(allowed, ofLetters(workspace, letters, VARIANCE)));
  const shownLetters = i16x8.min_u(v128.load8x8_u(workspace.shownMask + cell), i16x8.splat(LAST_LETTER));
  takeParts(workspace, shownLetters);
  recall(workspace, cell);
  const kept = isKept(error(), best, allowed);
  storeBytes(workspace.kept + cell, v128.and(kept, i16x8.splat(1)));
}

/** For each cell the letter that explains most of what its samples differ by, as it is or with its colours swapped. */
function bestLetters(workspace: Workspace): v128 {
  findAxis(SAMPLES);
  center();
  let found = i16x8.splat(0);
  let most = i16x8.splat(0);
  let weights = workspace.letters + LETTER_BYTES;
  for (let letter: i16 = 1; letter <= LAST_LETTER; letter++) {
    let sum = i16x8.splat(0);
    for (let sample = 0; sample < SAMPLES; sample++) {
      const weight = v128.load16_splat(weights + (sample << 1));
      sum = i16x8.add(sum, i16x8.q15mulr_sat_s(v128.load(CENTERED + sample * VECTOR), weight));
    }
    const size = i16x8.abs(sum);
    found = v128.bitselect(i16x8.splat(letter), found, i16x8.gt_s(size, most));
    most = i16x8.max_s(most, size);
    weights += LETTER_BYTES;
  }
  return found;
}

function center(): void {
  const middle = twiceTheMiddle(SAMPLES);
  for (let at = 0; at < SAMPLES_END; at += VECTOR) {
    const value = i16x8.sub(i16x8.shl(v128.load(AXIS + at), 1), middle);
    v128.store(CENTERED + at, i16x8.shl(value, 4));
  }
}

function takeParts(workspace: Workspace, letters: v128): void {
  for (let sample = 0; sample < SAMPLES; sample++)
    v128.store(PARTS + sample * VECTOR, ofLetters(workspace, letters, COVERAGE + (sample << 1)));
}

/** A number of the letter of each cell. */
function ofLetters(workspace: Workspace, letters: v128, field: i32): v128 {
  const from = workspace.letters + field;
  let numbers = i16x8.splat(0);
  numbers = v128.load16_lane(from + i16x8.extract_lane_u(letters, 0) * LETTER_BYTES, numbers, 0);
  numbers = v128.load16_lane(from + i16x8.extract_lane_u(letters, 1) * LETTER_BYTES, numbers, 1);
  numbers = v128.load16_lane(from + i16x8.extract_lane_u(letters, 2) * LETTER_BYTES, numbers, 2);
  numbers = v128.load16_lane(from + i16x8.extract_lane_u(letters, 3) * LETTER_BYTES, numbers, 3);
  numbers = v128.load16_lane(from + i16x8.extract_lane_u(letters, 4) * LETTER_BYTES, numbers, 4);
  numbers = v128.load16_lane(from + i16x8.extract_lane_u(letters, 5) * LETTER_BYTES, numbers, 5);
  numbers = v128.load16_lane(from + i16x8.extract_lane_u(letters, 6) * LETTER_BYTES, numbers, 6);
  return v128.load16_lane(from + i16x8.extract_lane_u(letters, 7) * LETTER_BYTES, numbers, 7);
}

/** The colours that fit the letters best, by least squares. */
function color(workspace: Workspace, letters: v128): void {
  const mean = ofLetters(workspace, letters, MEAN);
  const gain = ofLetters(workspace, letters, GAIN);
  const red = contrastOf(RED, gain);
  paperRed = paperOf(RED, red, mean);
  inkRed = toLevel(i16x8.add(paperRed, red));
  paperRed = toLevel(paperRed);
  const green = contrastOf(GREEN, gain);
  paperGreen = paperOf(GREEN, green, mean);
  inkGreen = toLevel(i16x8.add(paperGreen, green));
  paperGreen = toLevel(paperGreen);
  const blue = contrastOf(BLUE, gain);
  paperBlue = paperOf(BLUE, blue, mean);
  inkBlue = toLevel(i16x8.add(paperBlue, blue));
  paperBlue = toLevel(paperBlue);
}

function sumOf(values: usize): v128 {
  let sum = i16x8.splat(0);
  for (let at = 0; at < SAMPLES_END; at += VECTOR) sum = i16x8.add(sum, v128.load(values + at));
  return sum;
}

/** From paper to ink, in fourths of a level, as is `paperOf`. */
function contrastOf(values: usize, gain: v128): v128 {
  const sum = sumOf(values);
  let inked = i16x8.splat(0);
  for (let at = 0; at < SAMPLES_END; at += VECTOR) {
    const value = i16x8.sub(i16x8.shl(v128.load(values + at), 3), sum);
    inked = i16x8.add(inked, i16x8.q15mulr_sat_s(i16x8.shl(value, 3), v128.load(PARTS + at)));
  }
  return i16x8.q15mulr_sat_s(inked, gain);
}

function paperOf(values: usize, contrast: v128, mean: v128): v128 {
  return i16x8.sub(i16x8.shr_u(sumOf(values), 1), i16x8.q15mulr_sat_s(contrast, mean));
}

function toLevel(fourths: v128): v128 {
  const level = i16x8.shr_s(i16x8.add(fourths, i16x8.splat(2)), 2);
  return i16x8.max_s(i16x8.splat(0), i16x8.min_s(i16x8.splat(255), level));
}

/** Of the samples, when they are shown by `PARTS` and the two colours. */
function error(): v128 {
  let sum = i16x8.splat(0);
  for (let at = 0; at < SAMPLES_END; at += VECTOR) {
    const part = v128.load(PARTS + at);
    const red = i16x8.sub(v128.load(RED + at), blend(inkRed, paperRed, part));
    const green = i16x8.sub(v128.load(GREEN + at), blend(inkGreen, paperGreen, part));
    const blue = i16x8.sub(v128.load(BLUE + at), blend(inkBlue, paperBlue, part));
    sum = i16x8.add_sat_u(sum, errorOf(red, green, blue));
  }
  return sum;
}

function isFlat(allowed: v128, variance: v128): v128 {
  const spread = errorOf(
    i16x8.sub(inkRed, paperRed),
    i16x8.sub(inkGreen, paperGreen),
    i16x8.sub(inkBlue, paperBlue),
  );
  const added = i16x8.q15mulr_sat_s(i16x8.shl(spread, 3), variance);
  const isSmall = i16x8.le_s(added, i16x8.shl(allowed, 2));
  return v128.and(isSmall, i16x8.le_u(spread, i16x8.splat(MOST_SPREAD)));
}

/** Writes the look of the cells; flat ones have the mean of all samples. */
function put(workspace: Workspace, cell: i32, letters: v128, flat: v128): void {
  const red = toLevel(i16x8.shr_u(sumOf(RED), 1));
  const green = toLevel(i16x8.shr_u(sumOf(GREEN), 1));
  const blue = toLevel(i16x8.shr_u(sumOf(BLUE), 1));
  storeColors(
    workspace.ink + (cell << 2),
    v128.bitselect(red, inkRed, flat),
    v128.bitselect(green, inkGreen, flat),
    v128.bitselect(blue, inkBlue, flat),
  );
  storeColors(
    workspace.paper + (cell << 2),
    v128.bitselect(red, paperRed, flat),
    v128.bitselect(green, paperGreen, flat),
    v128.bitselect(blue, paperBlue, flat),
  );
  storeBytes(workspace.mask + cell, v128.andnot(letters, flat));
}

/** Takes the colours that are shown in the place of the best ones. */
function recall(workspace: Workspace, cell: i32): void {
  const ink = workspace.shownInk + (cell << 2);
  inkRed = loadChannel(ink, 16);
  inkGreen = loadChannel(ink, 8);
  inkBlue = loadChannel(ink, 0);
  const paper = workspace.shownPaper + (cell << 2);
  paperRed = loadChannel(paper, 16);
  paperGreen = loadChannel(paper, 8);
  paperBlue = loadChannel(paper, 0);
}
