import type { LoudspeakerSink, MicrophoneSink } from '../../../src/base/audio.ts';
import type { SoundWay } from '../../../src/devices/sound/sound-take.ts';
import type { PlayerWay } from '../../../src/devices/sound/ways.ts';

const PRELUDE = `
const fs = require('node:fs');
// By default an hour ahead, so that none is ever too old, however busy the machine is.
const sound = (value, ageMs = -3600000, isClean = 0) => {
  const record = Buffer.alloc(9 + 1920);
  record.writeBigUInt64LE(process.hrtime.bigint() - BigInt(ageMs) * 1000000n);
  record[8] = isClean;
  for (let at = 9; at < record.length; at += 2) record.writeInt16LE(value, at);
  return record;
};
const word = () => { const record = Buffer.alloc(8); record.writeBigUInt64LE(process.hrtime.bigint()); return record; };
const show = (bytes) => fs.writeSync(1, bytes);
const say = (text) => fs.writeSync(2, text + '\\n');
const stay = () => setInterval(() => {}, 1e6);
`;

/** A child in the place of ours. `script` finds `sound(value, ageMs, isClean)`, `word()`, `show(bytes)`, `say(text)`, `stay()`. */
export const fakeWay = (script: string, name = 'fake'): SoundWay => ({
  name,
  path: process.execPath,
  argv: ['-e', `${PRELUDE}${script}`],
});

/** One of a player, of which three frames may wait. */
export const fakePlayer = (script: string): PlayerWay => ({
  ...fakeWay(script),
  pace: { aheadMs: 60, reports: false },
});

/** Lets a test wait for what sinks are told. */
class Heard {
  readonly troubles: { reason: string; over: boolean }[] = [];
  #check: () => void = () => undefined;

  trouble(reason: string, over: boolean): void {
    this.troubles.push({ reason, over });
    this.happened();
  }

  get over(): boolean {
    return this.troubles.some(({ over }) => over);
  }

  /** Resolves as soon as `enough` is true, which is looked at after each event. */
  async until(enough: () => boolean): Promise<void> {
    if (enough()) return;
    await new Promise<void>((resolve) => {
      this.#check = () => {
        if (enough()) resolve();
      };
    });
  }

  protected happened(): void {
    this.#check();
  }
}

/** Writes down what a microphone gives. */
export class Ear extends Heard implements MicrophoneSink {
  readonly frames: { pcm: Int16Array; capturedAt: number; isClean: boolean }[] = [];

  sound(pcm: Int16Array, capturedAt: number, isClean: boolean): void {
    this.frames.push({ pcm, capturedAt, isClean });
    this.happened();
  }
}

/** Gives a loudspeaker what `next` makes; by default frames full of 1, 2, 3 ... */
export class Mouth extends Heard implements LoudspeakerSink {
  readonly delays: number[] = [];
  readonly #make: (index: number) => Int16Array;

  constructor(make = (index: number): Int16Array => new Int16Array(960).fill(index + 1)) {
    super();
    this.#make = make;
  }

  next(delayMs: number): Int16Array {
    const pcm = this.#make(this.delays.length);
    this.delays.push(delayMs);
    this.happened();
    return pcm;
  }
}
