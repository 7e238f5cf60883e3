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
  last: Run;
}

/** The next byte of the data goes here. */
let out: usize = 0;
let runs: usize = 0;
let segments: usize = 0;
/** The colours of the column at hand. */
const COLUMN_COLORS = memory.data(BAND_ROWS);

/** Writes the pixels in `columns` as sixel data from `to` on; returns the address after it. */
export function writeBand(workspace: SixelWorkspace, to: usize): usize {
  out = to;
  runs = workspace.runs;
  segments = workspace.segments;
  memory.fill(workspace.open, 0, COLORS << 2);
  for (let column = 0; column < workspace.width; column++) collect(workspace, column);
  writePasses(workspace);
  return out;
}

function collect(workspace: SixelWorkspace, column: i32): void {
  const rows = workspace.rows;
  const magnification = BAND_ROWS / rows;
  const bits = (1 << magnification) - 1;
  const from = workspace.columns + column * rows;
  let count = 0;
  for (let row = 0; row < rows; row++) {
    const color = <i32>load<u8>(from + row);
    if (color == 0) continue;
    const mask = <i32>load<u8>(workspace.masks + color);
    if (mask == 0) store<u8>(COLUMN_COLORS + count++, color);
    store<u8>(workspace.masks + color, mask | (bits << (row * magnification)));
  }
  for (let each = 0; each < count; each++) {
    const color = <i32>load<u8>(COLUMN_COLORS + each);
    add(workspace, color, <i32>load<u8>(workspace.masks + color), column);
    store<u8>(workspace.masks + color, 0);
  }
}

/** Lengthens the last run of a colour, or begins another. */
function add(workspace: SixelWorkspace, color: i32, mask: i32, column: i32): void {
  const segment = load<usize>(workspace.open + (color << 2));
  if (segment != 0) {
    const last = changetype<Segment>(segment).last;
    if (last.end == column && last.mask == mask) {
      last.end = column + 1;
      return;
    }
    if (column - last.end <= WIDEST_GAP) {
      const run = newRun(column, mask);
      last.next = run;
      changetype<Segment>(segment).last = run;
      return;
    }
  }
  openSegment(workspace, color, newRun(column, mask));
}

function newRun(column: i32, mask: i32): Run {
  const run = changetype<Run>(runs);
  runs += offsetof<Run>();
  run.start = column;
  run.end = column + 1;
  run.mask = mask;
  run.next = null;
  return run;
}

function openSegment(workspace: SixelWorkspace, color: i32, run: Run): void {
  const segment = changetype<Segment>(segments);
  store<usize>(workspace.open + (color << 2), segments);
  segments += offsetof<Segment>();
  segment.color = color;
  segment.first = run;
  segment.last = run;
}

function writePasses(workspace: SixelWorkspace): void {
  let end = segments;
  while (end > workspace.segments) {
    end = writePass(workspace, end);
    if (end > workspace.segments) byte(CARRIAGE_RETURN);
  }
}

/** Of the segments before `end` those that are left move to the front; returns where they end. */
function writePass(workspace: SixelWorkspace, end: usize): usize {
  const magnification = BAND_ROWS / workspace.rows;
  let left = workspace.segments;
  let column = 0;
  let pen = 0;
  for (let at = workspace.segments; at < end; at += offsetof<Segment>()) {
    const segment = changetype<Segment>(at);
    if (segment.first.start < column) {
      const kept = changetype<Segment>(left);
      kept.color = segment.color;
      kept.first = segment.first;
      left += offsetof<Segment>();
    } else {
      if (segment.color != pen) selectColor(workspace, segment.color);
      pen = segment.color;
      column = writeRuns(segment.first, column, magnification);
    }
  }
  return left;
}

function selectColor(workspace: SixelWorkspace, color: i32): void {
  if (load<u8>(workspace.defined + color) == 0) {
    const definition = workspace.definitions + color * DEFINITION_BYTES;
    const length = <i32>load<u8>(definition);
    memory.copy(out, definition + 1, length);
    out += length;
    store<u8>(workspace.defined + color, 1);
  }
  byte(COLOR);
  decimal(color);
}

function writeRuns(first: Run, from: i32, magnification: i32): i32 {
  let column = from;
  let run: Run | null = first;
  while (run != null) {
    if (run.start > column) repeat(DATA, (run.start - column) * magnification);
    repeat(DATA + run.mask, (run.end - run.start) * magnification);
    column = run.end;
    run = run.next;
  }
  return column;
}

function repeat(character: i32, times: i32): void {
  if (times < SHORTEST_REPEAT) {
    for (let each = 0; each < times; each++) byte(character);
  } else {
    byte(REPEAT);
    decimal(times);
    byte(character);
  }
}

function decimal(value: i32): void {
  if (value > 999) {
    byte(0x30 + value / 1000);
    value %= 1000;
    byte(0x30 + value / 100);
    value %= 100;
    byte(0x30 + value / 10);
    value %= 10;
  } else if (value > 99) {
    byte(0x30 + value / 100);
    value %= 100;
    byte(0x30 + value / 10);
    value %= 10;
  } else if (value > 9) {
    byte(0x30 + value / 10);
    value %= 10;
  }
  byte(0x30 + value);
}

function byte(value: i32): void {
  store<u8>(out++, value);
}
