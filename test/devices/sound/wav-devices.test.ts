import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { ExitCode } from '../../../src/base/errors.ts';
import { readWavFormat, writeWavHeader } from '../../../src/devices/sound/wav.ts';
import { wavLoudspeaker } from '../../../src/devices/sound/wav-loudspeaker.ts';
import { wavMicrophone } from '../../../src/devices/sound/wav-microphone.ts';
import { WavReader } from '../../../src/devices/sound/wav-reader.ts';
import { VirtualClock } from '../../virtual-clock.ts';
import { temporaryFolder } from '../fake-ffmpeg.ts';
import { Ear, Mouth } from './fake-sound.ts';

/** 50 ms whose samples count up. */
async function ramp(): Promise<string> {
  const path = join(await temporaryFolder(), 'ramp.wav');
  const samples = Buffer.from(Int16Array.from({ length: 2400 }, (_, index) => index).buffer);
  writeFileSync(path, Buffer.concat([writeWavHeader(samples.length), samples]));
  return path;
}

const chosen = (path: string) => () => wavMicrophone({ path, loop: false, clock: new VirtualClock() });

describe('a file as a microphone', () => {
  test('plays by the clock, and is over at its end', async () => {
    const clock = new VirtualClock(1000);
    const microphone = wavMicrophone({ path: await ramp(), loop: false, clock });
    const ear = new Ear();
    microphone.open(ear);
    clock.advance(60);
    expect(ear.frames.map(({ pcm, capturedAt }) => [pcm[0], pcm[479], pcm[480], capturedAt])).toEqual([
      [0, 479, 480, 1020],
      [960, 1439, 1440, 1040],
      [1920, 2399, 0, 1060],
    ]);
    clock.advance(1000);
    expect(ear.frames).toHaveLength(3);
    expect(ear.troubles).toEqual([{ reason: 'ramp.wav ended', over: true }]);
    expect(clock.pending).toBe(0);
  });

  test('begins anew when it is opened again, and loops when it is told to', async () => {
    const clock = new VirtualClock();
    const microphone = wavMicrophone({ path: await ramp(), loop: true, clock });
    for (let time = 0; time < 2; time++) {
      const ear = new Ear();
      microphone.open(ear);
      clock.advance(200);
      expect(ear.frames.map(({ pcm }) => pcm[0])).toEqual([0, 960, 1920, 480, 1440, 0, 960, 1920, 480, 1440]);
    }
    await microphone.close();
    await microphone.close();
    expect(clock.pending).toBe(0);
  });

  test('that is gone when it is opened is trouble', async () => {
    const clock = new VirtualClock();
    const path = await ramp();
    const microphone = wavMicrophone({ path, loop: true, clock });
    writeFileSync(path, 'something else');
    const ear = new Ear();
    microphone.open(ear);
    expect(ear.troubles).toEqual([{ reason: 'ramp.wav: it is no WAV file', over: true }]);
    expect(clock.pending).toBe(0);
  });

  test('must be one', async () => {
    const folder = await temporaryFolder();
    const text = join(folder, 'text.wav');
    writeFileSync(text, 'no sound');
    expect(chosen(join(folder, 'none.wav'))).toThrow(expect.objectContaining({ exitCode: ExitCode.usage }));
    expect(chosen(folder)).toThrow(`${folder} is not a file`);
    expect(chosen(text)).toThrow(`${text} can't be played: it is no WAV file`);
    const inFile = join(text, 'none.wav');
    expect(chosen(inFile)).toThrow(expect.objectContaining({ exitCode: ExitCode.usage }));
    expect(chosen(inFile)).toThrow(`${inFile} can't be played: ENOTDIR`);
  });

  test('that can be read no more is over, with the reason', async () => {
    const clock = new VirtualClock();
    const ear = new Ear();
    wavMicrophone({ path: await ramp(), loop: true, clock }).open(ear);
    const broken = vi.spyOn(WavReader.prototype, 'next').mockImplementation(() => {
      throw new Error('EIO: i/o error, read');
    });
    clock.advance(100);
    broken.mockRestore();
    expect(ear.troubles).toEqual([{ reason: 'ramp.wav: EIO: i/o error, read', over: true }]);
    expect(clock.pending).toBe(0);
  });
});

const read = (path: string): { dataBytes: number; samples: Int16Array } => {
  const file = readFileSync(path);
  const format = readWavFormat((at, length) => file.subarray(at, at + length), file.length);
  if (typeof format === 'string') throw new Error(format);
  return { dataBytes: format.dataBytes, samples: new Int16Array(new Uint8Array(file.subarray(44)).buffer) };
};

describe('a file as a loudspeaker', () => {
  test('asks by the clock and holds what it was given; opened again it goes on', async () => {
    const path = join(await temporaryFolder(), 'out.wav');
    const clock = new VirtualClock();
    const loudspeaker = wavLoudspeaker(path, clock);
    expect(read(path).dataBytes).toBe(0);
    const mouth = new Mouth();
    for (let time = 0; time < 2; time++) {
      loudspeaker.open(mouth);
      clock.advance(40);
      await loudspeaker.close();
      clock.advance(1000);
    }
    await loudspeaker.close();
    const { dataBytes, samples } = read(path);
    expect(dataBytes).toBe(4 * 1920);
    expect([0, 1, 2, 3].map((frame) => samples[frame * 960])).toEqual([1, 2, 3, 4]);
    expect(clock.pending).toBe(0);
  });

  test('can be played also when the process was killed', async () => {
    const path = join(await temporaryFolder(), 'out.wav');
    const clock = new VirtualClock();
    const loudspeaker = wavLoudspeaker(path, clock);
    loudspeaker.open(new Mouth());
    clock.advance(10_500);
    const head = readFileSync(path).readUInt32LE(40);
    expect(head).toBe(10 * 96_000);
    await loudspeaker.close();
    expect(readFileSync(path).readUInt32LE(40)).toBe(10.5 * 96_000);
  });

  test('must be in a folder that there is', () => {
    expect(() => wavLoudspeaker('/nowhere/out.wav', new VirtualClock())).toThrow(
      expect.objectContaining({ exitCode: ExitCode.usage }),
    );
  });

  test.skipIf(process.platform === 'win32')(
    'must be a file: a pipe that nobody reads would be waited for',
    async () => {
      const pipe = join(await temporaryFolder(), 'pipe.wav');
      execFileSync('mkfifo', [pipe]);
      // So that whoever opens it waits for nobody.
      const reader = openSync(pipe, 'r+');
      expect(() => wavLoudspeaker(pipe, new VirtualClock())).toThrow(`can't write ${pipe}: it is not a file`);
      closeSync(reader);
    },
  );

  test.skipIf(process.platform !== 'linux')('on a full disk is over, with the reason', async () => {
    const clock = new VirtualClock();
    const path = join(await temporaryFolder(), 'out.wav');
    const loudspeaker = wavLoudspeaker(path, clock);
    rmSync(path);
    symlinkSync('/dev/full', path);
    const mouth = new Mouth();
    loudspeaker.open(mouth);
    clock.advance(100);
    expect(mouth.troubles).toEqual([{ reason: expect.stringContaining('out.wav: ENOSPC'), over: true }]);
    expect(clock.pending).toBe(0);
  });
});
