import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Ms } from '../../src/base/clock.ts';
import { FfmpegCamera } from '../../src/devices/ffmpeg-camera.ts';
import { fakeFfmpeg, temporaryFolder } from './fake-ffmpeg.ts';
import { record } from './recorder.ts';
import { VirtualClock } from '../virtual-clock.ts';

const SECOND = 1000;

/** Resolves when something waits for so much time to go by, and nothing for longer. */
const waitsFor = (clock: VirtualClock, ms: Ms): Promise<void> =>
  clock.until(({ longestMs }) => longestMs === ms);

interface Device {
  camera: FfmpegCamera;
  clock: VirtualClock;
  plug: () => Promise<void>;
  unplug: () => Promise<void>;
  /** How many children were started. */
  starts: () => Promise<number>;
}

/** A camera that shows one picture as long as its file is there. `stuck`: its child does not notice when it goes. */
async function device({ live = true, stuck = false, first = '' } = {}): Promise<Device> {
  const folder = await temporaryFolder();
  const [socket, starts] = [join(folder, 'plugged'), join(folder, 'starts')];
  const clock = new VirtualClock();
  await writeFile(socket, '');
  const path = await fakeFfmpeg(`
    const { appendFileSync, existsSync } = require('node:fs');
    appendFileSync(${JSON.stringify(starts)}, argv[0] + ' ');
    const there = () => existsSync(${JSON.stringify(socket)});
    if (!there()) { say('No such device'); process.exit(1); }
    if (${JSON.stringify(first)} === argv[0]) { say('wants another'); process.exit(1); }
    show(picture(2, 2, 1));
    setInterval(() => { if (!${stuck} && !there()) process.exit(0); }, 5);`);
  const source = {
    id: 'camera:0',
    label: 'HD Webcam',
    path,
    live,
    argv: () => ['usual'],
    retry: (_: unknown, { stderr }: { stderr: string }) =>
      stderr.includes('wants another') ? ['other'] : undefined,
  };
  return {
    camera: new FfmpegCamera(source, clock),
    clock,
    plug: () => writeFile(socket, ''),
    unplug: () => rm(socket),
    starts: async () => (await readFile(starts, 'utf8')).split(' ').length - 1,
  };
}

describe('a camera that is unplugged', () => {
  test('is told once, is looked for after 1, 2, 4, 8 and again 8 seconds, and comes back by itself', async () => {
    const { camera, clock, plug, unplug, starts } = await device();
    const recorder = record(camera);
    await recorder.until(() => recorder.frames.length === 1);
    await unplug();
    await recorder.until(() => recorder.troubles.length === 1);
    for (const seconds of [1, 2, 4, 8, 8]) {
      await waitsFor(clock, seconds * SECOND);
      clock.advance(seconds * SECOND);
    }
    await waitsFor(clock, 8 * SECOND);
    expect(await starts()).toBe(6);
    await plug();
    clock.advance(8 * SECOND);
    await recorder.until(() => recorder.frames.length === 2);
    expect(recorder.troubles).toEqual([{ reason: 'HD Webcam is gone', over: false }]);
    await camera.close();
    expect(clock.pending).toBe(0);
  });

  test('a second time is looked for soon again', async () => {
    const { camera, clock, plug, unplug } = await device();
    const recorder = record(camera);
    for (const time of [1, 2, 3]) {
      await recorder.until(() => recorder.frames.length === time);
      await unplug();
      await recorder.until(() => recorder.troubles.length === time);
      await waitsFor(clock, 1 * SECOND);
      await plug();
      clock.advance(1 * SECOND);
    }
    await recorder.until(() => recorder.frames.length === 4);
    await camera.close();
  });

  test('is not looked for when nobody wants it any more', async () => {
    const { camera, clock, plug, unplug, starts } = await device();
    const recorder = record(camera);
    await recorder.until(() => recorder.frames.length === 1);
    await unplug();
    await recorder.until(() => recorder.troubles.length === 1);
    await camera.close();
    expect(clock.pending).toBe(0);
    await plug();
    clock.advance(100 * SECOND);
    expect(await starts()).toBe(1);
  });

  test('is waited for also when it is opened while it is away', async () => {
    const { camera, clock, plug, unplug } = await device();
    const before = record(camera);
    await before.until(() => before.frames.length === 1);
    await camera.close();
    await unplug();
    const recorder = record(camera);
    await recorder.until(() => recorder.troubles.length === 1);
    expect(recorder.troubles).toEqual([
      { reason: 'HD Webcam: ffmpeg ended with code 1: No such device', over: false },
    ]);
    await waitsFor(clock, 1 * SECOND);
    await plug();
    clock.advance(1 * SECOND);
    await recorder.until(() => recorder.frames.length === 1);
    await camera.close();
  });

  test('may want another mode each time', async () => {
    const { camera, clock, plug, unplug, starts } = await device({ first: 'usual' });
    const recorder = record(camera);
    await recorder.until(() => recorder.frames.length === 1);
    await unplug();
    await recorder.until(() => recorder.troubles.length === 1);
    await waitsFor(clock, 1 * SECOND);
    await plug();
    clock.advance(1 * SECOND);
    await recorder.until(() => recorder.frames.length === 2);
    expect(await starts()).toBe(4);
    await camera.close();
  });

  test('without its child noticing, is taken for gone after ten seconds', async () => {
    const { camera, clock, plug, unplug, starts } = await device({ stuck: true });
    const recorder = record(camera);
    await recorder.until(() => recorder.frames.length === 1);
    await unplug();
    clock.advance(10 * SECOND);
    await waitsFor(clock, 1 * SECOND);
    clock.advance(1 * SECOND);
    await waitsFor(clock, 2 * SECOND);
    expect(await starts()).toBe(2);
    await plug();
    clock.advance(2 * SECOND);
    await recorder.until(() => recorder.frames.length === 2);
    expect(recorder.troubles).toEqual([{ reason: 'no picture from HD Webcam for 2 s', over: false }]);
    await camera.close();
    expect(clock.pending).toBe(0);
  });
});

describe('is over, and not tried again:', () => {
  test('a camera that never gave a picture', async () => {
    const { camera, clock, unplug } = await device();
    await unplug();
    const recorder = record(camera);
    await recorder.until(() => recorder.over);
    expect(clock.pending).toBe(0);
  });

  test('a file that ends', async () => {
    const { camera, clock, unplug } = await device({ live: false });
    const recorder = record(camera);
    await recorder.until(() => recorder.frames.length === 1);
    await unplug();
    await recorder.until(() => recorder.over);
    expect(recorder.troubles).toEqual([{ reason: 'HD Webcam ended', over: true }]);
    expect(clock.pending).toBe(0);
  });
});
