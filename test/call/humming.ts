import type { Sound } from '../../src/call/sound/voice.ts';
import { openVoiceCodec } from '../../src/codec/opus.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import { FakeCatalogue } from './fakes.ts';
import { FakeLoudspeaker, FakeMicrophone } from './fake-sound.ts';
import { World, type Someone, type WorldOptions } from './world.ts';

const codec = await openVoiceCodec();

export interface Devices {
  microphone: FakeMicrophone;
  loudspeaker: FakeLoudspeaker;
  microphones: FakeCatalogue<FakeMicrophone>;
  loudspeakers: FakeCatalogue<FakeLoudspeaker>;
}

/** Fake devices, which `devices` gets too. */
export function soundOf(
  clock: VirtualClock,
  { devices, more }: { devices: Devices[]; more?: Partial<Sound> | undefined },
): Sound {
  const mine = {
    microphone: new FakeMicrophone(clock),
    loudspeaker: new FakeLoudspeaker(clock),
    microphones: new FakeCatalogue<FakeMicrophone>(clock, 'microphone'),
    loudspeakers: new FakeCatalogue<FakeLoudspeaker>(clock, 'loudspeaker'),
  };
  devices.push(mine);
  return {
    codec,
    headphones: true,
    microphoneMissing: undefined,
    loudspeakerMissing: undefined,
    muted: false,
    ...mine,
    ...more,
  };
}

/** Ana and Ben in a call, humming at each other. */
export async function hum(options: WorldOptions & { more?: Partial<Sound> } = {}): Promise<{
  world: World;
  ana: Devices;
  ben: Devices;
}> {
  const devices: Devices[] = [];
  const world = new World({
    ...options,
    sound: (clock) => soundOf(clock, { devices, more: options.more }),
  });
  const [ana, ben] = devices;
  if (!ana || !ben) throw new Error('nobody has a microphone');
  ben.microphone.hz = 600;
  await world.connect();
  await world.clock.play(2000);
  return { world, ana, ben };
}

/** Upward zero crossings of a second. */
export const pitchOf = (pcm: Int16Array): number =>
  pcm.reduce((count, sample, index) => count + (sample >= 0 && (pcm[index - 1] ?? 0) < 0 ? 1 : 0), 0);

export const lastStats = ({ stats }: Someone) => stats.at(-1)!.audio;
export const stateOf = ({ display }: Someone) => display.state!;
