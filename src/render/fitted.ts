import type { RgbFrame, Size } from '../base/frame.ts';
import { cut } from './cut.ts';

/**
 * The frame within `room`. One that is too large by less than `slack` is cut, evenly on both sides; one of quite another
 * size is scaled roughly, as it was made for another screen and the right ones are on their way.
 */
export function fitted(frame: RgbFrame, room: Size, slack: Size): RgbFrame {
  const { width, height } = frame;
  if (isNear(width, room.width, slack.width) && isNear(height, room.height, slack.height))
    return cut(frame, { width: Math.min(width, room.width), height: Math.min(height, room.height) });
  return sampled(frame, room);
}

const isNear = (length: number, room: number, slack: number): boolean => Math.abs(length - room) < slack;

/** Each pixel is one of the frame. */
function sampled(frame: RgbFrame, { width, height }: Size): RgbFrame {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0, at = 0; y < height; y++) {
    const line = Math.floor((y * frame.height) / height) * frame.width;
    for (let x = 0; x < width; x++, at += 3) {
      const from = (line + Math.floor((x * frame.width) / width)) * 3;
      data[at] = frame.data[from]!;
      data[at + 1] = frame.data[from + 1]!;
      data[at + 2] = frame.data[from + 2]!;
    }
  }
  return { ...frame, width, height, data };
}
