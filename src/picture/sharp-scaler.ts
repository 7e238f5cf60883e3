import type { RgbFrame, Size } from '../base/frame.ts';
import { rgbToI420 } from '../base/i420.ts';
import type { Scaler } from '../base/video.ts';
import { halve } from './halve.ts';
import { loadSharp, type Sharp } from './library.ts';

/**
 * Scales with libvips on the thread pool of libuv; a frame with pixels enough goes by way of twice the size and the mean
 * of each 2 x 2 pixels. In a terminal a pixel is a block, and the mean is what stands best for the area under it, where a
 * sharper kernel rings. A frame of twice the size, as ffmpeg makes them, is only averaged; one of the right size only converted.
 */
export function sharpScaler(): Scaler {
  return {
    async scale(frame, size) {
      check(frame, size);
      const { width, height } = size;
      const twice = { width: width * 2, height: height * 2 };
      // Not by enlarging: libvips moves an enlarged picture by up to half a pixel.
      const via = holds(frame, twice) ? twice : size;
      const pixels = isOfSize(frame, via) ? frame.data : await resize(await loadSharp(), frame, via);
      const rgb = via === twice ? halve(pixels, twice) : pixels;
      return { data: rgbToI420(rgb, width, height), width, height, capturedAt: frame.capturedAt };
    },
  };
}

const holds = (frame: Size, size: Size): boolean => frame.width >= size.width && frame.height >= size.height;

const isOfSize = (frame: Size, size: Size): boolean =>
  frame.width === size.width && frame.height === size.height;

const resize = (library: Sharp, { data, width, height }: RgbFrame, size: Size): Promise<Uint8Array> =>
  library(data, { raw: { width, height, channels: 3 } })
    .resize(size.width, size.height, { fit: 'fill', kernel: 'cubic' })
    .removeAlpha()
    .raw()
    .toBuffer();

function check({ data, width, height }: RgbFrame, size: Size): void {
  if (!(width > 0 && height > 0) || data.length !== width * height * 3)
    throw new RangeError(`a frame of ${width} x ${height} has ${data.length} bytes`);
  if (!isEven(size.width) || !isEven(size.height))
    throw new RangeError(`no picture can be ${size.width} x ${size.height}`);
}

const isEven = (length: number): boolean => length > 0 && length % 2 === 0;
