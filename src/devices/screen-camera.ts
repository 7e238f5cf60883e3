import type { Clock } from '../base/clock.ts';
import type { Camera } from '../base/devices.ts';
import { ExitCode, VtalkError } from '../base/errors.ts';
import { screenArguments, screenProbeArguments } from './arguments.ts';
import { FfmpegCamera } from './ffmpeg-camera.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import type { Machine, Screen } from './machine.ts';
import { run } from './run.ts';
import { listScreens, x11Screen } from './screen-list.ts';

export interface ScreenCameraOptions {
  /** Of a `Screen`; undefined: the first. */
  id: string | undefined;
  ffmpeg: Ffmpeg;
  clock: Clock;
  machine: Machine;
}

/**
 * A screen of this machine as a camera. One picture is taken here, so that a screen which can't be read is an error
 * before the call: throws VtalkError.
 */
export async function screenCamera({ id, ffmpeg, clock, machine }: ScreenCameraOptions): Promise<Camera> {
  const { platform } = machine;
  const screen = await find(machine, ffmpeg, id);
  const { code, failure, lastLine } = await run(
    ffmpeg.path,
    screenProbeArguments({ platform, id: screen.id }),
  );
  if (failure || code !== 0) throw unreadable(screen, machine, lastLine);
  return new FfmpegCamera(
    {
      id: `screen:${screen.id}`,
      label: screen.name,
      path: ffmpeg.path,
      live: true,
      argv: (wanted) => screenArguments({ platform, id: screen.id }, wanted, ffmpeg.version),
      retry: () => undefined,
    },
    clock,
  );
}

async function find(machine: Machine, ffmpeg: Ffmpeg, id: string | undefined): Promise<Screen> {
  const hasDisplays = machine.platform !== 'darwin' && machine.platform !== 'win32';
  // A display that nobody has listed can be opened all the same.
  if (hasDisplays && id !== undefined) return x11Screen(id);
  const screens = await listScreens(machine, ffmpeg);
  const found = id === undefined ? screens[0] : screens.find((screen) => screen.id === id);
  if (found) return found;
  if (hasDisplays) throw machine.env['WAYLAND_DISPLAY'] ? wayland() : noDisplay();
  const all = screens.map((screen) => `--source screen:${screen.id}`).join(', ');
  throw missing(
    id === undefined ? 'no screen found' : `no screen is called ${id}`,
    all && `use one of: ${all}`,
  );
}

function unreadable(screen: Screen, { env }: Machine, lastLine: string | undefined): VtalkError {
  if (env['WAYLAND_DISPLAY'] && screen.id === env['DISPLAY']) return wayland();
  const hint = lastLine?.startsWith('Unknown input format')
    ? 'this ffmpeg was built without screens: name another one with --ffmpeg'
    : lastLine && `ffmpeg says: ${lastLine}`;
  return missing(`${screen.name} can't be read`, hint);
}

const noDisplay = (): VtalkError =>
  missing(
    'no screen found: DISPLAY is not set',
    'name an X11 display, such as --source screen::0, or a file',
  );

/** Wayland gives its screen only through a portal, to which ffmpeg has no way. */
const wayland = (): VtalkError =>
  missing(
    'the screen of a Wayland session can not be read by ffmpeg',
    'log in to an X11 session, name an X11 display (--source screen::0), or show a file',
  );

const missing = (message: string, hint: string | undefined): VtalkError =>
  new VtalkError(message, { exitCode: ExitCode.missing, hint: hint || 'use --source test, or --no-camera' });
