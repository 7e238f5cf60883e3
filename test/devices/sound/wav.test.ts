import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeWav, readWavFormat, writeWavHeader } from '../../../src/devices/sound/wav.ts';
import type { WavFormat } from '../../../src/devices/sound/wav.ts';
import { WavReader } from '../../../src/devices/sound/wav-reader.ts';
import { temporaryFolder } from '../fake-ffmpeg.ts';

const formatOf = (file: Uint8Array): WavFormat | string =>
  readWavFormat((at, length) => file.subarray(at, at + length), file.length);

const u16 = (value: number): number[] => [value & 0xff, value >> 8];
const u32 = (value: number): number[] => [...u16(value & 0xffff), ...u16(value >>> 16)];
const chunk = (name: string, body: readonly number[], size = body.length): number[] => [
  ...Buffer.from(name),
  ...u32(size),
  ...body,
];
const fmt = (tag: number, channels: number, rateHz: number, bits: number): number[] => [
  ...u16(tag),
  ...u16(channels),
  ...u32(rateHz),
  ...u32((rateHz * channels * bits) / 8),
  ...u16((channels * bits) / 8),
  ...u16(bits),
];
const wav = (...chunks: number[][]): Uint8Array =>
  Uint8Array.from([...Buffer.from('RIFF'), ...u32(0), ...Buffer.from('WAVE'), ...chunks.flat()]);

const MONO = fmt(1, 1, 48_000, 16);

describe('the head of a file', () => {
  test('that we write is read again, and is 44 bytes long', () => {
    const header = writeWavHeader(1920);
    expect(header).toHaveLength(44);
    expect(formatOf(Buffer.concat([header, Buffer.alloc(1920)]))).toEqual({
      encoding: 'integer',
      bits: 16,
      channels: 1,
      rateHz: 48_000,
      dataAt: 44,
      dataBytes: 1920,
    });
  });

  test('is golden', () => {
    const golden = '52494646a407000057415645666d7420100000000100010080bb000000770100020010006461746180070000';
    expect(Buffer.from(writeWavHeader(1920)).toString('hex')).toBe(golden);
  });

  test('of a call of 13 hours has the largest size that there is', () => {
    expect(Buffer.from(writeWavHeader(5e9)).readUInt32LE(4)).toBeGreaterThan(0xffff_ff00);
  });

  const samples = [1, 0, 2, 0];
  const head = 12 + 24 + 8;
  test.each([
    ['no size, as pipes leave it', wav(chunk('fmt ', MONO), chunk('data', samples, 0)), head, 4],
    ['the largest size', wav(chunk('fmt ', MONO), chunk('data', samples, 0xffff_ffff)), head, 4],
    ['what was cut off', wav(chunk('fmt ', MONO), chunk('data', samples, 1000)), head, 4],
    [
      'chunks after the sound',
      wav(chunk('fmt ', MONO), chunk('data', samples), chunk('LIST', samples)),
      head,
      4,
    ],
    [
      'an odd chunk before it',
      wav(chunk('LIST', [1]), [0], chunk('fmt ', MONO), chunk('data', samples)),
      head + 10,
      4,
    ],
  ])('is read with %s', (_, file, dataAt, dataBytes) => {
    expect(formatOf(file)).toMatchObject({ dataAt, dataBytes });
  });

  test('may be extensible', () => {
    const extension = [...u16(22), ...u16(16), ...u32(3), ...u16(3), ...Array.from({ length: 14 }, () => 0)];
    const file = wav(chunk('fmt ', [...fmt(0xfffe, 2, 96_000, 32), ...extension]), chunk('data', samples));
    expect(formatOf(file)).toMatchObject({ encoding: 'float', bits: 32, channels: 2, rateHz: 96_000 });
  });

  test.each([
    ['it is no WAV file', Uint8Array.of()],
    ['it is no WAV file', Buffer.from('OggS and so on')],
    ['it does not say what is in it', wav(chunk('data', samples))],
    ['it breaks off', wav(chunk('fmt ', MONO.slice(0, 8), 16))],
    ['there is no sound in it', wav(chunk('fmt ', MONO))],
    [
      'its samples are of a kind that is not played (85, 16 bits)',
      wav(chunk('fmt ', fmt(85, 2, 44_100, 16))),
    ],
    ['its samples are of a kind that is not played (1, 12 bits)', wav(chunk('fmt ', fmt(1, 2, 44_100, 12)))],
    ['it has 0 channels', wav(chunk('fmt ', fmt(1, 0, 44_100, 16)))],
    ['it has 4000 channels', wav(chunk('fmt ', fmt(1, 4000, 44_100, 16)))],
    ['it has 1 samples a second', wav(chunk('fmt ', fmt(1, 1, 1, 16)))],
  ])('is refused: %s', (reason, file) => {
    expect(formatOf(file)).toBe(reason);
  });

  test('does not keep us for ever', () => {
    let reads = 0;
    const endless = Uint8Array.from(chunk('junk', [], 0));
    const read = (at: number, length: number): Uint8Array => {
      reads++;
      return at < 12 ? wav().subarray(at, at + length) : endless.subarray(0, length);
    };
    expect(readWavFormat(read, 1e12)).toBe('it does not say what is in it');
    expect(reads).toBeLessThan(2000);
  });
});

