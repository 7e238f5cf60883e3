import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Camera } from '../../src/base/devices.ts';
import { ExitCode } from '../../src/base/errors.ts';
import { chooseCamera } from '../../src/devices/choose-camera.ts';
import { nearestMode, parseModes } from '../../src/devices/device-camera.ts';
import { mayHaveCameras } from '../../src/devices/device-list.ts';
import { parseAvfoundation, parseDshow } from '../../src/devices/device-listing.ts';
import { fakeFfmpeg, temporaryFolder } from './fake-ffmpeg.ts';
import { record } from './recorder.ts';
import type { Recorder } from './recorder.ts';
import { VirtualClock } from '../virtual-clock.ts';

interface Faked {
  platform: NodeJS.Platform;
  script: string;
  /** Names of the nodes video0, video1 ...; as on Linux. */
  nodes?: string[];
  /** Links below /dev/v4l, such as "by-id/usb-HD": the node that it leads to. */
  links?: Record<string, string>;
  source?: string;
}

async function choose(faked: Faked): Promise<Camera> {
  const { platform, script, nodes = [], links = {}, source = 'camera' } = faked;
  const [sysfs, v4l] = await Promise.all([temporaryFolder(), temporaryFolder()]);
  await Promise.all([mkdir(join(v4l, 'by-id')), mkdir(join(v4l, 'by-path'))]);
  for (const [link, node] of Object.entries(links)) await symlink(`../../${node}`, join(v4l, link));
  for (const [number, name] of nodes.entries()) {
    await mkdir(join(sysfs, `video${number}`));
    await writeFile(join(sysfs, `video${number}`, 'name'), `${name}\n`);
  }
  const ffmpeg = { path: await fakeFfmpeg(script), version: { major: 6, minor: 1 } };
  const machine = { platform, sysfs, links: v4l, env: {} };
  return await chooseCamera({
    source,
    loop: false,
    clock: new VirtualClock(),
    machine,
    findFfmpeg: () => Promise.resolve(ffmpeg),
  });
}

/** What the child was asked, as its last word. */
async function argvOf(camera: Camera): Promise<string> {
  const recorder: Recorder = record(camera);
  await recorder.until(() => recorder.over);
  return recorder.troubles[0]?.reason.split('asked ')[1] ?? '';
}

const ANSWER = "say('asked ' + argv.join(' ')); process.exit(1);";

describe('on Linux', () => {
  const script = `
    if (argv.includes('-list_formats')) {
      if (argv.at(-1) !== '/dev/video1') say('[video4linux2,v4l2 @ 0x1] Raw       :     yuyv422 :           YUYV 4:2:2 : 640x480');
      else say('[video4linux2,v4l2 @ 0x1] Not a video capture device.');
      process.exit(1);
    }
    ${ANSWER}`;
  const nodes = ['HD Webcam', 'HD Webcam', 'Capture Card'];

  test('the first node that gives pictures is the camera', async () => {
    const camera = await choose({ platform: 'linux', script, nodes });
    expect(camera.label).toBe('HD Webcam');
    expect(await argvOf(camera)).toContain('-f v4l2 -framerate 30 -video_size 640x480 -i /dev/video0 ');
  });

  test.each(['camera:2', 'camera:video2', 'camera:/dev/video2', 'camera:capture card', 'camera:card'])(
    '%s names the third',
    async (source) => {
      const camera = await choose({ platform: 'linux', script, nodes, source });
      expect(camera).toMatchObject({ id: 'camera:/dev/video2', label: 'Capture Card' });
    },
  );

  const links = {
    'by-path/pci-0-video-index0': 'video0',
    'by-path/pci-2-video-index0': 'video2',
    'by-id/usb-HD-video-index0': 'video0',
    'by-id/usb-HD-video-index1': 'video1',
  };

  test.each([
    ['its serial number', 'camera:0', 'by-id/usb-HD-video-index0'],
    ['its socket, where the serial number is not its own', 'camera:2', 'by-path/pci-2-video-index0'],
  ])('a camera is opened by %s', async (_, source, link) => {
    const camera = await choose({ platform: 'linux', script, nodes, links, source });
    expect(await argvOf(camera)).toMatch(new RegExp(`640x480 -i /\\S+/${link} `));
  });

  test('a machine without nodes has no camera, which is plain without ffmpeg', async () => {
    const machine = {
      platform: 'linux',
      sysfs: await temporaryFolder(),
      links: '/nowhere',
      env: {},
    } as const;
    expect(await mayHaveCameras(machine)).toBe(false);
    await mkdir(join(machine.sysfs, 'video0'));
    expect(await mayHaveCameras(machine)).toBe(true);
    expect(await mayHaveCameras({ ...machine, sysfs: '/nowhere', platform: 'darwin' })).toBe(true);
  });

  test.each(['camera:1', 'camera:nobody'])(
    '%s is no camera, and the hint names those that are',
    async (source) => {
      await expect(choose({ platform: 'linux', script, nodes, source })).rejects.toMatchObject({
        exitCode: ExitCode.missing,
        hint: 'use one of: --source "camera:HD Webcam", --source "camera:Capture Card"',
      });
    },
  );

  test('no camera at all is told with the ways around it', async () => {
    await expect(choose({ platform: 'linux', script })).rejects.toMatchObject({
      message: 'no camera found',
      exitCode: ExitCode.missing,
      hint: 'use --source test, or --no-camera',
    });
  });
});

