import { describe, expect, test } from 'vitest';
import { FRAME_SAMPLES } from '../../src/base/audio.ts';
import { VoiceProcessor } from '../../src/voice/voice-processor.ts';
import { dbOf, framesOf, noise, talk } from '../talker.ts';
import { Room } from './room.ts';

const TURNS_ON_THE_WAY = 6;
const QUIET = new Int16Array(FRAME_SAMPLES);

/** A call between two rooms; what each end's loudspeaker played, in dBFS, turn by turn. */
function call(
  voices: readonly [readonly Int16Array[], readonly Int16Array[]],
  { turns, couplingDb, halfDuplex }: { turns: number; couplingDb: number; halfDuplex: boolean },
): [number[], number[]] {
  const ends = voices.map((voice) => ({
    voice,
    room: new Room({ couplingDb, delayMs: 60 }),
    processor: new VoiceProcessor({ halfDuplex }),
    toOther: Array.from({ length: TURNS_ON_THE_WAY }, (): Int16Array => QUIET),
    heard: [] as number[],
  }));
  const [a, b] = [ends[0]!, ends[1]!];
  for (let turn = 0; turn < turns; turn++)
    for (const [here, there] of [
      [a, b],
      [b, a],
    ] as const) {
      const played = here.processor.played(there.toOther.shift()!.slice());
      here.heard.push(dbOf(played));
      const captured = here.processor.captured(here.room.hear(played, here.voice[turn] ?? QUIET));
      here.toOther.push(captured.pcm!);
    }
  return [a.heard, b.heard];
}

const mean = (levels: readonly number[]): number =>
  levels.reduce((sum, each) => sum + each, 0) / levels.length;
const loudest = (levels: readonly number[]): number => Math.max(...levels);
const room = (seed: number): Int16Array[] => framesOf(noise(20, 30, seed));
const silence = (turns: number): Int16Array[] => Array.from({ length: turns }, () => QUIET);
const speech = (seconds: number, pitchHz: number): Int16Array[] => framesOf(talk({ seconds, pitchHz }));

describe('two rooms with open loudspeakers', () => {
  // As loud as a loudspeaker is in the microphone of a laptop, and louder.
  const couplings = [-12, 0, 6];

  test.each([
    ['howl with nothing against it', false],
    ['do not where one side speaks at a time', true],
  ])('and quiet speakers: they %s', (_, halfDuplex) => {
    const quietly = framesOf(talk({ seconds: 8, levelDb: -45 }));
    const heard = call([quietly, quietly], { turns: 400, couplingDb: 6, halfDuplex });
    const howling = heard.map((levels) => levels.filter((level) => level > -15).length);
    expect(Math.max(...howling) > 50).toBe(!halfDuplex);
    if (halfDuplex) expect(howling).toEqual([0, 0]);
  });

  test.each(couplings)('never howl, with a coupling of %d dB', (couplingDb) => {
    const heard = call([speech(3, 110), speech(3, 210)], { turns: 1000, couplingDb, halfDuplex: true });
    for (const levels of heard) expect(loudest(levels.slice(300))).toBeLessThan(-60);
  });

  test.each(couplings)('never howl out of their own noise, with a coupling of %d dB', (couplingDb) => {
    const heard = call([room(1), room(2)], { turns: 1000, couplingDb, halfDuplex: true });
    for (const levels of heard) expect(loudest(levels)).toBeLessThan(-50);
  });

  test.each(couplings)(
    'hear each other, and nobody hears himself, with a coupling of %d dB',
    (couplingDb) => {
      const [heardByA, heardByB] = call(
        [
          [...speech(4, 110), ...silence(50), ...silence(200)],
          [...silence(250), ...speech(4, 210)],
        ],
        { turns: 450, couplingDb, halfDuplex: true },
      );
      expect(mean(heardByB.slice(30, 200))).toBeGreaterThan(-32);
      expect(mean(heardByA.slice(30, 220))).toBeLessThan(-60);
      expect(mean(heardByA.slice(290, 440))).toBeGreaterThan(-32);
      expect(mean(heardByB.slice(290, 440))).toBeLessThan(-60);
    },
  );
});

test('who speaks keeps the word until a pause', () => {
  const [heardByA, heardByB] = call(
    [
      [...speech(6, 110), ...silence(100)],
      [...silence(100), ...speech(6, 210)],
    ],
    { turns: 390, couplingDb: -12, halfDuplex: true },
  );
  expect(mean(heardByB.slice(30, 290))).toBeGreaterThan(-35);
  expect(mean(heardByA.slice(110, 290))).toBeLessThan(-40);
  expect(mean(heardByA.slice(360, 390))).toBeGreaterThan(-35);
});

test('nobody who is muted takes the word', () => {
  const processor = new VoiceProcessor({ halfDuplex: true });
  processor.muted = true;
  const [voice, far] = [speech(4, 110), speech(4, 210)];
  const played = voice.map((frame, turn) => {
    processor.captured(frame);
    return dbOf(processor.played(far[turn]!));
  });
  expect(mean(played)).toBeGreaterThan(-26);
});