describe('samples', () => {
  const format = {
    encoding: 'integer',
    bits: 16,
    channels: 1,
    rateHz: 48_000,
    dataAt: 0,
    dataBytes: 0,
  } as const;
  test.each([
    [8, [0, 128, 255], [-1, 0, 127 / 128]],
    [16, [0, 0x80, 0, 0, 0xff, 0x7f], [-1, 0, 32_767 / 32_768]],
    [24, [0, 0, 0x80, 1, 0, 0, 0xff, 0xff, 0x7f], [-1, 2 ** -23, 1 - 2 ** -23]],
    [32, [0, 0, 0, 0x80, 0, 0, 0, 0x40], [-1, 0.5]],
  ])('of %i bits go from -1 to 1', (bits, bytes, values) => {
    const decoded = decodeWav(Uint8Array.from(bytes), { ...format, bits });
    expect([...decoded]).toEqual(values.map(Math.fround));
  });

  test('of several channels are taken together', () => {
    const bytes = Uint8Array.from([...u16(1000), ...u16(3000), ...u16(7)]);
    expect([...decodeWav(bytes, { ...format, channels: 2 })]).toEqual([Math.fround(2000 / 32_768)]);
  });

  test('that are no numbers are silence, and none is louder than loud', () => {
    const values = new Float32Array([NaN, Infinity, -5, 0.25]);
    const decoded = decodeWav(new Uint8Array(values.buffer), { ...format, encoding: 'float', bits: 32 });
    expect([...decoded]).toEqual([0, 0, -1, 0.25]);
  });

  test('come through any bytes', () => {
    const kinds = fc.constantFrom(['integer', 8], ['integer', 24], ['float', 32], ['float', 64]);
    fc.assert(
      fc.property(
        fc.uint8Array(),
        kinds,
        fc.integer({ min: 1, max: 5 }),
        (bytes, [encoding, bits], channels) => {
          const some = { ...format, encoding, bits, channels } as WavFormat;
          for (const value of decodeWav(bytes, some)) expect(Math.abs(value)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).error === undefined;

describe.skipIf(!hasFfmpeg && !process.env['CI'])('files that ffmpeg made', () => {
  test.each(['pcm_u8', 'pcm_s16le', 'pcm_s24le', 'pcm_s32le', 'pcm_f32le', 'pcm_f64le'])(
    'of %s, 44.1 kHz and two channels sound as it says they do',
    async (codec) => {
      const file = join(await temporaryFolder(), 'tone.wav');
      const make = `-v error -f lavfi -i sine=f=700:r=44100:d=0.5 -ac 2 -c:a ${codec} ${file}`;
      execFileSync('ffmpeg', make.split(' '));
      const reader = new WavReader(file, false);
      const frames: Int16Array[] = [];
      for (let pcm = reader.next(); pcm; pcm = reader.next()) frames.push(pcm);
      reader.close();
      expect(frames).toHaveLength(25);
      const ours = Int16Array.from({ length: 25 * 960 }, (_, at) => frames[Math.floor(at / 960)]![at % 960]!);
      const theirs = execFileSync('ffmpeg', `-v error -i ${file} -ac 1 -ar 48000 -f s16le -`.split(' '));
      const worst = Math.max(
        ...Array.from({ length: 20_000 }, (_, at) =>
          Math.abs(ours[at + 500]! - theirs.readInt16LE((at + 500) * 2)),
        ),
      );
      // ffmpeg's sine is an eighth of the whole range; a step of 8 bits is 256 of ours.
      expect(worst).toBeLessThan(codec === 'pcm_u8' ? 100 : 8);
    },
  );
});

describe('a file that is played', () => {
  const SAMPLES = 1500;
  const ramp = Buffer.from(Int16Array.from({ length: SAMPLES }, (_, index) => index).buffer);
  const write = async (): Promise<string> => {
    const file = join(await temporaryFolder(), 'ramp.wav');
    writeFileSync(file, Buffer.concat([writeWavHeader(ramp.length), ramp]));
    return file;
  };

  test('at our own rate comes through bit by bit, and ends in silence', async () => {
    const reader = new WavReader(await write(), false);
    const [first, second, third] = [reader.next(), reader.next(), reader.next()];
    reader.close();
    const expected = Int16Array.from({ length: 1920 }, (_, index) => (index < SAMPLES ? index : 0));
    expect(first).toEqual(expected.subarray(0, 960));
    expect(second).toEqual(expected.subarray(960));
    expect(third).toBeUndefined();
  });

  test('in a loop begins again within a frame', async () => {
    const reader = new WavReader(await write(), true);
    const all = Array.from({ length: 10 }, () => [...(reader.next() ?? [])]).flat();
    reader.close();
    expect(all).toEqual(Array.from({ length: 9600 }, (_, index) => index % SAMPLES));
  });

  test('that is cut while it plays ends', async () => {
    const file = await write();
    const reader = new WavReader(file, true);
    writeFileSync(file, readFileSync(file).subarray(0, 50));
    expect(reader.next()).toBeDefined();
    writeFileSync(file, '');
    while (reader.next());
    reader.close();
  });
});
