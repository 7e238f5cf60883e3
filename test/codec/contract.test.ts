import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest';
import type { CodedFrame, I420Frame, Size } from '../../src/base/frame.ts';
import type { EncodeJob, VideoCodec, VideoDecoder, VideoEncoder } from '../../src/base/video.ts';
import { openCodec } from './built.ts';
import { clipFrame, psnr } from './clip.ts';
import { keyFrameHead } from './vp9-bits.ts';

const small: Size = { width: 160, height: 90 };
const large: Size = { width: 320, height: 180 };

const job = (index: number, change: Partial<EncodeJob> & { size?: Size } = {}): EncodeJob => {
  const { size = small, ...rest } = change;
  return { frame: clipFrame(size, index), keyFrame: false, fps: 30, bitrateBps: 300_000, ...rest };
};

async function coded(encoder: VideoEncoder, wanted: EncodeJob): Promise<CodedFrame> {
  const frame = await encoder.encode(wanted);
  if (!frame) throw new Error('the encoder gave nothing');
  return frame;
}

async function decoded(decoder: VideoDecoder, frame: CodedFrame): Promise<I420Frame> {
  const picture = await decoder.decode(frame);
  if (!picture) throw new Error('the decoder gave nothing');
  return picture;
}

/** A stream with all that happens in a call: key frames on demand, other bitrates, other sizes and back. */
async function eventfulStream(encoder: VideoEncoder): Promise<{ source: I420Frame; coded: CodedFrame }[]> {
  const stream: { source: I420Frame; coded: CodedFrame }[] = [];
  for (let index = 0; index < 40; index++) {
    const size = index >= 10 && index < 20 ? large : small;
    const wanted = job(index, { size, keyFrame: index === 5, bitrateBps: index < 30 ? 400_000 : 200_000 });
    stream.push({ source: wanted.frame, coded: await coded(encoder, wanted) });
  }
  return stream;
}

const native = await openCodec('native').catch(() => undefined);
await native?.close();
const nativeMissing = !native && !process.env['CI'];

const engines = [
  { name: 'wasm', title: 'video codec in WebAssembly', missing: false },
  { name: 'native', title: 'native video codec (node-av must be installed)', missing: nativeMissing },
] as const;

