import type { RgbFrame, Size } from '../base/frame.ts';

/** The middle of a frame, no larger than the frame; the frame itself when that is all of it. */
export function cut(frame: RgbFrame, { width, height }: Size): RgbFrame {
  if (frame.width === width && frame.height === height) return frame;
  const [left, top] = [(frame.width - width) >> 1, (frame.height - height) >> 1];
  const data = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    const from = ((top + row) * frame.width + left) * 3;
    data.set(frame.data.subarray(from, from + width * 3), row * width * 3);
  }
  return { ...frame, width, height, data };
}

/** The largest middle of a frame that is `aspect` times as wide as high, in pixels. */
export function cutToAspect(frame: RgbFrame, aspect: number): RgbFrame {
  const { width, height } = frame;
  return cut(frame, {
    width: Math.max(1, Math.min(width, Math.round(height * aspect))),
    height: Math.max(1, Math.min(height, Math.round(width / aspect))),
  });
}
