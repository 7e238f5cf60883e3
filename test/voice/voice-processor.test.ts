import { describe, expect, test } from 'vitest';
import { FRAME_SAMPLES, SILENT_DB } from '../../src/base/audio.ts';
import { levelDb } from '../../src/voice/level.ts';
import { VoiceActivity } from '../../src/voice/voice-activity.ts';
import { VoiceProcessor } from '../../src/voice/voice-processor.ts';
import { dbOf, framesOf, joined, noise, sine, talk } from '../talker.ts';

const frame = (value: number): Int16Array => new Int16Array(FRAME_SAMPLES).fill(value);

const inRoom = (pcm: Int16Array, room: Int16Array): Int16Array =>
  pcm.map((sample, index) => sample + room[index]!);

/** How loud a speaker is made in the end. */
function settled(spokenDb: number): number {
  const processor = new VoiceProcessor({ halfDuplex: false });
  const out = framesOf(talk({ seconds: 12, levelDb: spokenDb })).map((each) => processor.captured(each).pcm!);
  return dbOf(joined(out.slice(450)));
}

/** What is said of each piece. */
function spoken(pcm: Int16Array): boolean[] {
  const activity = new VoiceActivity();
  return framesOf(pcm).map((each) => activity.push(each, levelDb(each)));
}
const share = (answers: readonly boolean[]): number => answers.filter(Boolean).length / answers.length;

describe('level', () => {
  test.each([
    ['a square wave of full scale', frame(-32_768), 0],
    ['a sine of full scale', sine(0.02, 1000, 32_767), -3.01],
    ['half of it', sine(0.02, 1000, 16_384), -9.03],
    ['one bit', frame(1), -90.3],
    ['silence', frame(0), SILENT_DB],
  ])('of %s', (_, pcm, expected) => {
    expect(levelDb(pcm)).toBeCloseTo(expected, 1);
  });
});

describe('whether somebody speaks', () => {
  test.each([85, 120, 220, 300])('yes: a voice of %d Hz', (pitchHz) => {
    expect(share(spoken(talk({ seconds: 6, pitchHz })))).toBeGreaterThan(0.9);
  });

  test('yes: a quiet voice in a room that hums and hisses', () => {
    const voice = talk({ seconds: 6, levelDb: -38, pauseEvery: 1.5 });
    const answers = spoken(inRoom(inRoom(voice, noise(6, 60)), sine(6, 100, 40)));
    expect(share(answers.slice(0, 75))).toBeGreaterThan(0.85);
    expect(share(answers.slice(95, 150))).toBeLessThan(0.05);
  });

  test.each([
    ['silence', new Int16Array(48_000 * 4)],
    ['a quiet room', noise(4, 40)],
    ['a hum of the mains', sine(4, 50, 300)],
    ['a loud fan', noise(8, 3000)],
  ])('no: %s, once it is known', (_, pcm) => {
    expect(share(spoken(pcm).slice(50))).toBe(0);
  });

  test('no: clicks', () => {
    const clicks = noise(6, 20);
    for (let at = 10_000; at < clicks.length; at += 20_000) clicks.fill(20_000, at, at + 200);
    expect(share(spoken(clicks))).toBe(0);
  });

  test('it is noticed within 100 ms, and remembered in the pauses between words', () => {
    const room = noise(2, 20);
    const answers = spoken(joined([room, talk({ seconds: 1 }), room]));
    expect(answers.indexOf(true)).toBeLessThan(100 + 5);
    const end = answers.lastIndexOf(true);
    expect(end).toBeGreaterThan(150 + 10);
    expect(end).toBeLessThan(150 + 20);
  });
});

describe('loudness', () => {
  test('of loud and of quiet speakers becomes alike, within bounds', () => {
    const levels = [-38, -30, -20, -10].map(settled);
    expect(Math.max(...levels) - Math.min(...levels)).toBeLessThan(6);
    for (const level of levels) expect(level).toBeGreaterThan(-26);
    for (const level of levels) expect(level).toBeLessThan(-14);
    expect(settled(-50)).toBeLessThan(-30);
  });

  test('of the room is not raised in pauses', () => {
    const processor = new VoiceProcessor({ halfDuplex: false });
    const before = dbOf(noise(1, 60));
    const out = framesOf(noise(20, 60)).map((each) => processor.captured(each).pcm!);
    expect(dbOf(out.at(-1)!)).toBeLessThan(before - 10);
  });

  test.each([220, 440, 680, 1010])('of a tone of %d Hz stays, though it begins like a word', (hertz) => {
    const processor = new VoiceProcessor({ halfDuplex: false });
    for (const each of framesOf(noise(3, 10))) processor.captured(each);
    const tone = joined([new Int16Array(480), sine(10, hertz, 16_000)]);
    const out = framesOf(tone).map((each) => processor.captured(each).pcm!);
    for (const each of out.slice(5))
      expect(Math.abs(dbOf(each) - dbOf(sine(1, hertz, 16_000)))).toBeLessThan(1);
  });

  test('the level that is told is that of the microphone', () => {
    const processor = new VoiceProcessor({ halfDuplex: false });
    expect(processor.captured(frame(1000)).levelDb).toBeCloseTo(20 * Math.log10(1000 / 32_768), 5);
  });
});

