import { basename, resolve } from 'node:path';
import type { Loudspeaker, Microphone } from '../base/audio.ts';
import { systemClock } from '../base/clock.ts';
import type { Catalogue, Device } from '../base/devices.ts';
import { ExitCode, reasonOf, VtalkError } from '../base/errors.ts';
import type { Sound } from '../call/sound/voice.ts';
import { openVoiceCodec } from '../codec/opus.ts';
import { findFfmpeg, type Ffmpeg } from '../devices/ffmpeg.ts';
import {
  chooseLoudspeaker,
  chooseMicrophone,
  isWav,
  thisSoundMachine,
} from '../devices/sound/choose-sound.ts';
import { listSoundDevices } from '../devices/sound/sound-list.ts';
import { deviceOf, printable } from './device-table.ts';
import type { Options } from './options.ts';

type DeviceOptions = Pick<Options, 'audio' | 'mic' | 'speaker' | 'loop' | 'ffmpeg'>;

/** What the call speaks and hears with; undefined when the user wants neither. Throws VtalkError when what is named can't be had. */
export async function openSound(
  options: DeviceOptions & Pick<Options, 'muted' | 'headphones'>,
): Promise<Sound | undefined> {
  if (!options.audio) return undefined;
  if (isOneFile(options)) {
    const hint = 'what is heard replaces what is in it: give --speaker another name';
    throw new VtalkError('--mic and --speaker are the same file', { exitCode: ExitCode.usage, hint });
  }
  const loudspeakers = loudspeakersFor(options);
  const [codec, microphone, loudspeaker] = await Promise.all([
    openVoiceCodec(),
    findMicrophone(options),
    findLoudspeaker(options, loudspeakers),
  ]);
  return {
    codec,
    ...microphone,
    ...loudspeaker,
    microphones: microphonesFor(options),
    loudspeakers,
    headphones: options.headphones,
    muted: options.muted,
  };
}

const isOneFile = ({ mic, speaker }: DeviceOptions): boolean =>
  mic !== undefined && speaker !== undefined && isWav(mic) && resolve(mic) === resolve(speaker);

/** The microphone to use; or why there is none, for the status line. */
export interface FoundMicrophone {
  microphone: Microphone | undefined;
  microphoneMissing: string | undefined;
}

/** The loudspeaker to use; or why there is none, for the status line. */
export interface FoundLoudspeaker {
  loudspeaker: Loudspeaker | undefined;
  loudspeakerMissing: string | undefined;
}

/**
 * A machine without sound is no reason not to talk: the call goes on without and says why. What the user named must
 * work: else a VtalkError is thrown.
 */
export async function findMicrophone(options: DeviceOptions): Promise<FoundMicrophone> {
  const { found, missing } = await find(options, options.mic, microphonesFor(options));
  return { microphone: found, microphoneMissing: missing };
}

/** As `findMicrophone`. */
export async function findLoudspeaker(
  options: DeviceOptions,
  loudspeakers = loudspeakersFor(options),
): Promise<FoundLoudspeaker> {
  const { found, missing } = await find(options, options.speaker, loudspeakers);
  return { loudspeaker: found, loudspeakerMissing: missing };
}

const TONE: Device = { id: 'tone', kind: 'tone', name: 'a tone' };

/** What can be chosen during a call: the microphones of the machine, the file that --mic names, and a tone. */
export function microphonesFor({ mic, loop, ffmpeg: flag }: DeviceOptions): Catalogue<Microphone> {
  const ffmpegIfAny = (): Promise<Ffmpeg | undefined> =>
    findFfmpeg({ flag, env: process.env }).catch(() => undefined);
  return {
    list: async () => {
      const { microphones } = await listSoundDevices({ ...thisSoundMachine, ffmpeg: await ffmpegIfAny() });
      const offered = microphones.filter(({ id, isMonitor }) => !isMonitor || id === mic);
      return [...offered.map((found) => deviceOf('microphone', found)), ...filesIn(mic), TONE];
    },
    choose: (named) => chooseMicrophone({ named, loop, clock: systemClock, findFfmpeg: ffmpegIfAny }),
  };
}

/** As `microphonesFor`. The file goes on where it was left when something else was chosen in between. */
export function loudspeakersFor({ speaker }: DeviceOptions): Catalogue<Loudspeaker> {
  let file: Promise<Loudspeaker> | undefined;
  return {
    list: async () => {
      const { loudspeakers } = await listSoundDevices({ ...thisSoundMachine, ffmpeg: undefined });
      return [...loudspeakers.map((found) => deviceOf('loudspeaker', found)), ...filesIn(speaker)];
    },
    choose: (named) =>
      named === speaker && isWav(named) ? (file ??= loudspeakerNamed(named)) : loudspeakerNamed(named),
  };
}

const loudspeakerNamed = (named: string): Promise<Loudspeaker> =>
  chooseLoudspeaker({ named, clock: systemClock });

const filesIn = (named: string | undefined): Device[] =>
  named !== undefined && isWav(named) ? [{ id: named, kind: 'file', name: printable(basename(named)) }] : [];

interface Found<Chosen> {
  found: Chosen | undefined;
  missing: string | undefined;
}

async function find<Chosen>(
  { audio }: DeviceOptions,
  named: string | undefined,
  catalogue: Catalogue<Chosen>,
): Promise<Found<Chosen>> {
  if (!audio || named === 'none') return { found: undefined, missing: undefined };
  if (named !== undefined) return { found: await catalogue.choose(named), missing: undefined };
  return await catalogue.choose('default').then(
    (found) => ({ found, missing: undefined }),
    (error: unknown) => ({ found: undefined, missing: reasonOf(error) }),
  );
}
