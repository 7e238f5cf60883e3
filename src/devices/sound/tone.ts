import { FRAME_SAMPLES, SAMPLE_RATE } from '../../base/audio.ts';
import type { Microphone, MicrophoneSink } from '../../base/audio.ts';
import type { Clock } from '../../base/clock.ts';
import { Beat } from './beat.ts';

const TONE_HZ = 440;
/** A tenth of the whole range: -20 dBFS, which nobody has to turn down. */
const PEAK = 3277;
/** After 11 periods a sample falls on the first again, so one table has every sample that there ever is. */
const TABLE_SAMPLES = 1200;

const TABLE = Int16Array.from({ length: TABLE_SAMPLES }, (_, sample) =>
  Math.round(PEAK * Math.sin((2 * Math.PI * TONE_HZ * sample) / SAMPLE_RATE)),
);

/** A microphone that needs no device: the A above middle C, quiet, and without a click between two frames. */
export const toneMicrophone = (clock: Clock): Microphone => new ToneMicrophone(clock);

class ToneMicrophone implements Microphone {
  readonly id = 'tone';
  readonly label = 'tone';
  readonly inRoom = false;
  readonly #clock: Clock;
  #beat: Beat | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  open(sink: MicrophoneSink): void {
    void this.close();
    let phase = 0;
    this.#beat = new Beat(this.#clock, (dueAt) => {
      const pcm = Int16Array.from(
        { length: FRAME_SAMPLES },
        (_, sample) => TABLE[(phase + sample) % TABLE_SAMPLES]!,
      );
      phase = (phase + FRAME_SAMPLES) % TABLE_SAMPLES;
      sink.sound(pcm, dueAt);
    });
  }

  close(): Promise<void> {
    this.#beat?.close();
    return Promise.resolve();
  }
}
