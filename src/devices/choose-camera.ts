import type { Clock } from '../base/clock.ts';
import type { Camera } from '../base/devices.ts';
import { deviceCamera } from './device-camera.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import { checkFile, fileCamera } from './file-camera.ts';
import { thisMachine } from './machine.ts';
import type { Machine } from './machine.ts';
import { screenCamera } from './screen-camera.ts';
import { testCard } from './test-card.ts';

export interface CameraChoice {
  /** "test", "camera", "camera:ID", "screen", "screen:ID", or the path of a file. */
  source: string;
  /** A file starts again at its end. */
  loop: boolean;
  clock: Clock;
  /** Asked only when the source needs it; what it throws is passed on. */
  findFfmpeg: () => Promise<Ffmpeg>;
  machine?: Machine;
}

/** A file is whatever is nothing else. */
export const isFile = (source: string): boolean => !/^(?:test|(?:camera|screen)(?::.+)?)$/s.test(source);

/** The camera that --source names, not yet open. Throws VtalkError when it can't work on this machine. */
export async function chooseCamera(choice: CameraChoice): Promise<Camera> {
  const { source, loop, clock, findFfmpeg, machine = thisMachine } = choice;
  if (source === 'test') return testCard({ clock, look: 'ana' });
  const device = /^camera(?::(.+))?$/s.exec(source);
  if (device) return await deviceCamera({ id: device[1], ffmpeg: await findFfmpeg(), clock, machine });
  const screen = /^screen(?::(.+))?$/s.exec(source);
  if (screen) return await screenCamera({ id: screen[1], ffmpeg: await findFfmpeg(), clock, machine });
  await checkFile(source, 'give a video or a picture, or: --source test');
  return await fileCamera({ path: source, loop, ffmpeg: await findFfmpeg(), clock });
}
