import type { Size } from '../base/frame.ts';

/** One picture of a stream, RGB, width x height x 3 bytes; the receiver owns them. */
export interface PpmPicture extends Size {
  data: Uint8Array;
}

/** No camera is larger; a wrong size must not become a huge buffer. */
const MAX_SIDE = 8192;
const MAX_HEADER_BYTES = 'P6\n8192 8192\n255\n'.length;

/**
 * Takes a stream of PPM pictures apart, however it was cut into chunks. Each picture carries its own size, so that
 * nobody has to know it before.
 *
 *     P6 LF width SP height LF 255 LF   then width x height x (red, green, blue)       (Netpbm: ppm(5))
 */
export class PpmReader {
  #header = '';
  #picture: PpmPicture | undefined;
  #filled = 0;
  #broken = false;

  /** The bytes were no pictures; all that follows is ignored. */
  get broken(): boolean {
    return this.#broken;
  }

  /** The pictures that `chunk` completes. The chunk's bytes are copied. */
  push(chunk: Uint8Array): PpmPicture[] {
    const whole: PpmPicture[] = [];
    let at = 0;
    while (at < chunk.length && !this.#broken) {
      if (!this.#picture) this.#readHeader(chunk[at++]!);
      else at += this.#readPixels(this.#picture, chunk.subarray(at));
      if (this.#picture?.data.length === this.#filled) whole.push(this.#take(this.#picture));
    }
    return whole;
  }

  #readHeader(byte: number): void {
    this.#header += String.fromCharCode(byte);
    this.#picture = parseHeader(this.#header);
    if (!this.#picture && this.#header.length >= MAX_HEADER_BYTES) this.#broken = true;
  }

  #readPixels(picture: PpmPicture, bytes: Uint8Array): number {
    const part = bytes.subarray(0, picture.data.length - this.#filled);
    picture.data.set(part, this.#filled);
    this.#filled += part.length;
    return part.length;
  }

  #take(picture: PpmPicture): PpmPicture {
    this.#picture = undefined;
    this.#header = '';
    this.#filled = 0;
    return picture;
  }
}

/** Undefined while the header is incomplete, or when it is none. */
function parseHeader(header: string): PpmPicture | undefined {
  const match = /^P6\n(\d+) (\d+)\n255\n$/.exec(header);
  if (!match) return undefined;
  const width = Number(match[1]);
  const height = Number(match[2]);
  const sane = width > 0 && height > 0 && width <= MAX_SIDE && height <= MAX_SIDE;
  return sane ? { width, height, data: new Uint8Array(width * height * 3) } : undefined;
}
