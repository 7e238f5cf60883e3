import type { Loudspeaker, Microphone } from '../base/audio.ts';
import { systemClock } from '../base/clock.ts';
import { reasonOf } from '../base/errors.ts';
import type { Sound } from '../call/voice.ts';
import { openVoiceCodec } from '../codec/opus.ts';
import { findFfmpeg } from '../devices/ffmpeg.ts';
import { chooseLoudspeaker, chooseMicrophone } from '../devices/sound/choose-sound.ts';
import { openEchoCanceller } from '../echo/canceller.ts';
import type { Options } from './options.ts';

type DeviceOptions = Pick<Options, 'audio' | 'mic' | 'speaker' | 'loop' | 'ffmpeg'>;

/** What the call speaks and hears with; undefined when the user wants neither. */
export async function openSound(
  options: DeviceOptions & Pick<Options, 'muted' | 'headphones'>,
): Promise<Sound | undefined> {
  if (!options.audio) return undefined;
  const [codec, microphone, loudspeaker] = await Promise.all([
    openVoiceCodec(),
    findMicrophone(options),
    findLoudspeaker(options),
  ]);
  const echo = !options.headphones && isDevice(options.mic) && isDevice(options.speaker);
  return {
    codec,
    ...microphone,
    ...loudspeaker,
    openCanceller: echo && microphone.microphone && loudspeaker.loudspeaker ? openEchoCanceller : undefined,
    muted: options.muted,
  };
}

/** Only a real loudspeaker is heard by a real microphone. */
const isDevice = (named: string | undefined): boolean =>
  named === undefined || !(named === 'tone' || named === 'none' || /\.wav$/i.test(named));

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
  const { found, missing } = await find(options, options.mic, (named) =>
    chooseMicrophone({
      named,
      loop: options.loop,
      clock: systemClock,
      findFfmpeg: () => findFfmpeg({ flag: options.ffmpeg, env: process.env }).catch(() => undefined),
    }),
  );
  return { microphone: found, microphoneMissing: missing };
}

/** As `findMicrophone`. */
export async function findLoudspeaker(options: DeviceOptions): Promise<FoundLoudspeaker> {
  const { found, missing } = await find(options, options.speaker, (named) =>
    chooseLoudspeaker({ named, clock: systemClock }),
  );
  return { loudspeaker: found, loudspeakerMissing: missing };
}

interface Found<Device> {
  found: Device | undefined;
  missing: string | undefined;
}

async function find<Device>(
  { audio }: DeviceOptions,
  named: string | undefined,
  choose: (named: string) => Promise<Device>,
): Promise<Found<Device>> {
  if (!audio || named === 'none') return { found: undefined, missing: undefined };
  if (named !== undefined) return { found: await choose(named), missing: undefined };
  return await choose('default').then(
    (found) => ({ found, missing: undefined }),
    (error: unknown) => ({ found: undefined, missing: reasonOf(error) }),
  );
}
