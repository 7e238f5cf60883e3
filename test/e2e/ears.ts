import { systemClock } from '../../src/base/clock.ts';
import { recorders } from '../../src/devices/sound/recorders.ts';
import { DeviceMicrophone } from '../../src/devices/sound/sound-device.ts';
import { builtRecorder } from '../devices/sound/built-way.ts';
import { Ear } from '../devices/sound/fake-sound.ts';
import { hear, TONE_HZ } from '../devices/sound/null-sound.ts';

/** Of the tone in the room, of which 1 would be full scale. */
const TONE = 16_000 / 32_768;
/** A second. */
const FRAMES = 50;

/** What the loudspeakers of a null sound server play. */
export class Ears {
  readonly #ears = new Map<string, Ear>();
  readonly #microphones: DeviceMicrophone[] = [];

  /** Resolves when the tone was there for a second, as loud as in the room. */
  async hearTone(loudspeaker: string): Promise<void> {
    await this.#hear(loudspeaker, (levels) =>
      levels.every((level) => Math.abs(20 * Math.log10(level / TONE)) < 3),
    );
  }

  /** Resolves when there was no tone for a second. */
  async hearNothing(loudspeaker: string): Promise<void> {
    await this.#hear(loudspeaker, (levels) => levels.every((level) => level < TONE / 1000));
  }

  async close(): Promise<void> {
    await Promise.all(this.#microphones.splice(0).map((microphone) => microphone.close()));
  }

  async #hear(loudspeaker: string, isIt: (levels: readonly number[]) => boolean): Promise<void> {
    const ear = this.#at(loudspeaker);
    const newest = (): number[] => ear.frames.slice(-FRAMES).map(({ pcm }) => hear(pcm, TONE_HZ).amplitude);
    await ear.until(() => ear.over || (ear.frames.length >= FRAMES && isIt(newest())));
  }

  #at(loudspeaker: string): Ear {
    const ear = this.#ears.get(loudspeaker) ?? new Ear();
    if (this.#ears.has(loudspeaker)) return ear;
    this.#ears.set(loudspeaker, ear);
    const target = { system: 'pulse', id: `${loudspeaker}.monitor` } as const;
    const programs = recorders({ platform: 'linux', target, ffmpeg: undefined });
    const ways = programs.filter(({ path }) => path === 'parec').map((program) => builtRecorder(program));
    const microphone = new DeviceMicrophone({
      id: loudspeaker,
      label: loudspeaker,
      ways,
      clock: systemClock,
    });
    this.#microphones.push(microphone);
    microphone.open(ear);
    return ear;
  }
}
