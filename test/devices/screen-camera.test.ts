import { describe, expect, test } from 'vitest';
import type { Camera } from '../../src/base/devices.ts';
import { ExitCode } from '../../src/base/errors.ts';
import { chooseCamera } from '../../src/devices/choose-camera.ts';
import { listScreens } from '../../src/devices/screen-list.ts';
import { errorOf } from './error-of.ts';
import { fakeFfmpeg } from './fake-ffmpeg.ts';
import { record } from './recorder.ts';
import { VirtualClock } from '../virtual-clock.ts';

interface Faked {
  what?: string;
  platform: NodeJS.Platform;
  source?: string;
  env?: Record<string, string>;
  /** The display that can not be read. */
  broken?: string;
  /** What ffmpeg says of it. */
  lastWord?: string;
}

const LISTING = `[AVFoundation indev @ 0x7f8] AVFoundation video devices:
[AVFoundation indev @ 0x7f8] [0] FaceTime HD Camera
[AVFoundation indev @ 0x7f8] [1] Capture screen 0
[AVFoundation indev @ 0x7f8] [2] Capture screen 1
[AVFoundation indev @ 0x7f8] AVFoundation audio devices:`;

/** An ffmpeg that can read every screen but one, and says as its last word what it was asked. */
const script = (broken = '', lastWord = `${broken}: Input/output error`): string => `
  if (argv.includes('-list_devices')) { say(${JSON.stringify(LISTING)}); process.exit(1); }
  const input = argv[argv.indexOf('-i') + 1];
  if (input === ${JSON.stringify(broken)}) { say(${JSON.stringify(lastWord)}); process.exit(1); }
  if (argv.includes('-frames:v')) process.exit(0);
  say('asked ' + argv[argv.indexOf('-f') + 1] + ' for ' + input);
  process.exit(1);`;

const machineOf = (platform: NodeJS.Platform, env: Record<string, string> = {}) => ({
  platform,
  sysfs: '/nowhere',
  links: '/nowhere',
  env,
});

async function choose(faked: Faked): Promise<Camera> {
  const { platform, source = 'screen', env = {}, broken, lastWord } = faked;
  const ffmpeg = { path: await fakeFfmpeg(script(broken, lastWord)), version: { major: 6, minor: 1 } };
  return await chooseCamera({
    source,
    loop: false,
    clock: new VirtualClock(),
    machine: machineOf(platform, env),
    findFfmpeg: () => Promise.resolve(ffmpeg),
  });
}

const DISPLAY = { DISPLAY: ':0' };
const WAYLAND = { WAYLAND_DISPLAY: 'wayland-0' };

test.each([
  {
    platform: 'linux',
    env: DISPLAY,
    source: 'screen',
    id: ':0',
    label: 'X11 display :0',
    asked: 'x11grab for :0',
  },
  {
    platform: 'linux',
    source: 'screen::1.0',
    id: ':1.0',
    label: 'X11 display :1.0',
    asked: 'x11grab for :1.0',
  },
  {
    platform: 'linux',
    env: DISPLAY,
    source: 'screen:1',
    id: ':1',
    label: 'X11 display :1',
    asked: 'x11grab for :1',
  },
  {
    platform: 'linux',
    env: WAYLAND,
    source: 'screen:there:2',
    id: 'there:2',
    label: 'X11 display there:2',
    asked: 'x11grab for there:2',
  },
  {
    platform: 'darwin',
    source: 'screen',
    id: '0',
    label: 'Capture screen 0',
    asked: 'avfoundation for Capture screen 0:none',
  },
  {
    platform: 'darwin',
    source: 'screen:1',
    id: '1',
    label: 'Capture screen 1',
    asked: 'avfoundation for Capture screen 1:none',
  },
  { platform: 'win32', source: 'screen', id: 'desktop', label: 'desktop', asked: 'gdigrab for desktop' },
] as const)('$source on $platform is $label', async ({ id, label, asked, ...faked }) => {
  const camera = await choose(faked);
  expect(camera).toMatchObject({ id: `screen:${id}`, label });
  const recorder = record(camera);
  await recorder.until(() => recorder.over);
  expect(recorder.troubles[0]?.reason).toContain(`asked ${asked}`);
});

describe('a screen that can not be read is told before the call, with what to do:', () => {
  const X11 = 'name an X11 display, such as --source screen::0, or a file';
  const LOG_IN = 'log in to an X11 session, name an X11 display (--source screen::0), or show a file';

  test.each([
    { what: 'no display', env: {}, message: 'no screen found: DISPLAY is not set', hint: X11 },
    {
      what: 'a display that is not there',
      env: DISPLAY,
      broken: ':0',
      message: "X11 display :0 can't be read",
      hint: 'ffmpeg says: :0: Input/output error',
    },
    {
      what: 'an ffmpeg without x11grab',
      env: DISPLAY,
      broken: ':0',
      lastWord: "Unknown input format: 'x11grab'",
      message: "X11 display :0 can't be read",
      hint: 'this ffmpeg was built without screens: name another one with --ffmpeg',
    },
    {
      what: 'wayland alone',
      env: WAYLAND,
      message: 'the screen of a Wayland session can not be read by ffmpeg',
      hint: LOG_IN,
    },
    {
      what: 'wayland with a display that is not there',
      env: { ...DISPLAY, ...WAYLAND },
      broken: ':0',
      message: 'the screen of a Wayland session can not be read by ffmpeg',
      hint: LOG_IN,
    },
    {
      what: 'wayland, and another display that is not there',
      env: { ...DISPLAY, ...WAYLAND },
      source: 'screen::7',
      broken: ':7',
      message: "X11 display :7 can't be read",
      hint: 'ffmpeg says: :7: Input/output error',
    },
  ])('$what', async ({ message, hint, ...faked }) => {
    const error = await errorOf(choose({ platform: 'linux', ...faked }));
    expect(error).toMatchObject({ message, hint, exitCode: ExitCode.missing });
  });

  test('a screen that a Mac does not have', async () => {
    expect(await errorOf(choose({ platform: 'darwin', source: 'screen:7' }))).toMatchObject({
      message: 'no screen is called 7',
      hint: 'use one of: --source screen:0, --source screen:1',
    });
  });
});

test.each([
  { platform: 'linux', env: {}, screens: [] },
  { platform: 'linux', env: DISPLAY, screens: [{ id: ':0', name: 'X11 display :0' }] },
  { platform: 'darwin', env: {}, screens: [] },
  { platform: 'win32', env: {}, screens: [{ id: 'desktop', name: 'desktop' }] },
] as const)(
  'without ffmpeg, $platform with $env has the screens $screens',
  async ({ platform, env, screens }) => {
    expect(await listScreens(machineOf(platform, env), undefined)).toEqual(screens);
  },
);
