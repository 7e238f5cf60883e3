import { inflateSync } from 'node:zlib';

/** What a PNG file says, line by line: its chunks, with the rows of indices instead of how zlib packed them. */
export function unpacked(png: Buffer): string {
  const lines = [png.subarray(0, 8).toString('hex')];
  let width = 0;
  for (let at = 8; at < png.length;) {
    const end = at + 8 + png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    const data = png.subarray(at + 8, end);
    if (type === 'IHDR') width = data.readUInt32BE(0);
    lines.push(type, ...(type === 'IDAT' ? rowsIn(inflateSync(data), width + 1) : [data.toString('hex')]));
    // Behind the data is its CRC.
    at = end + 4;
  }
  return lines.join('\n');
}

const rowsIn = (bytes: Buffer, length: number): string[] =>
  Array.from({ length: bytes.length / length }, (_, row) =>
    bytes.toString('hex', row * length, (row + 1) * length),
  );
