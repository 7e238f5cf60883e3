import { constants, deflateSync } from 'node:zlib';
import type { Size } from '../base/frame.ts';
import type { Palette } from './palette.ts';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** 8 bits a pixel, indices of a palette; deflate, filters of method 0, not interlaced. */
const INDEXED = [8, 3, 0, 0, 0] as const;
/** The filter of a row: none. Indices have no differences worth taking. */
const NO_FILTER = 0;

/** The CRC of each byte (RFC 2083, appendix "Sample CRC Code"). */
const CRCS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc;
});

function crcOf(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = CRCS[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** Length, type, data, and the CRC of the last two. */
function chunk(type: string, data: Uint8Array): Buffer {
  const bytes = Buffer.alloc(data.length + 12);
  bytes.writeUInt32BE(data.length);
  bytes.write(type, 4, 'latin1');
  bytes.set(data, 8);
  bytes.writeUInt32BE(crcOf(bytes.subarray(4, -4)), data.length + 8);
  return bytes;
}

/** A picture as a PNG file (RFC 2083): `indices` into the palette, width x height. */
export function pngOf(indices: Uint8Array, { width, height }: Size, palette: Palette): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.set(INDEXED, 8);
  const rows = Buffer.alloc((width + 1) * height, NO_FILTER);
  for (let row = 0; row < height; row++)
    rows.set(indices.subarray(row * width, (row + 1) * width), row * (width + 1) + 1);
  const data = deflateSync(rows, { level: constants.Z_BEST_SPEED });
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', colorsOf(palette)),
    chunk('IDAT', data),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

/** Index 0 stands for no colour, and no pixel has it. */
function colorsOf({ size, red, green, blue }: Palette): Uint8Array {
  const bytes = new Uint8Array((size + 1) * 3);
  for (let index = 1; index <= size; index++)
    bytes.set([red[index]!, green[index]!, blue[index]!], index * 3);
  return bytes;
}
