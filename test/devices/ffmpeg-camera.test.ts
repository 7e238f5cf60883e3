import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Clock } from '../../src/base/clock.ts';
import { ChildGroup } from '../../src/devices/child-group.ts';
import { FfmpegCamera } from '../../src/devices/ffmpeg-camera.ts';
import type { FfmpegSource } from '../../src/devices/take.ts';
import { fakeFfmpeg, isRunning, temporaryFolder, untilGone } from './fake-ffmpeg.ts';
import { record } from './recorder.ts';
import { VirtualClock } from '../virtual-clock.ts';

interface Faked {
  script: string;
  clock?: Clock;
  argv?: string[];
  retry?: FfmpegSource['retry'];
}

async function cameraOf({
  script,
  clock = new VirtualClock(),
  argv = [],
  retry = () => undefined,
}: Faked): Promise<FfmpegCamera> {
  const path = await fakeFfmpeg(script);
  return new FfmpegCamera(
    { id: 'camera:0', label: 'Cam', live: false, path, argv: () => argv, retry },
    clock,
  );
}

const SAY_PID =
  'require("node:fs").writeFileSync(__filename + ".pid", String(process.pid)); show(picture(2, 2, 1));';
const pidOf = async (path: string): Promise<number> => Number(await readFile(`${path}.pid`, 'utf8'));

async function running(
  script: string,
  clock = new VirtualClock(),
): Promise<{ camera: FfmpegCamera; path: string }> {
  const path = await fakeFfmpeg(script);
  const camera = new FfmpegCamera(
    { id: 'camera:0', label: 'Cam', live: false, path, argv: () => [], retry: () => undefined },
    clock,
  );
  const recorder = record(camera);
  await recorder.until(() => recorder.frames.length === 1);
  return { camera, path };
}

describe('pictures', () => {
  test('come whole, each with its own size and bytes, whatever the chunks', async () => {
    const camera = await cameraOf({
      script: `
        const all = Buffer.concat([picture(4, 2, 7), picture(2, 2, 9)]);
        show(all.subarray(0, 5)); setImmediate(() => { show(all.subarray(5, 20)); setImmediate(() => { show(all.subarray(20)); stay(); }); });`,
    });
    const recorder = record(camera);
    await recorder.until(() => recorder.frames.length === 2);
    await camera.close();
    expect(recorder.frames.map(({ width, height, data }) => ({ width, height, data }))).toEqual([
      { width: 4, height: 2, data: new Uint8Array(24).fill(7) },
      { width: 2, height: 2, data: new Uint8Array(12).fill(9) },
    ]);
    expect(recorder.troubles).toEqual([]);
  });

  test('are stamped when their last byte came', async () => {
    const clock = new VirtualClock(5000);
    const camera = await cameraOf({ script: 'show(picture(2, 2, 1)); stay();', clock });
    const recorder = record(camera);
    await recorder.until(() => recorder.frames.length === 1);
    expect(recorder.frames[0]?.capturedAt).toBe(5000);
    await camera.close();
  });

  test('that are cut short at the end are not shown', async () => {
    const camera = await cameraOf({
      script: 'show(picture(2, 2, 1)); show(picture(2, 2, 2).subarray(0, 15));',
    });
    const recorder = record(camera);
    await recorder.until(() => recorder.over);
    expect(recorder.frames).toHaveLength(1);
    expect(recorder.troubles).toEqual([{ reason: 'Cam ended', over: true }]);
  });
});

