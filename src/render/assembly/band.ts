import { COLORS, DEFINITION_BYTES, SixelWorkspace } from './sixel-workspace';

/** As in ../sixel-band.ts, which says how it is done. */
const BAND_ROWS: i32 = 6;
const DATA: i32 = 0x3f;
const REPEAT: i32 = 0x21;
const COLOR: i32 = 0x23;
const CARRIAGE_RETURN: i32 = 0x24;
const SHORTEST_REPEAT: i32 = 4;
const WIDEST_GAP: i32 = 16;

@unmanaged
class Run {
  start: i32;
  end: i32;
  mask: i32;
  next: Run | null;
}

@unmanaged
class Segment {
  color: i32;
  first: Run;
}

/** The next one goes here. */
let segments: usize = 0;
/** The last run of a colour that has none: it ends too far off for any to go on with it. */
const NO_RUN = memory.data<i32>([0, -1000, 0, 0]);
/** A run that nobody reads. */
const NOWHERE = memory.data<i32>([0, 0, 0, 0]);
/** Which row of pixels each row of a band shows; the bytes behind them become 0. */
const ROWS = memory.data<u8>([0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255]);
const EACH_ROW: i32 = (1 << BAND_ROWS) - 1;

/** Writes the pixels in `columns` as sixel data from `to` on; returns the address after it. */
export function writeBand(workspace: SixelWorkspace, to: usize): usize {
  segments = workspace.segments;
  for (let color = 0; color < COLORS; color++) store<usize>(workspace.open + (color << 2), NO_RUN);
  collect(workspace);
  return writePasses(workspace, to);
}

/** Columns side by side that are the same are taken as one. */
function collect(workspace: SixelWorkspace): void {
  const rows = workspace.rows;
  const width = workspace.width;
  for (let row = 0; row < BAND_ROWS; row++) store<u8>(ROWS + row, (row * rows) / BAND_ROWS);
  const order = v128.load(ROWS);
  let run = workspace.runs;
  let at = workspace.columns;
  let next = columnAt(at, order);
  for (let start = 0, end = 0; start < width; start = end) {
    const column = next;
    do {
      end++;
      at += rows;
      next = columnAt(at, order);
    } while (end < width && i64x2.extract_lane(next, 0) == i64x2.extract_lane(column, 0));
    let left = maskOf(column, 0) ^ EACH_ROW;
    while (left != 0) {
      const color = (<i32>(i64x2.extract_lane(column, 0) >> (ctz(left) << 3))) & 0xff;
      const mask = maskOf(column, color);
      left ^= mask;
      run = add(workspace, color, mask, start, end, run);
    }
  }
}

/** The colours of a column of the band from the top down, then 0. */
function columnAt(at: usize, order: v128): v128 {
  return i8x16.swizzle(v128.load64_zero(at), order);
}

/** The rows that have a colour. */
function maskOf(column: v128, color: i32): i32 {
  return i8x16.bitmask(i8x16.eq(column, i8x16.splat(<i8>color))) & EACH_ROW;
}

/**
 * Lengthens the last run of a colour, or makes one at `free`; returns what is free then. Which of them nobody can predict,
 * so it is done without a branch.
 */
function add(workspace: SixelWorkspace, color: i32, mask: i32, start: i32, end: i32, free: usize): usize {
  const open = workspace.open + (color << 2);
  const last = changetype<Run>(load<usize>(open));
  const run = changetype<Run>(free);
  run.start = start;
  run.end = end;
  run.mask = mask;
  run.next = null;
  const gap = start - last.end;
  if (gap > WIDEST_GAP) {
    openSegment(color, run);
    store<usize>(open, free);
    return free + offsetof<Run>();
  }
  const isSame = gap == 0 && last.mask == mask;
  last.end = select(end, last.end, isSame);
  changetype<Run>(select(NOWHERE, changetype<usize>(last), isSame)).next = run;
  store<usize>(open, select(changetype<usize>(last), free, isSame));
  return select(free, free + offsetof<Run>(), isSame);
}

function openSegment(color: i32, first: Run): void {
  const segment = changetype<Segment>(segments);
  segments += offsetof<Segment>();
  segment.color = color;
  segment.first = first;
}

function writePasses(workspace: SixelWorkspace, to: usize): usize {
  while (segments > workspace.segments) {
    to = writePass(workspace, to);
    if (segments > workspace.segments) store<u8>(to++, CARRIAGE_RETURN);
  }
  return to;
}

/** Segments that are left move to the front. */
function writePass(workspace: SixelWorkspace, to: usize): usize {
  const magnification = BAND_ROWS / workspace.rows;
  let left = workspace.segments;
  let column = 0;
  let pen = 0;
  for (let at = left; at < segments; at += offsetof<Segment>()) {
    const segment = changetype<Segment>(at);
    if (segment.first.start < column) {
      const kept = changetype<Segment>(left);
      kept.color = segment.color;
      kept.first = segment.first;
      left += offsetof<Segment>();
      continue;
    }
    if (segment.color != pen) to = selectColor(workspace, segment.color, to);
    pen = segment.color;
    let run: Run | null = segment.first;
    while (run != null) {
      const gap = (run.start - column) * magnification;
      const times = (run.end - run.start) * magnification;
      const character = DATA + run.mask;
      // One question instead of two, as a power of two allows: most are so short.
      if ((gap | times) < SHORTEST_REPEAT) to = writeOut(character, times, writeOut(DATA, gap, to));
      else to = repeat(character, times, repeat(DATA, gap, to));
      column = run.end;
      run = run.next;
    }
  }
  segments = left;
  return to;
}

function selectColor(workspace: SixelWorkspace, color: i32, to: usize): usize {
  if (load<u8>(workspace.defined + color) == 0) {
    const definition = workspace.definitions + color * DEFINITION_BYTES;
    const length = <i32>load<u8>(definition);
    memory.copy(to, definition + 1, length);
    to += length;
    store<u8>(workspace.defined + color, 1);
  }
  store<u8>(to++, COLOR);
  return decimal(color, to);
}

/** Up to three times; there is room for four. */
function writeOut(character: i32, times: i32, to: usize): usize {
  store<u32>(to, character * 0x01010101);
  return to + times;
}

function repeat(character: i32, times: i32, to: usize): usize {
  if (times < SHORTEST_REPEAT) return writeOut(character, times, to);
  store<u8>(to++, REPEAT);
  to = decimal(times, to);
  store<u8>(to++, character);
  return to;
}

function decimal(value: i32, to: usize): usize {
  if (value > 999) {
    store<u8>(to++, 0x30 + value / 1000);
    value %= 1000;
    store<u8>(to++, 0x30 + value / 100);
    value %= 100;
    store<u8>(to++, 0x30 + value / 10);
    value %= 10;
  } else if (value > 99) {
    store<u8>(to++, 0x30 + value / 100);
    value %= 100;
    store<u8>(to++, 0x30 + value / 10);
    value %= 10;
  } else if (value > 9) {
    store<u8>(to++, 0x30 + value / 10);
    value %= 10;
  }
  store<u8>(to++, 0x30 + value);
  return to;
}
