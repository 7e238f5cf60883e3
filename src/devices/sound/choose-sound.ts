import type { Loudspeaker, Microphone } from '../../base/audio.ts';
import type { Clock } from '../../base/clock.ts';
import type { Ffmpeg } from '../ffmpeg.ts';
import { pickDevice } from './pick-device.ts';
import { DeviceLoudspeaker, DeviceMicrophone } from './sound-device.ts';
import { listSoundDevices } from './sound-list.ts';
import { toneMicrophone } from './tone.ts';
import { wavLoudspeaker } from './wav-loudspeaker.ts';
import { wavMicrophone } from './wav-microphone.ts';
import { playerWays, recorderWays } from './ways.ts';

export interface SoundMachine {
  platform: NodeJS.Platform;
  /** Only PULSE_SOURCE and PULSE_SINK are read. */
  env: Readonly<Record<string, string | undefined>>;
}

export const thisSoundMachine: SoundMachine = { platform: process.platform, env: process.env };

export interface SoundChoice {
  /** "default"; the id, the name or a part of the name of a device; FILE.wav; for a microphone also "tone". */
  named: string;
  clock: Clock;
  machine?: SoundMachine;
}

export interface MicrophoneChoice extends SoundChoice {
  /** A file starts again at its end. */
  loop: boolean;
  /** Asked only for a device; undefined when there is none. */
  findFfmpeg: () => Promise<Ffmpeg | undefined>;
}

/** The microphone that --mic names, not yet open. Throws VtalkError when it can't work on this machine. */
export async function chooseMicrophone(choice: MicrophoneChoice): Promise<Microphone> {
  const { named, loop, clock, findFfmpeg, machine = thisSoundMachine } = choice;
  if (named === 'tone') return toneMicrophone(clock);
  if (isWav(named)) return wavMicrophone({ path: named, loop, clock });
  const ffmpeg = await findFfmpeg();
  const plan = { platform: machine.platform, ffmpeg: ffmpeg?.path };
  const picked = await pickDevice({
    kind: 'microphone',
    named,
    machine,
    list: async () => (await listSoundDevices({ ...machine, ffmpeg })).microphones,
    ways: (target) => recorderWays({ ...plan, target }),
  });
  return new DeviceMicrophone({ ...picked, clock });
}

/** The loudspeaker that --speaker names, not yet open. Throws VtalkError when it can't work on this machine. */
export async function chooseLoudspeaker(choice: SoundChoice): Promise<Loudspeaker> {
  const { named, clock, machine = thisSoundMachine } = choice;
  if (isWav(named)) return wavLoudspeaker(named, clock);
  const picked = await pickDevice({
    kind: 'loudspeaker',
    named,
    machine,
    list: async () => (await listSoundDevices({ ...machine, ffmpeg: undefined })).loudspeakers,
    ways: (target) => playerWays({ platform: machine.platform, target }),
  });
  return new DeviceLoudspeaker({ ...picked, clock });
}

/** Whether it names a file rather than a device. */
export const isWav = (named: string): boolean => /\.wav$/i.test(named);
