import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Camera } from '../../src/base/devices.ts';
import { ExitCode } from '../../src/base/errors.ts';
import { chooseCamera } from '../../src/devices/choose-camera.ts';
import { findFfmpeg, isAtLeast } from '../../src/devices/ffmpeg.ts';
import { errorOf } from './error-of.ts';
import { isRunning, temporaryFolder } from './fake-ffmpeg.ts';
import { record } from './recorder.ts';
import { VirtualClock } from '../virtual-clock.ts';

const ffmpeg = await findFfmpeg({ flag: undefined, env: process.env }).catch(() => undefined);
const real = test.skipIf(!ffmpeg && process.env['CI'] !== 'true');

const use = (path: string, loop = false): Promise<Camera> =>
  chooseCamera({ source: path, loop, clock: new VirtualClock(), findFfmpeg: () => Promise.resolve(ffmpeg!) });

/** Makes a file with ffmpeg; the path of it. */
async function made(name: string, argv: string): Promise<string> {
  const path = join(await temporaryFolder(), name);
  execFileSync(ffmpeg!.path, ['-v', 'error', '-nostdin', ...argv.split(' '), path]);
  return path;
}

const clip = (input: string, name = 'clip.mkv', codec = 'ffv1'): Promise<string> =>
  made(name, `-f lavfi -i ${input} -c:v ${codec}`);

describe('the size', () => {
  real.each([
    ['a large picture is reduced to twice what is wanted', 'testsrc=s=1920x1080:d=0.1', 320, 180],
    ['a shape that differs keeps its aspect', 'testsrc=s=640x480:d=0.1', 240, 180],
    ['a tall one too', 'testsrc=s=480x640:d=0.1', 134, 180],
    ['a small one is not enlarged', 'testsrc=s=64x48:d=0.1', 64, 48],
    ['odd sides become even', 'testsrc=s=321x161:d=0.1', 320, 160],
    ['wide pixels become square', 'testsrc=s=240x180:d=0.1,setsar=4/3', 240, 134],
    ['tall pixels become square', 'testsrc=s=240x180:d=0.1,setsar=1/2', 120, 180],
    ['one pixel is two, the least there is', 'color=s=2x2:d=0.1,format=gray,crop=1:1', 2, 2],
  ])('%s', async (_, input, width, height) => {
    const camera = await use(await clip(input));
    const recorder = record(camera);
    await recorder.until(() => recorder.over);
    expect(recorder.frames[0]).toMatchObject({ width, height });
    expect(recorder.frames[0]?.data).toHaveLength(width * height * 3);
  });

  real('a film that was held upright is upright', async () => {
    const upright = await clip('testsrc=s=320x180:d=0.1', 'flat.mp4', 'mpeg4');
    const turned = isAtLeast(ffmpeg?.version, 6, 0)
      ? await made('turned.mp4', `-display_rotation 90 -i ${upright} -c copy`)
      : await made('turned.mp4', `-i ${upright} -c copy -metadata:s:v rotate=90`);
    const recorder = record(await use(turned));
    await recorder.until(() => recorder.over);
    expect(recorder.frames[0]).toMatchObject({ width: 100, height: 180 });
  });

  real('a film that changes its size keeps the first one', async () => {
    const parts = await Promise.all([
      clip('color=red:s=160x90:d=0.2', 'a.mjpeg', 'mjpeg'),
      clip('color=blue:s=320x240:d=0.2', 'b.mjpeg', 'mjpeg'),
    ]);
    const both = join(await temporaryFolder(), 'both.mjpeg');
    await writeFile(both, Buffer.concat(await Promise.all(parts.map((part) => readFile(part)))));
    const recorder = record(await use(both));
    await recorder.until(() => recorder.over);
    // The one that waits in the filter at the change is lost.
    expect(recorder.frames.length).toBeGreaterThanOrEqual(9);
    expect(new Set(recorder.frames.map(({ data }) => data.length))).toEqual(new Set([160 * 90 * 3]));
    expect(recorder.frames.at(-1)?.data[2]).toBeGreaterThan(200);
  });
});

