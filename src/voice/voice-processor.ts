import { ramp } from '../base/gain.ts';
import { AutomaticGain } from './automatic-gain.ts';
import { HalfDuplex } from './half-duplex.ts';
import { factorOf, levelDb } from './level.ts';
import { NoiseGate } from './noise-gate.ts';
import { VoiceActivity } from './voice-activity.ts';

/** 20 ms of the microphone. */
export interface CapturedVoice {
  /** What goes out; undefined while muted. */
  pcm: Int16Array | undefined;
  /** What came in: RMS in dBFS. */
  levelDb: number;
  /** Somebody speaks, muted or not. */
  speaking: boolean;
}

/** -2 dBFS: the codec keeps no peak exactly. */
const FULL_SCALE = 0.8 * 32_767;
/** A whisper is heard, and the noise of a cheap microphone isn't made unbearable. */
const MAX_GAIN_DB = 18;
/** A decoder goes on with what it heard last: after so many pieces of silence it goes on with that. */
export const FAREWELL_TURNS = 3;

/**
 * What happens to the voice between the devices and the codec: alike in loudness, quiet where nobody speaks, without echo.
 * Echo is taken out before, by the microphone; where it isn't, but loudspeakers are open, `halfDuplex` lets only one side be
 * heard at a time.
 */
export class VoiceProcessor {
  muted = false;
  halfDuplex: boolean;
  readonly #activity = new VoiceActivity();
  readonly #gain = new AutomaticGain({ maxDb: MAX_GAIN_DB });
  readonly #gate = new NoiseGate();
  readonly #switch = new HalfDuplex();
  #captureFactor = 0;
  /** Pieces of silence that still go out. */
  #farewell = 0;
  #playFactor = 1;

  constructor({ halfDuplex }: { halfDuplex: boolean }) {
    this.halfDuplex = halfDuplex;
  }

  /** `pcm` is changed in place, and given back; it fades out, into silence, before `muted` takes hold, and fades in after. */
  captured(pcm: Int16Array): CapturedVoice {
    const level = levelDb(pcm);
    const speaking = this.#activity.push(pcm, level);
    const lossDb = this.#switch.captured(level, speaking && !this.muted);
    const heard = speaking && !(this.halfDuplex && lossDb < 0);
    const gainDb =
      this.#gain.push(level, heard) + this.#gate.push(level, speaking || this.#activity.mayBegin);
    // Made quieter as a whole, a loud piece keeps its shape; bent or cut it would crackle.
    const most = FULL_SCALE / peakOf(pcm);
    const from = Math.min(most, this.#captureFactor);
    const wanted = this.muted ? 0 : factorOf(gainDb + (this.halfDuplex ? lossDb : 0));
    this.#captureFactor = Math.min(most, wanted);
    this.#farewell = from > 0 ? FAREWELL_TURNS : this.#farewell - 1;
    if (this.muted && this.#farewell < 0) return { pcm: undefined, levelDb: level, speaking };
    ramp(pcm, from, this.#captureFactor);
    return { pcm, levelDb: level, speaking };
  }

  /** What the loudspeaker is to play of `pcm`, which is changed in place and given back. */
  played(pcm: Int16Array): Int16Array {
    const lossDb = this.#switch.played(levelDb(pcm));
    const from = this.#playFactor;
    this.#playFactor = factorOf(this.halfDuplex ? lossDb : 0);
    return ramp(pcm, from, this.#playFactor);
  }
}

function peakOf(pcm: Readonly<Int16Array>): number {
  let peak = 1;
  for (const sample of pcm) peak = Math.max(peak, Math.abs(sample));
  return peak;
}
