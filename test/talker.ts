import { FRAME_SAMPLES, SAMPLE_RATE } from '../src/base/audio.ts';
import { seededRandom } from './seeded-random.ts';

/** Resonances of a vocal tract that says "a": centre and width in Hz. */
const FORMANTS = [
  { hz: 700, widthHz: 110 },
  { hz: 1200, widthHz: 120 },
  { hz: 2600, widthHz: 160 },
];
const SYLLABLES_PER_SECOND = 4;

export interface Talk {
  seconds: number;
  /** RMS of the loud parts, in dBFS. */
  levelDb?: number;
  pitchHz?: number;
  /** After so many seconds of speech as many of a quiet room. */
  pauseEvery?: number;
  seed?: number;
}

/** A voice without words: pulses of a gliding pitch through three resonances, in syllables, with a little breath. */
export function talk({ seconds, levelDb = -20, pitchHz = 120, pauseEvery, seed = 1 }: Talk): Int16Array {
  const random = seededRandom(seed);
  const raw = new Float64Array(seconds * SAMPLE_RATE);
  const tract = FORMANTS.map(resonator);
  let phase = 0;
  for (let index = 0; index < raw.length; index++) {
    const time = index / SAMPLE_RATE;
    const pitch = pitchHz * (1 + 0.15 * Math.sin(2 * Math.PI * 0.7 * time));
    phase += pitch / SAMPLE_RATE;
    const pulse = phase >= 1 ? 1 : 0;
    phase %= 1;
    const source = pulse + (random() - 0.5) * 0.02;
    raw[index] = envelope(time, pauseEvery) * tract.reduce((sum, resonate) => sum + resonate(source), 0);
  }
  const scale = (10 ** (levelDb / 20) * 32768) / loudness(raw);
  return Int16Array.from(raw, (sample) => {
    const room = (random() - 0.5) * 4;
    return Math.max(-32768, Math.min(32767, Math.round(sample * scale + room)));
  });
}

export const framesOf = (pcm: Int16Array): Int16Array[] =>
  Array.from({ length: Math.floor(pcm.length / FRAME_SAMPLES) }, (_, index) =>
    pcm.slice(index * FRAME_SAMPLES, (index + 1) * FRAME_SAMPLES),
  );

export function joined(frames: readonly Readonly<Int16Array>[]): Int16Array {
  const pcm = new Int16Array(frames.reduce((length, frame) => length + frame.length, 0));
  let at = 0;
  for (const frame of frames) {
    pcm.set(frame, at);
    at += frame.length;
  }
  return pcm;
}

export const sine = (seconds: number, hz: number, amplitude: number): Int16Array =>
  Int16Array.from({ length: seconds * SAMPLE_RATE }, (_, index) =>
    Math.round(amplitude * Math.sin((2 * Math.PI * hz * index) / SAMPLE_RATE)),
  );

export const noise = (seconds: number, amplitude: number, seed = 1): Int16Array => {
  const random = seededRandom(seed);
  return Int16Array.from({ length: seconds * SAMPLE_RATE }, () => Math.round(amplitude * (random() * 2 - 1)));
};

/** RMS in dBFS. */
export function dbOf(pcm: Readonly<Int16Array>): number {
  const power = pcm.reduce((sum, sample) => sum + sample * sample, 0) / pcm.length;
  return 10 * Math.log10(power / 32768 ** 2 + 1e-12);
}

function envelope(time: number, pauseEvery: number | undefined): number {
  if (pauseEvery && Math.floor(time / pauseEvery) % 2 === 1) return 0;
  return 0.15 + 0.85 * Math.sin(Math.PI * time * SYLLABLES_PER_SECOND) ** 2;
}

/** A filter of two poles. */
function resonator({ hz, widthHz }: { hz: number; widthHz: number }): (input: number) => number {
  const radius = Math.exp((-Math.PI * widthHz) / SAMPLE_RATE);
  const turn = 2 * radius * Math.cos((2 * Math.PI * hz) / SAMPLE_RATE);
  let before = 0;
  let twoBefore = 0;
  return (input) => {
    const output = input * (1 - radius) + turn * before - radius * radius * twoBefore;
    twoBefore = before;
    before = output;
    return output;
  };
}

/** Of what isn't silent. */
function loudness(samples: Float64Array): number {
  const heard = samples.filter((sample) => Math.abs(sample) > 1e-9);
  return Math.sqrt(heard.reduce((sum, sample) => sum + sample * sample, 0) / (heard.length || 1)) || 1;
}
