import type { Ffmpeg } from './ffmpeg.ts';
import type { Screen, VideoDevice } from './machine.ts';
import { run } from './run.ts';

/** What ffmpeg tells of the devices of a system; it does so as if it were an error, and fails. */
export const listDevices = async (ffmpeg: Ffmpeg, format: 'avfoundation' | 'dshow'): Promise<string> =>
  (await run(ffmpeg.path, ['-hide_banner', '-nostdin', '-f', format, '-list_devices', 'true', '-i', 'dummy']))
    .stderr;

/**
 * Reads what `ffmpeg -f avfoundation -list_devices true` says:
 *
 *     [AVFoundation indev @ 0x7f8] AVFoundation video devices:
 *     [AVFoundation indev @ 0x7f8] [0] FaceTime HD Camera
 *     [AVFoundation indev @ 0x7f8] [1] Capture screen 0
 *     [AVFoundation indev @ 0x7f8] AVFoundation audio devices:
 */
export function parseAvfoundation(stderr: string): { cameras: VideoDevice[]; screens: Screen[] } {
  const video = stderr.split('AVFoundation video devices:')[1]?.split('AVFoundation audio devices:')[0] ?? '';
  const all = Array.from(video.matchAll(/\] \[(\d+)\] (.+)$/gm), ([, node = '', name = '']) => ({
    node,
    name,
  }));
  const cameras = all.filter(({ name }) => !isScreen(name));
  return {
    cameras: cameras.map(({ node, name }) => ({
      id: isOpenedByName(name, cameras) ? name : node,
      name,
      node,
    })),
    screens: all.flatMap(({ name }) => (isScreen(name) ? { id: name.slice(SCREEN.length), name } : [])),
  };
}

const SCREEN = 'Capture screen ';
const isScreen = (name: string): boolean => name.startsWith(SCREEN);

/**
 * avfoundation opens the first device whose name begins with what it is given, takes what begins with a digit for a
 * number, and what follows a colon for a microphone.
 */
const isOpenedByName = (name: string, all: readonly { name: string }[]): boolean =>
  !/:|^(?:\d|none|default)/.test(name) && all.filter((other) => other.name.startsWith(name)).length === 1;

/**
 * Reads what `ffmpeg -f dshow -list_devices true` says, since 5.0 and before. The alternative name is the one that no
 * other device has.
 *
 *     [dshow @ 0001] "HD Webcam" (video)              [dshow @ 0001] DirectShow video devices
 *     [dshow @ 0001]   Alternative name "@device_x"   [dshow @ 0001]  "HD Webcam"
 *     [dshow @ 0001] "Microphone" (audio)             [dshow @ 0001]     Alternative name "@device_x"
 *                                                     [dshow @ 0001] DirectShow audio devices
 */
export function parseDshow(stderr: string): VideoDevice[] {
  const older = stderr.split('DirectShow video devices')[1]?.split('DirectShow audio devices')[0];
  const listed = older
    ? older.matchAll(/^\[[^\]\n]*\]  "(.+)"(?:\r?\n\[[^\]\n]*\] +Alternative name "(.+)")?/gm)
    : stderr.matchAll(
        /^\[[^\]\n]*\] "(.+)" \((?:video|audio, video)\)(?:\r?\n\[[^\]\n]*\] +Alternative name "(.+)")?/gm,
      );
  return Array.from(listed, ([, name = '', alternative = name]) => ({ id: alternative, name, node: name }));
}