describe('on macOS', () => {
  const LISTING = `[AVFoundation indev @ 0x7f8] AVFoundation video devices:
[AVFoundation indev @ 0x7f8] [0] FaceTime HD Camera
[AVFoundation indev @ 0x7f8] [1] Capture screen 0
[AVFoundation indev @ 0x7f8] AVFoundation audio devices:
[AVFoundation indev @ 0x7f8] [0] Built-in Microphone
dummy: Input/output error`;
  const list = `if (argv.includes('-list_devices')) { say(${JSON.stringify(LISTING)}); process.exit(1); }`;

  test('cameras and screens are listed, without microphones', () => {
    expect(parseAvfoundation(LISTING)).toEqual({
      cameras: [{ id: 'FaceTime HD Camera', name: 'FaceTime HD Camera', node: '0' }],
      screens: [{ id: '0', name: 'Capture screen 0' }],
    });
    expect(parseAvfoundation('')).toEqual({ cameras: [], screens: [] });
  });

  test.each([
    { names: ['Cam', 'Cam'], ids: ['0', '1'] },
    { names: ['Cam', 'Cam Pro'], ids: ['0', 'Cam Pro'] },
    { names: ['4K Cam', 'none such', 'a:b'], ids: ['0', '1', '2'] },
  ])('$names are opened as $ids', ({ names, ids }) => {
    const lines = names.map((name, index) => `[AVFoundation indev @ 0x7f8] [${index}] ${name}\n`).join('');
    const { cameras } = parseAvfoundation(`AVFoundation video devices:\n${lines}`);
    expect(cameras.map(({ id }) => id)).toEqual(ids);
  });

  test.each(['camera:0', 'camera:facetime'])('%s names the camera', async (source) => {
    const camera = await choose({ platform: 'darwin', script: `${list} ${ANSWER}`, source });
    expect(camera.label).toBe('FaceTime HD Camera');
  });

  test('a camera that wants another rate is asked again with the rate it lists', async () => {
    const script = `${list}
      if (argv[argv.indexOf('-framerate') + 1] === '30') {
        say('[avfoundation @ 0x7f8] Selected framerate (30.000000) is not supported by the device.');
        say('[avfoundation @ 0x7f8] Supported modes:');
        say('[avfoundation @ 0x7f8]   640x480@[29.970030 29.970030]fps');
        say('[avfoundation @ 0x7f8]   1280x720@[1.000000 30.000030]fps');
        process.exit(1);
      }
      ${ANSWER}`;
    const camera = await choose({ platform: 'darwin', script });
    expect(camera.label).toBe('FaceTime HD Camera');
    expect(await argvOf(camera)).toContain(
      '-f avfoundation -framerate 29.970030 -video_size 640x480 -i FaceTime HD Camera:none ',
    );
  });

  test('a camera that fails for another reason is not asked again', async () => {
    const camera = await choose({
      platform: 'darwin',
      script: `${list} say('no permission'); process.exit(1);`,
    });
    const recorder = record(camera);
    await recorder.until(() => recorder.over);
    expect(recorder.troubles).toEqual([
      { reason: 'FaceTime HD Camera: ffmpeg ended with code 1: no permission', over: true },
    ]);
  });

  test('the nearest size goes before the nearest rate', () => {
    const modes = parseModes('640x480@[15.0 15.0]fps\n640x480@[29.97 29.97]fps\n1280x720@[30.0 30.0]fps');
    const asked = { width: 640, height: 480, rate: '30' };
    expect(nearestMode(modes, asked)).toEqual({ width: 640, height: 480, rate: '29.97' });
    expect(nearestMode([], asked)).toBeUndefined();
  });
});

describe('on Windows', () => {
  const NEW = `[dshow @ 0001] "HD Webcam" (video)
[dshow @ 0001]   Alternative name "@device_pnp_x"
[dshow @ 0001] "Microphone" (audio)
dummy: Immediate exit requested`;
  const OLD = `[dshow @ 0001] DirectShow video devices (some may be both video and audio devices)
[dshow @ 0001]  "HD Webcam"
[dshow @ 0001]     Alternative name "@device_pnp_x"
[dshow @ 0001] DirectShow audio devices
[dshow @ 0001]  "Microphone"`;

  test.each([
    ['since 5.0', NEW],
    ['before 5.0', OLD],
  ])('cameras are listed as ffmpeg does %s', (_, listing) => {
    const cameras = [{ id: '@device_pnp_x', name: 'HD Webcam', node: 'HD Webcam' }];
    expect(parseDshow(listing)).toEqual(cameras);
    expect(parseDshow(listing.replaceAll('\n', '\r\n'))).toEqual(cameras);
  });

  test('a camera without another name is opened by the one it has', () => {
    const listing = '[dshow @ 0001] "One" (video)\n[dshow @ 0001] "Two" (video)\n';
    expect(parseDshow(listing).map(({ id }) => id)).toEqual(['One', 'Two']);
  });

  test('the first camera is opened by the name that no other has', async () => {
    const script = `if (argv.includes('-list_devices')) { say(${JSON.stringify(NEW)}); process.exit(1); } ${ANSWER}`;
    const camera = await choose({ platform: 'win32', script });
    expect(await argvOf(camera)).toContain('-f dshow -rtbufsize 32M -i video=@device_pnp_x ');
  });
});

test('the test card asks for no ffmpeg', async () => {
  const camera = await chooseCamera({
    source: 'test',
    loop: false,
    clock: new VirtualClock(),
    findFfmpeg: () => Promise.reject(new Error('asked')),
  });
  expect(camera.label).toBe('test card');
});