for (const { name, title, missing } of engines) {
  describe.skipIf(missing)(title, () => {
    let codec: VideoCodec;
    let encoder: VideoEncoder;
    let decoder: VideoDecoder;

    async function settled(data: Uint8Array): Promise<void> {
      const outcome = await decoder.decode({ ...small, data, keyFrame: false, capturedAt: 0 }).then(
        () => 'fine',
        (error: unknown) => error,
      );
      if (outcome !== 'fine') expect(outcome).toBeInstanceOf(Error);
    }

    async function expectRecovery(): Promise<void> {
      const wanted = job(50, { keyFrame: true });
      expect(psnr(await decoded(decoder, await coded(encoder, wanted)), wanted.frame)).toBeGreaterThan(30);
    }

    beforeAll(async () => {
      codec = await openCodec(name);
    });
    afterAll(() => codec.close());
    beforeEach(() => {
      encoder = codec.openEncoder();
      decoder = codec.openDecoder();
    });
    afterEach(async () => {
      await encoder.close();
      await decoder.close();
    });

    it('says what it is', () => {
      expect(codec.name).toBe(name);
    });

    it('gives one frame for each, at once, the first a key frame, all above 30 dB', async () => {
      for (let index = 0; index < 30; index++) {
        const { frame } = job(index);
        const packet = await coded(encoder, job(index));
        expect(packet).toMatchObject({ ...small, keyFrame: index === 0, capturedAt: frame.capturedAt });
        const picture = await decoded(decoder, packet);
        expect(picture).toMatchObject({ ...small, capturedAt: frame.capturedAt });
        expect(psnr(picture, frame)).toBeGreaterThan(30);
      }
    });

    it.each<[Size, number]>([
      [small, 60_000],
      [{ width: 64, height: 48 }, 40_000],
    ])('holds the bitrate, frame by frame: %o at %i bit/s', async (size, bitrateBps) => {
      const bytes: number[] = [];
      for (let index = 0; index < 90; index++)
        bytes.push((await coded(encoder, job(index, { size, bitrateBps }))).data.length);
      const fairShare = bitrateBps / 8 / 30;
      const shares = bytes.slice(1).map((length) => length / fairShare);
      const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
      expect(Math.abs(mean - 1)).toBeLessThan(0.15);
      expect(Math.max(...shares)).toBeLessThan(2.5);
    });

    it('makes a key frame when asked', async () => {
      const keyFrames: boolean[] = [];
      for (let index = 0; index < 6; index++)
        keyFrames.push((await coded(encoder, job(index, { keyFrame: index === 3 }))).keyFrame);
      expect(keyFrames).toEqual([true, false, false, true, false, false]);
    });

    it('lets a decoder that comes late start at a key frame', async () => {
      for (let index = 0; index < 5; index++) await coded(encoder, job(index));
      const late = job(5, { keyFrame: true });
      expect(psnr(await decoded(decoder, await coded(encoder, late)), late.frame)).toBeGreaterThan(30);
    });

    it('begins anew with a key frame when size, bitrate or frame rate change, and only then', async () => {
      const changes: [Partial<EncodeJob> & { size?: Size }, boolean][] = [
        [{}, true],
        [{}, false],
        [{ size: large }, true],
        [{ size: large }, false],
        [{ size: small }, true],
        [{ bitrateBps: 150_000 }, true],
        [{ bitrateBps: 150_000 }, false],
        [{ bitrateBps: 150_000, fps: 15 }, true],
        [{ bitrateBps: 150_000, fps: 15 }, false],
      ];
      for (const [index, [change, keyFrame]] of changes.entries()) {
        const wanted = job(index, change);
        const packet = await coded(encoder, wanted);
        const picture = await decoded(decoder, packet);
        expect([packet.keyFrame, picture.width], `change ${index}`).toEqual([keyFrame, wanted.frame.width]);
        expect(psnr(picture, wanted.frame)).toBeGreaterThan(30);
      }
    });

    it.each<Size>([
      { width: 2, height: 2 },
      { width: 66, height: 34 },
      { width: 642, height: 2 },
    ])('codes $width x $height without padding', async (size) => {
      const wanted = job(0, { size, bitrateBps: 1_000_000 });
      const picture = await decoded(decoder, await coded(encoder, wanted));
      expect(picture.data.length).toBe(wanted.frame.data.length);
      expect(psnr(picture, wanted.frame)).toBeGreaterThan(25);
    });

    it('leaves the bytes of its jobs alone', async () => {
      const wanted = job(3);
      const packet = await coded(encoder, wanted);
      const copy = structuredClone(packet);
      await decoder.decode(packet);
      expect(wanted.frame).toEqual(job(3).frame);
      expect(packet).toEqual(copy);
    });

    it('gives each result bytes of its own', async () => {
      const first = await coded(encoder, job(0));
      const picture = await decoded(decoder, first);
      const before = structuredClone({ first, picture });
      for (let index = 1; index < 4; index++) await decoder.decode(await coded(encoder, job(index)));
      expect({ first, picture }).toEqual(before);
      expect(first.data.buffer.byteLength).toBe(first.data.length);
    });

    it('serves several streams at once', async () => {
      const others = [codec.openEncoder(), codec.openEncoder()];
      const sizes = [small, large];
      for (let index = 0; index < 5; index++) {
        const packets = await Promise.all(
          others.map((other, at) => coded(other, job(index, { size: sizes[at]! }))),
        );
        expect(packets.map(({ width, keyFrame }) => [width, keyFrame])).toEqual([
          [160, index === 0],
          [320, index === 0],
        ]);
      }
      await Promise.all(others.map((other) => other.close()));
    });

    it('rejects a frame that is no picture: a bug of ours', async () => {
      const { frame } = job(0);
      for (const wrong of [{ width: 162 }, { width: 159, height: 90 }, { data: frame.data.subarray(1) }])
        await expect(encoder.encode(job(0, { frame: { ...frame, ...wrong } }))).rejects.toThrow(
          'no I420 picture',
        );
      await expect(coded(encoder, job(1))).resolves.toMatchObject({ keyFrame: true });
    });

    describe('with bytes from a stranger', () => {
      it.each<[string, (whole: Uint8Array) => Uint8Array]>([
        ['nothing', () => new Uint8Array()],
        ['one byte', () => new Uint8Array([0x86])],
        ['one zero', () => new Uint8Array([0])],
        ['half a frame', (whole) => whole.subarray(0, whole.length >> 1)],
        ['a head alone', (whole) => whole.subarray(0, 12)],
        ['a frame and rubbish', (whole) => new Uint8Array([...whole, ...whole.subarray(7)])],
        ['two frames', (whole) => new Uint8Array([...whole, ...whole])],
        ['zeros', (whole) => new Uint8Array(whole.length)],
        ['a superframe of nonsense', (whole) => new Uint8Array([...whole, 0xc1, 0xff, 0xff, 0xc1])],
        [
          'a frame of another size in its head',
          (whole) => new Uint8Array([...keyFrameHead(2000, 1500), ...whole]),
        ],
        ['odd sides', (whole) => new Uint8Array([...keyFrameHead(161, 91), ...whole.subarray(9)])],
      ])('survives %s', async (_name, spoil) => {
        const whole = (await coded(encoder, job(0))).data;
        await settled(spoil(whole));
        await expectRecovery();
        await settled(spoil(whole));
        await expectRecovery();
      });

      it('survives flipped bits anywhere', async () => {
        const stream: CodedFrame[] = [];
        for (let index = 0; index < 8; index++) stream.push(await coded(encoder, job(index)));
        const flips = fc.array(fc.tuple(fc.nat(7), fc.nat(2000), fc.nat(255)), {
          minLength: 1,
          maxLength: 20,
        });
        await fc.assert(
          fc.asyncProperty(flips, async (flipped) => {
            const spoilt = stream.map(({ data }) => data.slice());
            for (const [frame, at, mask] of flipped) {
              const data = spoilt[frame]!;
              data[at % data.length] = data[at % data.length]! ^ mask;
            }
            for (const data of spoilt) await settled(data);
          }),
          { numRuns: 30 },
        );
        await expectRecovery();
      });

      it('survives noise', async () => {
        const noise = fc.uint8Array({ minLength: 1, maxLength: 200 });
        await fc.assert(fc.asyncProperty(noise, settled), { numRuns: 100 });
        await expectRecovery();
      });

      it.each([
        [4098, 16],
        [16, 4098],
        [65536, 65536],
      ])('refuses a picture of %i x %i', async (width, height) => {
        const body = (await coded(encoder, job(0))).data.subarray(9);
        const data = new Uint8Array([...keyFrameHead(width, height), ...body]);
        const huge = { ...small, data, keyFrame: true, capturedAt: 0 };
        await expect(decoder.decode(huge)).resolves.toBeUndefined();
        await expectRecovery();
      });
    });

    it('survives a picture beyond all memory that hides behind a small one', async () => {
      const { data } = await coded(encoder, job(0));
      await settled(new Uint8Array([...data, ...keyFrameHead(16384, 16384), ...data.subarray(9)]));
      await expectRecovery();
    });

    it('may be closed twice, with a job under way, and then takes no more', async () => {
      const underWay = [encoder.encode(job(0)), decoder.decode(await coded(codec.openEncoder(), job(0)))];
      await Promise.all([encoder.close(), decoder.close(), encoder.close(), ...underWay]);
      await encoder.close();
      await expect(encoder.encode(job(1))).rejects.toThrow('closed');
      await expect(
        decoder.decode({ ...small, data: new Uint8Array(1), keyFrame: true, capturedAt: 0 }),
      ).rejects.toThrow('closed');
    });

    it('closes what is open with it, jobs under way settled', async () => {
      const other = await openCodec(name);
      const open = other.openEncoder();
      await coded(open, job(0));
      const underWay = open.encode(job(1)).then(
        () => 'settled',
        () => 'settled',
      );
      await other.close();
      await expect(underWay).resolves.toBe('settled');
      await other.close();
      await expect(open.encode(job(2))).rejects.toThrow('closed');
      await open.close();
    });
  });
}

describe.skipIf(nativeMissing)('two engines, one format (node-av must be installed)', () => {
  it.each([
    ['native', 'wasm'],
    ['wasm', 'native'],
  ] as const)('%s encodes, %s decodes every frame', async (from, to) => {
    const [sender, receiver] = await Promise.all([openCodec(from), openCodec(to)]);
    const decoder = receiver.openDecoder();
    for (const { source, coded: packet } of await eventfulStream(sender.openEncoder())) {
      expect(psnr(await decoded(decoder, packet), source)).toBeGreaterThan(30);
    }
    await Promise.all([sender.close(), receiver.close()]);
  });
});
