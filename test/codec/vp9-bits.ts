/** Packs [value, bits] pairs, most significant bit first; the last byte is filled up with zeros. */
export function pack(...fields: [value: number, bits: number][]): Uint8Array {
  const digits = fields.map(([value, bits]) => value.toString(2).padStart(bits, '0')).join('');
  return Uint8Array.from(digits.match(/.{1,8}/g) ?? [], (byte) => parseInt(byte.padEnd(8, '0'), 2));
}

export const SYNC: [number, number] = [0x498342, 24];

/** The head of a key frame of profile 0: shown, error resilient, BT.601, limited range. */
export const keyFrameHead = (width: number, height: number): Uint8Array =>
  pack(
    [2, 2],
    [0, 2],
    [0, 1],
    [0, 1],
    [1, 1],
    [1, 1],
    SYNC,
    [1, 3],
    [0, 1],
    [width - 1, 16],
    [height - 1, 16],
  );
