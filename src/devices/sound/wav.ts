import { SAMPLE_RATE } from '../../base/audio.ts';

/** What the samples of a WAV file are, and where. */
export interface WavFormat {
  /** Whole numbers, of which those of 8 bits have no sign; or IEEE 754. */
  encoding: 'integer' | 'float';
  bits: number;
  channels: number;
  rateHz: number;
  /** Of the first sample in the file. */
  dataAt: number;
  dataBytes: number;
}

/** Gives the bytes of a file from `at` on, fewer at its end. */
export type ReadAt = (at: number, length: number) => Uint8Array;

const INTEGER = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;
const HEADER_BYTES = 44;
/** More is no music. */
const MAX_CHUNKS = 1000;
const MAX_CHANNELS = 32;
const MAX_RATE_HZ = 768_000;

/**
 * Reads the head of a WAV file (Microsoft and IBM, Multimedia Programming Interface and Data Specifications 1.0; all
 * numbers are little-endian), or says why it is none that we play. Sizes are believed only as far as the file goes.
 *
 *      0  "RIFF" | u32 bytes that follow | "WAVE"
 *     12  chunks: 4 letters | u32 bytes | the bytes | a zero when they are odd
 *
 *         "fmt "   u16 format | u16 channels | u32 rate | u32 bytes/s | u16 bytes/sample of all channels | u16 bits
 *                  format 0xfffe:  u16 22 | u16 bits that count | u32 which loudspeakers | 16 bytes, the format first
 *         "data"   samples, the channels side by side
 */
export function readWavFormat(read: ReadAt, fileBytes: number): WavFormat | string {
  const [riff, wave] = [letters(read(0, 4)), letters(read(8, 4))];
  if (riff !== 'RIFF' || wave !== 'WAVE') return 'it is no WAV file';
  let format: Omit<WavFormat, 'dataAt' | 'dataBytes'> | string = 'it does not say what is in it';
  let at = 12;
  for (let chunk = 0; chunk < MAX_CHUNKS; chunk++) {
    const head = read(at, 8);
    if (head.length < 8) break;
    const bytes = view(head).getUint32(4, true);
    at += 8;
    if (letters(head) === 'fmt ') format = readFormat(read(at, Math.min(bytes, 40)));
    if (letters(head) === 'data') {
      if (typeof format === 'string') return format;
      return { ...format, dataAt: at, dataBytes: trueBytes(bytes, fileBytes - at) };
    }
    at += bytes + (bytes % 2);
  }
  return typeof format === 'string' ? format : 'there is no sound in it';
}

/** Who writes to a pipe can't know the size, and leaves none, or the largest. */
const trueBytes = (bytes: number, rest: number): number => (bytes === 0 ? rest : Math.min(bytes, rest));

function readFormat(chunk: Uint8Array): Omit<WavFormat, 'dataAt' | 'dataBytes'> | string {
  if (chunk.length < 16) return 'it breaks off';
  const field = view(chunk);
  const [tag, bits] = [field.getUint16(0, true), field.getUint16(14, true)];
  const kind = tag === EXTENSIBLE && chunk.length >= 26 ? field.getUint16(24, true) : tag;
  const encoding = kind === INTEGER ? 'integer' : kind === FLOAT ? 'float' : undefined;
  const known = encoding === 'float' ? [32, 64] : [8, 16, 24, 32];
  if (!encoding || !known.includes(bits))
    return `its samples are of a kind that is not played (${kind}, ${bits} bits)`;
  const [channels, rateHz] = [field.getUint16(2, true), field.getUint32(4, true)];
  if (channels === 0 || channels > MAX_CHANNELS) return `it has ${channels} channels`;
  if (rateHz < 1000 || rateHz > MAX_RATE_HZ) return `it has ${rateHz} samples a second`;
  return { encoding, bits, channels, rateHz };
}

/** The head of a file of 48 kHz, mono, 16 bit, as it is while it has `dataBytes` of sound. */
export function writeWavHeader(dataBytes: number): Uint8Array {
  const header = Buffer.alloc(HEADER_BYTES);
  const size = Math.min(dataBytes, 0xffff_ffff - HEADER_BYTES);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(size + HEADER_BYTES - 8, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(INTEGER, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(SAMPLE_RATE, 24);
  header.writeUInt32LE(SAMPLE_RATE * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(size, 40);
  return header;
}

/** The samples of all channels taken together, -1 to 1. What is left of an unfinished sample is ignored. */
export function decodeWav(bytes: Uint8Array, format: WavFormat): Float32Array {
  const { channels } = format;
  const sampleBytes = format.bits / 8;
  const read = sampleReader(view(bytes), format);
  return Float32Array.from({ length: Math.floor(bytes.length / (sampleBytes * channels)) }, (_, index) => {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++)
      sum += read((index * channels + channel) * sampleBytes);
    const mean = sum / channels;
    // A file may hold infinities, and numbers that are none.
    return Number.isFinite(mean) ? Math.max(-1, Math.min(1, mean)) : 0;
  });
}

function sampleReader(samples: DataView, { encoding, bits }: WavFormat): (at: number) => number {
  if (encoding === 'float')
    return bits === 32 ? (at) => samples.getFloat32(at, true) : (at) => samples.getFloat64(at, true);
  if (bits === 8) return (at) => (samples.getUint8(at) - 128) / 128;
  if (bits === 16) return (at) => samples.getInt16(at, true) / 32_768;
  if (bits === 24) return (at) => (samples.getInt16(at + 1, true) * 256 + samples.getUint8(at)) / 8_388_608;
  return (at) => samples.getInt32(at, true) / 2_147_483_648;
}

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const letters = (bytes: Uint8Array): string => String.fromCharCode(...bytes.subarray(0, 4));
