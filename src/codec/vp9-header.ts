import type { Size } from '../base/frame.ts';

/** What is taken from the head of a VP9 frame before any decoder sees it. */
export interface Vp9Header {
  keyFrame: boolean;
  /** The size that the frame announces; undefined when it takes over the size of an earlier frame. */
  size: Size | undefined;
}

const FRAME_MARKER = 2;
const SYNC_CODE = 0x498342;
const COLOR_SPACE_RGB = 7;
const REFERENCES = 3;

/**
 * Reads the start of the uncompressed header (VP9 bitstream specification 0.6, 6.2), bits from the most significant:
 *
 *     all frames        marker 2 | profile 2 | show_existing 1 | non-key 1 | shown 1 | error_resilient 1
 *     key frame         sync 24 | color_space 3 | range 1 | width-1 16 | height-1 16
 *     other, not shown  intra_only 1
 *     other, not error_resilient   reset 2
 *       intra_only      sync 24 | refresh 8 | width-1 16 | height-1 16
 *       inter           refresh 8 | 3 x (reference 3 | sign 1) | up to 3 x size_of_reference 1 | width-1 16 | height-1 16
 *                       (the first size_of_reference that is set ends the list, and no size follows)
 *
 * Undefined unless it is one frame of profile 0 (8 bits, 4:2:0), not several in a superframe (Annex B), and whole.
 */
export function parseVp9Header(frame: Uint8Array): Vp9Header | undefined {
  if (endsInSuperframeMarker(frame)) return undefined;
  const bits = new BitReader(frame);
  if (bits.read(2) !== FRAME_MARKER || bits.read(2) !== 0) return undefined;
  const showsExisting = bits.read(1) === 1;
  if (showsExisting) return { keyFrame: false, size: undefined };
  const keyFrame = bits.read(1) === 0;
  const size = readSize(bits, keyFrame);
  return size === 'invalid' || bits.overrun ? undefined : { keyFrame, size };
}

function readSize(bits: BitReader, keyFrame: boolean): Size | undefined | 'invalid' {
  const shown = bits.read(1) === 1;
  const errorResilient = bits.read(1) === 1;
  if (keyFrame) {
    if (bits.read(24) !== SYNC_CODE || bits.read(3) === COLOR_SPACE_RGB) return 'invalid';
    bits.read(1);
    return readLengths(bits);
  }
  const intraOnly = !shown && bits.read(1) === 1;
  if (!errorResilient) bits.read(2);
  if (intraOnly && bits.read(24) !== SYNC_CODE) return 'invalid';
  bits.read(8);
  return intraOnly ? readLengths(bits) : readSizeWithReferences(bits);
}

function readSizeWithReferences(bits: BitReader): Size | undefined {
  bits.read(REFERENCES * 4);
  for (let reference = 0; reference < REFERENCES; reference++) if (bits.read(1) === 1) return undefined;
  return readLengths(bits);
}

const readLengths = (bits: BitReader): Size => ({ width: bits.read(16) + 1, height: bits.read(16) + 1 });

/** An encoder never ends a single frame in such a byte. */
const endsInSuperframeMarker = (frame: Uint8Array): boolean => ((frame.at(-1) ?? 0) & 0xe0) === 0xc0;

class BitReader {
  readonly #bytes: Uint8Array;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** More was read than there is; the missing bits were zero. */
  get overrun(): boolean {
    return this.#position > this.#bytes.length * 8;
  }

  /** The next `count` bits, at most 31. */
  read(count: number): number {
    let value = 0;
    for (let left = count; left > 0; left--) {
      const byte = this.#bytes[this.#position >> 3] ?? 0;
      value = (value << 1) | ((byte >> (7 - (this.#position & 7))) & 1);
      this.#position++;
    }
    return value;
  }
}
