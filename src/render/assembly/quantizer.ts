import { COLOR_BYTES, SixelWorkspace } from './sixel-workspace';

/** Pixels that 16 bytes hold whole. */
const SAME: i32 = 5;

/** What ../quantizer.ts does, for row `row` of a band, which is row `y` of the frame. */
export function quantizeRow(workspace: SixelWorkspace, y: i32, row: i32, keep: i32, reuse: i32): void {
  if (keep == 0) drawRow(workspace, y, row, reuse);
  else updateRow(workspace, y, row, keep, reuse);
}

/** Every pixel is drawn. Which of three colours it gets nobody can predict, so it is chosen without a branch. */
function drawRow(workspace: SixelWorkspace, y: i32, row: i32, reuse: i32): void {
  const width = workspace.width;
  const limit = i32x4.splat(reuse);
  let at = workspace.rgb + y * width * 3;
  let put = workspace.columns + row;
  let shown = workspace.shown + y * width;
  const end = shown + width;
  let left = colorOf(workspace, 0);
  while (shown < end) {
    const pixel = pixelAt(at);
    const isFlat = i8x16.bitmask(i8x16.eq(v128.load(at), v128.load(at - 3))) == 0xffff;
    if (isFlat && shown + SAME <= end && distance(pixel, left) <= reuse) {
      for (let each = 0; each < SAME; each++, shown++, put += workspace.rows) show(left, shown, put);
      at += SAME * 3;
    } else {
      const above = colorOf(workspace, row > 0 ? load<u8>(shown - width) : 0);
      const isLeft = i32x4.le_s(distances(pixel, left), limit);
      const isAbove = i32x4.le_s(distances(pixel, above), limit);
      const bin = binAt(at);
      let near = <i32>load<u8>(workspace.lookup + bin);
      if (near == 0 && !v128.any_true(v128.or(isLeft, isAbove))) near = search(workspace, bin);
      left = v128.bitselect(left, v128.bitselect(above, colorOf(workspace, near), isAbove), isLeft);
      show(left, shown++, put);
      put += workspace.rows;
      at += 3;
    }
  }
}

function updateRow(workspace: SixelWorkspace, y: i32, row: i32, keep: i32, reuse: i32): void {
  const width = workspace.width;
  let shown = workspace.shown + y * width;
  let at = workspace.rgb + y * width * 3;
  let put = workspace.columns + row;
  let left = 0;
  for (let column = 0; column < width; column++) {
    const pixel = pixelAt(at);
    const old = <i32>load<u8>(shown);
    const off = distance(pixel, colorOf(workspace, old));
    if (off < keep) {
      store<u8>(put, 0);
      left = old;
    } else {
      let index = left;
      if (distance(pixel, colorOf(workspace, index)) > reuse) {
        index = row > 0 ? <i32>load<u8>(shown - width) : 0;
        if (distance(pixel, colorOf(workspace, index)) > reuse) {
          index = nearest(workspace, binAt(at));
          if (distance(pixel, colorOf(workspace, index)) >= off) index = old;
        }
      }
      store<u8>(put, index == old ? 0 : index);
      store<u8>(shown, index);
      left = index;
    }
    at += 3;
    put += workspace.rows;
    shown++;
  }
}

function show(color: v128, shown: usize, put: usize): void {
  const index = i16x8.extract_lane_u(color, 4);
  store<u8>(shown, index);
  store<u8>(put, index);
}

/** Red, green and blue, 16 bits each; four such lanes on is the index. */
function colorOf(workspace: SixelWorkspace, index: i32): v128 {
  return v128.load(workspace.channels + <usize>index * COLOR_BYTES);
}

/** Red, green and blue, 16 bits each. */
function pixelAt(at: usize): v128 {
  return v128.and(v128.load8x8_u(at), i16x8(-1, -1, -1, 0, 0, 0, 0, 0));
}

function binAt(at: usize): i32 {
  const rgb = load<u32>(at);
  return ((rgb & 0xf8) << 7) | ((rgb & 0xf800) >> 6) | ((rgb >> 19) & 0x1f);
}

/** The squared distance, in each of the four lanes. */
function distances(pixel: v128, color: v128): v128 {
  const difference = i16x8.sub(pixel, color);
  const squares = i32x4.dot_i16x8_s(difference, difference);
  return i32x4.add(i32x4.shuffle(squares, squares, 0, 0, 0, 0), i32x4.shuffle(squares, squares, 1, 1, 1, 1));
}

function distance(pixel: v128, color: v128): i32 {
  return i32x4.extract_lane(distances(pixel, color), 0);
}

function nearest(workspace: SixelWorkspace, bin: i32): i32 {
  const known = <i32>load<u8>(workspace.lookup + bin);
  return known != 0 ? known : search(workspace, bin);
}

/** The first of those that are nearest to the middle of the bin. */
function search(workspace: SixelWorkspace, bin: i32): i32 {
  const red = <i16>(((bin >> 7) & 0xf8) | 4);
  const green = <i16>(((bin >> 2) & 0xf8) | 4);
  const blue = <i16>(((bin << 3) & 0xf8) | 4);
  const middle = i16x8.replace_lane(
    i16x8.replace_lane(i16x8.replace_lane(i16x8.splat(0), 0, red), 1, green),
    2,
    blue,
  );
  let best = 0;
  let least = i32.MAX_VALUE;
  for (let index = 1; index <= workspace.colors; index++) {
    const off = distance(middle, colorOf(workspace, index));
    if (off < least) {
      least = off;
      best = index;
    }
  }
  store<u8>(workspace.lookup + bin, best);
  return best;
}
