import { SixelWorkspace } from './sixel-workspace';

/** What ../quantizer.ts does, for row `row` of a band, which is row `y` of the frame. */
export function quantizeRow(workspace: SixelWorkspace, y: i32, row: i32, keep: i32, reuse: i32): void {
  const width = workspace.width;
  let shown = workspace.shown + y * width;
  let at = workspace.rgb + y * width * 3;
  let put = workspace.columns + row;
  let left = 0;
  for (let column = 0; column < width; column++) {
    const red = <i32>load<u8>(at);
    const green = <i32>load<u8>(at, 1);
    const blue = <i32>load<u8>(at, 2);
    const pixel = pixelOf(red, green, blue);
    const old = <i32>load<u8>(shown);
    const off = distance(workspace, pixel, old);
    if (off < keep) {
      store<u8>(put, 0);
      left = old;
    } else {
      let index = left;
      if (distance(workspace, pixel, index) > reuse) {
        index = row > 0 ? <i32>load<u8>(shown - width) : 0;
        if (distance(workspace, pixel, index) > reuse) {
          index = nearest(workspace, ((red & 0xf8) << 7) | ((green & 0xf8) << 2) | (blue >> 3));
          if (keep > 0 && distance(workspace, pixel, index) >= off) index = old;
        }
      }
      store<u8>(put, index == old && keep > 0 ? 0 : index);
      store<u8>(shown, index);
      left = index;
    }
    at += 3;
    put += workspace.rows;
    shown++;
  }
}

/** Three channels of 16 bits. */
function pixelOf(red: i32, green: i32, blue: i32): v128 {
  return i64x2.splat(((<i64>blue) << 32) | ((<i64>green) << 16) | (<i64>red));
}

function distance(workspace: SixelWorkspace, pixel: v128, index: i32): i32 {
  const difference = i16x8.sub(pixel, v128.load64_zero(workspace.channels + ((<usize>index) << 3)));
  const squares = i32x4.dot_i16x8_s(difference, difference);
  return i32x4.extract_lane(squares, 0) + i32x4.extract_lane(squares, 1);
}

function nearest(workspace: SixelWorkspace, bin: i32): i32 {
  const known = <i32>load<u8>(workspace.lookup + bin);
  return known != 0 ? known : search(workspace, bin);
}

/** The first of those that are nearest to the middle of the bin. */
function search(workspace: SixelWorkspace, bin: i32): i32 {
  const pixel = pixelOf(((bin >> 7) & 0xf8) | 4, ((bin >> 2) & 0xf8) | 4, ((bin << 3) & 0xf8) | 4);
  let best = 0;
  let least = i32.MAX_VALUE;
  for (let index = 1; index <= workspace.colors; index++) {
    const off = distance(workspace, pixel, index);
    if (off < least) {
      least = off;
      best = index;
    }
  }
  store<u8>(workspace.lookup + bin, best);
  return best;
}
