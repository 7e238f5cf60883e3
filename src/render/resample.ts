import type { RgbFrame } from '../base/frame.ts';

/** How the pixels of a line in make up each pixel of a line out: `count` of them from `from` on, weights of sum 1. */
interface Spans {
  from: Int32Array;
  count: Int32Array;
  weights: Float32Array;
  /** The stride of `weights`. */
  most: number;
}

/**
 * The picture at another size, each pixel the mean of the area that it covers. RGB, width x height x 3 bytes; the
 * frame's own bytes when it has that size already.
 */
export function resample(frame: RgbFrame, width: number, height: number): Uint8Array {
  if (frame.width === width && frame.height === height) return frame.data;
  return averageRows(averageColumns(frame, width), width, spans(frame.height, height));
}

function spans(sizeIn: number, sizeOut: number): Spans {
  const scale = sizeIn / sizeOut;
  const most = Math.ceil(scale) + 1;
  const result = {
    from: new Int32Array(sizeOut),
    count: new Int32Array(sizeOut),
    weights: new Float32Array(sizeOut * most),
    most,
  };
  for (let out = 0; out < sizeOut; out++) {
    const start = out * scale;
    const end = Math.min(sizeIn, start + scale);
    const first = Math.floor(start);
    const count = Math.min(most, Math.ceil(end) - first);
    result.from[out] = first;
    result.count[out] = count;
    for (let tap = 0; tap < count; tap++) {
      const covered = Math.min(end, first + tap + 1) - Math.max(start, first + tap);
      result.weights[out * most + tap] = covered / (end - start);
    }
  }
  return result;
}

/** Narrows or widens each row: width x frame.height x 3. */
function averageColumns(frame: RgbFrame, width: number): Float32Array {
  const { from, count, weights, most } = spans(frame.width, width);
  const out = new Float32Array(width * frame.height * 3);
  let at = 0;
  for (let row = 0; row < frame.height; row++) {
    for (let column = 0; column < width; column++) {
      const source = (row * frame.width + from[column]!) * 3;
      for (let tap = 0; tap < count[column]!; tap++) {
        const weight = weights[column * most + tap]!;
        out[at]! += weight * frame.data[source + tap * 3]!;
        out[at + 1]! += weight * frame.data[source + tap * 3 + 1]!;
        out[at + 2]! += weight * frame.data[source + tap * 3 + 2]!;
      }
      at += 3;
    }
  }
  return out;
}

function averageRows(rows: Float32Array, width: number, { from, count, weights, most }: Spans): Uint8Array {
  const stride = width * 3;
  const out = new Uint8Array(stride * from.length);
  for (let row = 0; row < from.length; row++) {
    for (let index = 0; index < stride; index++) {
      let sum = 0.5;
      for (let tap = 0; tap < count[row]!; tap++) {
        sum += weights[row * most + tap]! * rows[(from[row]! + tap) * stride + index]!;
      }
      out[row * stride + index] = Math.min(255, sum);
    }
  }
  return out;
}