describe('the noise gate', () => {
  test('lets a word through from its beginning, before it is known to be none of the clicks', () => {
    const processor = new VoiceProcessor({ halfDuplex: false });
    const pieces = framesOf(joined([noise(2, 10), noise(0.1, 300)]));
    const out = pieces.map((each) => dbOf(processor.captured(each.slice()).pcm!));
    const louder = out.map((db, turn) => db - dbOf(pieces[turn]!));
    expect(louder[99]).toBeLessThan(-11);
    // It opens in the course of the first 20 ms.
    expect(louder[100]).toBeGreaterThan(-5);
    expect(louder[101]).toBeGreaterThan(-1);
  });

  test('closes again after a click', () => {
    const processor = new VoiceProcessor({ halfDuplex: false });
    const click = noise(0.02, 2000);
    const pieces = framesOf(joined([noise(2, 10), click, noise(1, 10)]));
    const out = pieces.map((each) => dbOf(processor.captured(each.slice()).pcm!));
    expect(out[150]! - dbOf(pieces[150]!)).toBeLessThan(-11);
  });
});

const WORD_SAMPLES = 9600;
/** Words of a fifth of a second, with gaps in which nothing is said. */
const LOUD_WORDS = talk({ seconds: 12, levelDb: -14 }).map((sample, index) =>
  Math.floor(index / WORD_SAMPLES) % 2 === 0 ? sample : 0,
);

describe('a loud speaker', () => {
  test('who pauses between words is not taken for a quiet one', () => {
    const processor = new VoiceProcessor({ halfDuplex: false });
    const out = framesOf(LOUD_WORDS).map((each) => processor.captured(each).pcm!);
    const said = joined(out.slice(440)).filter((_, index) => Math.floor(index / WORD_SAMPLES) % 2 === 0);
    expect(dbOf(said)).toBeLessThan(-16);
  });

  test('keeps the shape of each peak', () => {
    const processor = new VoiceProcessor({ halfDuplex: false });
    for (const each of framesOf(talk({ seconds: 3, levelDb: -45 }))) processor.captured(each);
    const shout = sine(0.02, 400, 32_000);
    const out = processor.captured(Int16Array.from(shout)).pcm!;
    const factors = Array.from(out, (sample, index) => sample / shout[index]!).filter(
      (_, index) => Math.abs(shout[index]!) > 8000,
    );
    expect(Math.max(...factors) - Math.min(...factors)).toBeLessThan(0.01);
    expect(Math.max(...out)).toBeLessThan(27_000);
  });
});

describe('mute', () => {
  const voice = framesOf(talk({ seconds: 4 }));

  test('fades out within one piece, into silence, then gives nothing, and fades in', () => {
    const processor = new VoiceProcessor({ halfDuplex: false });
    for (const each of voice.slice(0, 50)) processor.captured(each.slice());
    processor.muted = true;
    const last = processor.captured(frame(10_000)).pcm!;
    expect(Math.abs(last[0]!)).toBeGreaterThan(1000);
    expect(last.at(-1)).toBe(0);
    const after = voice.slice(51, 56).map((each) => processor.captured(each.slice()).pcm);
    expect(after.map((pcm) => pcm?.every((sample) => sample === 0))).toEqual([
      true,
      true,
      true,
      undefined,
      undefined,
    ]);
    processor.muted = false;
    const first = processor.captured(frame(10_000)).pcm!;
    expect(Math.abs(first[0]!)).toBeLessThan(100);
    expect(Math.abs(first.at(-1)!)).toBeGreaterThan(1000);
  });

  test('who speaks while muted is told so', () => {
    const processor = new VoiceProcessor({ halfDuplex: false });
    processor.muted = true;
    const told = voice.map((each) => processor.captured(each.slice()));
    expect(told.slice(10).every(({ speaking, pcm }) => speaking && !pcm)).toBe(true);
  });

  test('starts muted without a sound', () => {
    const processor = new VoiceProcessor({ halfDuplex: false });
    processor.muted = true;
    expect(processor.captured(frame(10_000)).pcm).toBeUndefined();
  });
});