describe('the pace', () => {
  real('a fast film is reduced to the wanted rate, and its end is told', async () => {
    const recorder = record(await use(await clip('testsrc=s=64x48:r=30:d=1')), 10);
    await recorder.until(() => recorder.over);
    expect(recorder.frames).toHaveLength(10);
    expect(recorder.troubles).toEqual([{ reason: 'clip.mkv ended', over: true }]);
  });

  real('a slow film keeps the steady rate of the call', async () => {
    const recorder = record(await use(await clip('testsrc=s=64x48:r=10:d=0.5')), 30);
    await recorder.until(() => recorder.over);
    expect(recorder.frames).toHaveLength(15);
  });

  real('a loop goes on after the end', async () => {
    const camera = await use(await clip('testsrc=s=64x48:r=30:d=0.2'), true);
    const recorder = record(camera);
    await recorder.until(() => recorder.frames.length >= 15);
    await camera.close();
    expect(recorder.troubles).toEqual([]);
    expect(recorder.frames[6]?.data).toEqual(recorder.frames[0]?.data);
  });

  real.each(['picture.png', 'picture.jpg', 'picture.bmp'])('%s stays', async (name) => {
    const camera = await use(await made(name, '-f lavfi -i color=green:s=64x48 -frames:v 1'));
    const recorder = record(camera);
    await recorder.until(() => recorder.frames.length === 2 || recorder.over);
    await camera.close();
    expect(recorder.troubles).toEqual([]);
  });

  real('red is red', async () => {
    const recorder = record(await use(await clip('color=red:s=64x48:d=0.1', 'red.mp4', 'mpeg4')));
    await recorder.until(() => recorder.over);
    const [red = 0, green = 255, blue = 255] = recorder.frames[0]?.data ?? [];
    expect([red > 240, green < 15, blue < 15]).toEqual([true, true, true]);
  });
});

real('after the close no ffmpeg is left', async () => {
  const path = join(await temporaryFolder(), 'ffmpeg');
  const pidFile = `${path}.pid`;
  await writeFile(path, `#!/bin/sh\necho $$ > "${pidFile}"\nexec "${ffmpeg!.path}" "$@"\n`, { mode: 0o755 });
  const source = await clip('testsrc=s=64x48:r=30:d=0.2');
  const wrapped = { ...ffmpeg!, path };
  const camera = await chooseCamera({
    source,
    loop: true,
    clock: new VirtualClock(),
    findFfmpeg: () => Promise.resolve(wrapped),
  });
  const recorder = record(camera);
  await recorder.until(() => recorder.frames.length >= 3);
  const pid = Number(await readFile(pidFile, 'utf8'));
  expect(isRunning(pid)).toBe(true);
  await camera.close();
  expect(isRunning(pid)).toBe(false);
});

describe('a file that can not be shown is an error before the call', () => {
  test('when it is not there', async () => {
    await expect(use('/no/such/clip.mp4')).rejects.toMatchObject({
      message: 'no such file: /no/such/clip.mp4',
      exitCode: ExitCode.usage,
    });
  });

  test('when it is a directory', async () => {
    const folder = await temporaryFolder();
    await expect(use(folder)).rejects.toMatchObject({
      message: `${folder} is not a file`,
      exitCode: ExitCode.usage,
    });
  });

  test('when it is empty', async () => {
    const path = join(await temporaryFolder(), 'empty.mp4');
    await writeFile(path, '');
    await expect(use(path)).rejects.toMatchObject({ message: `${path} is empty`, exitCode: ExitCode.failed });
  });

  real.each([
    ['notes.txt', 'just some words\n'.repeat(50)],
    ['notes.mp4', 'just some words\n'.repeat(50)],
    ['art.ans', '\x1b[31mhello\x1b[0m\n'.repeat(50)],
    ['list.m3u8', '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nclip.ts\n#EXT-X-ENDLIST\n'],
    ['list.ffconcat', 'ffconcat version 1.0\nfile clip.ts\n'],
  ])('when it is %s', async (name, text) => {
    const folder = join(await clip('testsrc=s=64x48:d=0.2', 'clip.ts', 'mpeg2video'), '..');
    const path = join(folder, name);
    await writeFile(path, text);
    const error = await errorOf(use(path));
    expect(error.message).toBe(`${path} is not a video or a picture that ffmpeg can show`);
    expect(error.hint).toMatch(/^ffmpeg says: |^playlists, drawings and text are not opened/);
  });

  real('when it is only sound', async () => {
    const path = await made('tone.wav', '-f lavfi -i sine=d=0.1');
    await expect(use(path)).rejects.toMatchObject({ exitCode: ExitCode.failed });
  });
});