describe('trouble', () => {
  test('a child that dies is named with the last line it said', async () => {
    const camera = await cameraOf({
      script:
        "show(picture(2, 2, 1)); say('opening'); say('[v4l2 @ 0x1] Device or resource busy'); process.exit(3);",
    });
    const recorder = record(camera);
    await recorder.until(() => recorder.over);
    expect(recorder.troubles).toEqual([
      { reason: 'Cam: ffmpeg ended with code 3: Device or resource busy', over: true },
    ]);
  });

  test('a child that is killed is named with the signal', async () => {
    const camera = await cameraOf({ script: "process.kill(process.pid, 'SIGKILL'); stay();" });
    const recorder = record(camera);
    await recorder.until(() => recorder.over);
    expect(recorder.troubles[0]?.reason).toBe('Cam: ffmpeg was ended by SIGKILL');
  });

  test('a program that is gone by now does not start', async () => {
    const camera = new FfmpegCamera(
      {
        id: 'camera:0',
        label: 'Cam',
        live: false,
        path: '/nowhere/ffmpeg',
        argv: () => [],
        retry: () => undefined,
      },
      new VirtualClock(),
    );
    const recorder = record(camera);
    await recorder.until(() => recorder.over);
    expect(recorder.troubles[0]?.reason).toMatch(/^Cam: ffmpeg did not start: .*ENOENT/);
    await camera.close();
  });

  test('bytes that are no picture end it, and the child', async () => {
    const camera = await cameraOf({ script: "show('no picture, and much of it'.repeat(9)); stay();" });
    const recorder = record(camera);
    await recorder.until(() => recorder.over);
    expect(recorder.troubles[0]?.reason).toBe('Cam: ffmpeg wrote something that is no picture');
  });

  test('two seconds without a picture are told, and pictures after that go on', async () => {
    const clock = new VirtualClock();
    const folder = await temporaryFolder();
    const camera = await cameraOf({
      script: `
        const go = ${JSON.stringify(join(folder, 'go'))};
        show(picture(2, 2, 1));
        const { existsSync } = require('node:fs');
        const timer = setInterval(() => { if (existsSync(go)) { clearInterval(timer); show(picture(2, 2, 2)); stay(); } }, 5);`,
      clock,
    });
    const recorder = record(camera);
    await recorder.until(() => recorder.frames.length === 1);
    clock.advance(1999);
    expect(recorder.troubles).toEqual([]);
    clock.advance(10_000);
    expect(recorder.troubles).toEqual([{ reason: 'no picture from Cam for 2 s', over: false }]);
    await writeFile(join(folder, 'go'), '');
    await recorder.until(() => recorder.frames.length === 2);
    await camera.close();
    expect(clock.pending).toBe(0);
  });

  test('a first try without a picture may name a second, which is the last', async () => {
    const camera = await cameraOf({
      script: "say('tried ' + argv[0]); process.exit(1);",
      argv: ['first'],
      retry: (_, { stderr }) => (stderr.includes('tried first') ? ['second'] : ['never']),
    });
    const recorder = record(camera);
    await recorder.until(() => recorder.over);
    expect(recorder.troubles).toEqual([
      { reason: 'Cam: ffmpeg ended with code 1: tried second', over: true },
    ]);
  });
});

describe('closing', () => {
  test('waits until the child is gone, and tells nothing', async () => {
    const { camera, path } = await running(`${SAY_PID} stay();`);
    const pid = await pidOf(path);
    expect(isRunning(pid)).toBe(true);
    await camera.close();
    await camera.close();
    expect(isRunning(pid)).toBe(false);
  });

  test('kills a child that does not listen, after half a second', async () => {
    const clock = new VirtualClock();
    const { camera, path } = await running(`process.on('SIGTERM', () => {}); ${SAY_PID} stay();`, clock);
    const closed = camera.close();
    clock.advance(499);
    expect(isRunning(await pidOf(path))).toBe(true);
    clock.advance(1);
    await closed;
    expect(isRunning(await pidOf(path))).toBe(false);
    expect(clock.pending).toBe(0);
  });

  test('reaches what a wrapper script started', async () => {
    const inner = await fakeFfmpeg(`process.on('SIGTERM', () => {}); ${SAY_PID} stay();`);
    const { camera } = await running(
      `require('node:child_process').spawn(${JSON.stringify(inner)}, [], { stdio: 'inherit' });`,
    );
    const pid = await pidOf(inner);
    expect(isRunning(pid)).toBe(true);
    await camera.close();
    await untilGone(pid);
  });

  test('at once after opening starts nothing', async () => {
    const camera = await cameraOf({ script: 'show(picture(2, 2, 1)); stay();' });
    const recorder = record(camera);
    await camera.close();
    expect(recorder.frames).toEqual([]);
  });

  test('and opening again gives pictures again, one child at a time', async () => {
    const lock = join(await temporaryFolder(), 'lock');
    const camera = await cameraOf({
      script: `
        const { openSync, rmSync } = require('node:fs');
        openSync(${JSON.stringify(lock)}, 'wx');
        process.on('SIGTERM', () => setTimeout(() => { rmSync(${JSON.stringify(lock)}); process.exit(0); }, 150));
        show(picture(2, 2, 1)); stay();`,
    });
    for (let round = 0; round < 3; round++) {
      const recorder = record(camera);
      await recorder.until(() => recorder.frames.length === 1 || recorder.over);
      expect(recorder.troubles).toEqual([]);
      void camera.close();
    }
    await camera.close();
  });

  test('is done for us when this process ends without it', async () => {
    const before = process.listeners('exit');
    const child = new ChildGroup(await fakeFfmpeg('stay();'), []);
    const added = process.listeners('exit').filter((listener) => !before.includes(listener));
    expect(added).toHaveLength(1);
    for (const listener of added) listener.call(process, 0);
    expect((await child.ended).signal).toBe('SIGKILL');
    expect(process.listeners('exit')).toEqual(before);
  });
});
