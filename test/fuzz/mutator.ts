/** As long as the longest message or datagram that comes from outside. */
const MAX_BYTES = 65536;
const MAX_CHANGES = 8;
const NOISE_SHARE = 1 / 8;
/** Long cases are dear, and rarely find more than short ones. */
const SWELL_SHARE = 1 / 400;
/** Where counters, lengths and signs turn over, and what text formats live on. */
const ODD_BYTES = [0, 1, 0x1b, 0x20, 0x22, 0x3a, 0x5b, 0x7b, 0x7f, 0x80, 0xc0, 0xfe, 0xff];

/** Gives a number from 0 to below 1. */
export type Draw = () => number;

type Change = (bytes: Uint8Array, draw: Draw) => Uint8Array;

const below = (limit: number, draw: Draw): number => Math.floor(draw() * limit);
const noise = (length: number, draw: Draw): Uint8Array => Uint8Array.from({ length }, () => below(256, draw));
const joined = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
const oddByte = (draw: Draw): number => ODD_BYTES[below(ODD_BYTES.length, draw)] ?? 0;

function span(bytes: Uint8Array, draw: Draw): [start: number, end: number] {
  const start = below(bytes.length + 1, draw);
  return [start, start + below(Math.min(32, bytes.length - start) + 1, draw)];
}

const flipBit: Change = (bytes, draw) => {
  const at = below(bytes.length, draw);
  return bytes.with(at, (bytes[at] ?? 0) ^ (1 << below(8, draw)));
};
const setOdd: Change = (bytes, draw) => bytes.with(below(bytes.length, draw), oddByte(draw));
const cutOff: Change = (bytes, draw) => bytes.subarray(0, below(bytes.length + 1, draw));
const cutOut: Change = (bytes, draw) => {
  const [start, end] = span(bytes, draw);
  return joined(bytes.subarray(0, start), bytes.subarray(end));
};
const insert: Change = (bytes, draw) => {
  const [at] = span(bytes, draw);
  return joined(bytes.subarray(0, at), noise(1 + below(8, draw), draw), bytes.subarray(at));
};
const twice: Change = (bytes, draw) => {
  const [start, end] = span(bytes, draw);
  return joined(bytes.subarray(0, end), bytes.subarray(start));
};

const CHANGES: readonly Change[] = [flipBit, flipBit, setOdd, setOdd, cutOff, cutOut, insert, twice];

/** Repeats a part of it to full length: what takes more than linear time shows here. */
const swell: Change = (bytes, draw) => {
  const [start, end] = span(bytes, draw);
  const part = end > start ? bytes.subarray(start, end) : Uint8Array.of(oddByte(draw));
  const times = Math.floor((MAX_BYTES - bytes.length) / part.length);
  const swollen = Array.from({ length: Math.max(0, times) }, () => part);
  return joined(bytes.subarray(0, start), ...swollen, bytes.subarray(start));
};

/** Noise, or one of `samples` with a few changes: bytes that look like something, and are not quite. At most 64 kB. */
export function mutant(samples: readonly Uint8Array[], draw: Draw): Uint8Array {
  if (draw() < NOISE_SHARE) return noise(below(300, draw), draw);
  let bytes = samples[below(samples.length, draw)] ?? new Uint8Array();
  for (let left = 1 + below(MAX_CHANGES, draw); left > 0 && bytes.length > 0; left--) {
    bytes = (CHANGES[below(CHANGES.length, draw)] ?? flipBit)(bytes, draw);
  }
  return (draw() < SWELL_SHARE ? swell(bytes, draw) : bytes).slice(0, MAX_BYTES);
}
