import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SoundPacket } from '../../src/base/audio.ts';
import { Playout } from '../../src/jitter/playout.ts';
import { dbOf, joined, noise, sine, talk } from '../talker.ts';
import { carry, concealedPct, fakeDecoder, listen, START } from './sound-network.ts';
import type { Arrival, Heard, Listener, Network, Script } from './sound-network.ts';

const MINUTE = 3000;
const voice = talk({ seconds: 10 });
const speech = (turns: number): Script => Array.from({ length: turns }, () => true);
/** Two seconds of speech, one of pause. */
const conversation = (turns: number): Script => Array.from({ length: turns }, (_, turn) => turn % 150 < 100);

const hearAll = (
  arrivals: readonly Arrival[],
  turns: number,
  listener: Listener = {},
  sound = voice,
): Heard => listen(arrivals, { ...listener, turns, decoder: fakeDecoder(sound) });
const hear = (script: Script, network: Network = {}, listener: Listener = {}, sound = voice): Heard =>
  hearAll(carry(script, network), script.length, listener, sound);

const announcesPause = ({ packet }: Arrival): boolean => packet.sounds.at(-1)!.packet.length === 1;

const longest = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), 0);

describe('a good network', () => {
  test('costs nothing: every turn is played, and soon', () => {
    const { playout, lagsMs } = hear(speech(MINUTE));
    expect(MINUTE - playout.counts.played).toBeLessThan(5);
    expect(playout.counts).toMatchObject({
      concealed: 0,
      recovered: 0,
      late: 0,
      duplicate: 0,
      lengthened: 0,
    });
    // A piece itself, the way, 30 ms that it waits, and a piece to wait for the next.
    expect(longest(lagsMs.slice(200))).toBeLessThan(20 + 25 + 50);
  });

  test('carries pauses, which are no loss', () => {
    const { playout } = hear(conversation(MINUTE));
    expect(playout.counts).toMatchObject({ concealed: 0, late: 0, played: 2000 + 20 });
  });

  test('whose packets come twice is heard once', () => {
    const { playout } = hear(speech(MINUTE), { duplicatePct: 100 });
    expect(MINUTE - playout.counts.played).toBeLessThan(5);
    expect(MINUTE - playout.counts.duplicate).toBeLessThan(10);
  });
});

describe('a bad network', () => {
  test.each([
    { name: 'speech', script: speech },
    { name: 'speech with pauses', script: conversation },
  ])('30 ms of jitter in $name: at most 0.5 % is made up, in at most 150 ms', ({ script }) => {
    const { playout, lagsMs } = hear(script(MINUTE), { jitterMs: 30 });
    expect(concealedPct(playout.counts)).toBeLessThanOrEqual(0.5);
    expect(longest(lagsMs)).toBeLessThanOrEqual(150);
  });

  test('reorders: jitter of 60 ms is waited for', () => {
    const { playout } = hear(speech(MINUTE), { jitterMs: 60, duplicatePct: 20 });
    expect(concealedPct(playout.counts)).toBeLessThanOrEqual(0.8);
    expect(playout.targetMs).toBeGreaterThan(50);
    expect(playout.targetMs).toBeLessThan(70);
  });

  test('10 % of loss with one copy each: at most 1.5 % is made up', () => {
    const { playout } = hear(speech(2 * MINUTE), { lossPct: 10, redundancy: 1 });
    expect(concealedPct(playout.counts)).toBeLessThanOrEqual(1.5);
  });

  test.each([5, 10, 20])('%d in a hundred lost, without copies, are told as they are', (lossPct) => {
    const { playout } = hear(speech(MINUTE), { lossPct });
    expect(concealedPct(playout.counts)).toBeGreaterThan(lossPct * 0.8);
    expect(concealedPct(playout.counts)).toBeLessThan(lossPct * 1.2);
  });

  test('stops for 3 s: what comes then all at once is skipped and told, and the delay is short again soon', () => {
    const back = 1150;
    const { playout, lagsMs } = hear(speech(2000), {
      extraMs: (turn) => (turn >= 1000 && turn < back ? (back - turn) * 20 : 0),
    });
    expect(playout.counts.concealed).toBeGreaterThan(120);
    expect(playout.counts.concealed).toBeLessThan(160);
    expect(longest(lagsMs)).toBeLessThan(300);
    expect(longest(lagsMs.slice(-500))).toBeLessThan(150);
  });

  test('takes a longer way from now on: the sound follows, and its delay is no longer than need be', () => {
    const { playout, lagsMs } = hear(speech(2000), { extraMs: (turn) => (turn > 1000 ? 150 : 0) });
    expect(concealedPct(playout.counts)).toBeLessThan(1);
    expect(longest(lagsMs.slice(-700))).toBeLessThan(150 + 20 + 25 + 60);
  });

  test('loses the packet of a pause: the pause is none the less no loss', () => {
    const arrivals = carry(conversation(MINUTE)).filter((each) => !announcesPause(each));
    const { playout } = hearAll(arrivals, MINUTE);
    expect(playout.counts.played).toBe(2000);
    expect(playout.counts.concealed).toBeLessThanOrEqual(MINUTE / 150);
  });

  test('loses packets of which the next ones hold copies: these are waited for', () => {
    const { playout } = hear(speech(MINUTE), { lossPct: 10, jitterMs: 15, repeats: true });
    expect(concealedPct(playout.counts)).toBeLessThan(2);
    expect(playout.counts.recovered).toBeGreaterThan(200);
    expect(playout.targetMs).toBeGreaterThan(25);
  });

  test('goes silent: a guess fades, then there is silence', () => {
    const arrivals = carry(speech(100));
    const humming = { ...fakeDecoder(voice), conceal: () => sine(0.02, 200, 8000) };
    const { frames } = listen(arrivals, { turns: 200, decoder: humming });
    const levels = frames.slice(110).map(dbOf);
    expect(levels[0]).toBeGreaterThan(-30);
    expect(levels[15]).toBeLessThan(levels[0]! - 20);
    expect(levels.slice(30).every((level) => level < -100)).toBe(true);
  });
});

const shorterFromTurn1000On = (turn: number): number => Math.min(120, Math.max(0, (1008 - turn) * 15));

describe('what is far too late', () => {
  const silence = new Int16Array(voice.length);
  /** A piece itself, the way, what is to be waited at first, and the loudspeaker's beat. */
  const usualMs = 20 + 25 + 40 + 20;

  test.each([
    { name: 'speech', sound: voice, turns: 40 },
    { name: 'silence', sound: silence, turns: 10 },
  ])('because the way became shorter by 120 ms: $name is in time after $turns pieces', ({ sound, turns }) => {
    const { lagsMs, playout } = hear(speech(2000), { extraMs: shorterFromTurn1000On }, {}, sound);
    const first = lagsMs.findIndex((lagMs, turn) => turn > 1008 && lagMs < usualMs);
    expect(first).toBeLessThan(1008 + turns);
    expect(longest(lagsMs.slice(first))).toBeLessThan(usualMs);
    expect(playout.counts.lengthened).toBe(0);
  });

  test('because programs stand still while they begin is caught up with within a second after', () => {
    const stalls = [
      { from: 0, to: 140 },
      { from: 180, to: 400 },
      { from: 450, to: 640 },
    ];
    const extraMs = (turn: number): number => {
      const at = turn * 20 + 45;
      const stall = stalls.find(({ from, to }) => from <= at && at < to);
      return stall ? stall.to - at : 0;
    };
    const { lagsMs } = hear(speech(500), { extraMs });
    expect(longest(lagsMs.slice((640 + 1000) / 20))).toBeLessThan(usualMs);
  });
});

describe.each([200, -200])('a sound card that is off by %d ppm', (driftPpm) => {
  test('is followed for ten minutes, without loss or growth', () => {
    const { playout, lagsMs } = hear(speech(10 * MINUTE), {}, { driftPpm });
    expect(concealedPct(playout.counts)).toBeLessThan(0.01);
    expect(longest(lagsMs.slice(200))).toBeLessThan(110);
    const { shortened, lengthened } = playout.counts;
    expect(shortened + lengthened).toBeLessThan(60);
  });

  test('makes no click', () => {
    const tone = sine(60, 220, 10_000);
    const { frames, playout } = hear(speech(MINUTE), {}, { driftPpm: driftPpm * 10 }, tone);
    expect(playout.counts.shortened + playout.counts.lengthened).toBeGreaterThan(8);
    // In the middle of the call: it begins from silence.
    const heard = joined(frames.slice(100, -10));
    const steps = heard.map((sample, index) => Math.abs(sample - (heard[index - 1] ?? sample)));
    expect(steps.reduce((a, b) => Math.max(a, b), 0)).toBeLessThan(
      2 * Math.PI * (220 / 48_000) * 10_000 * 1.1,
    );
  });
});

test('a pause sets the delay to what it should be', () => {
  const { lagsMs } = hear(conversation(MINUTE), {}, { driftPpm: -3000 });
  // A piece itself, the way, what is to be waited, and the loudspeaker's beat.
  expect(longest(lagsMs.slice(300))).toBeLessThan(20 + 25 + 30 + 20 + 3);
});

test('the lag tells which moment is heard', () => {
  // The sound of each turn is its number.
  const counting = new Int16Array(500 * 960).map((_, index) => Math.floor(index / 960));
  const playout = new Playout(fakeDecoder(counting));
  const arrivals = carry(speech(500), {
    jitterMs: 20,
    extraMs: (turn) => (turn > 200 ? (turn % 10) * 5 : 0),
  });
  const changes = (): number => playout.counts.shortened + playout.counts.lengthened;
  let checked = 0;
  for (let now = START + 7; now < START + 9900; now += 20) {
    for (; arrivals[0] && arrivals[0].at <= now; arrivals.shift()) playout.push(arrivals[0].packet, now);
    const before = changes();
    const [first] = playout.pull(now);
    // A guess is silent in this decoder, and a changed piece is of two moments.
    if (first === 0 || playout.lagMs === undefined || changes() !== before) continue;
    expect(first).toBe(Math.floor((now - playout.lagMs - START) / 20 + 1e-6));
    checked++;
  }
  expect(checked).toBeGreaterThan(400);
  expect(changes()).toBeGreaterThan(1);
});

test('a sender who begins anew is taken up there', () => {
  const elsewhere = carry(speech(500)).map(({ packet, at }) => ({
    at: at + 10_000,
    packet: {
      ...packet,
      sequenceNumber: (packet.sequenceNumber + 30_000) & 0xffff,
      sounds: packet.sounds.map((sound) => ({
        ...sound,
        timestamp: (sound.timestamp + 0x5000_0000) >>> 0,
      })),
    },
  }));
  const { playout } = hearAll([...carry(speech(500)), ...elsewhere], 1000);
  expect(playout.counts.played).toBeGreaterThan(990);
});

test('one packet from nowhere changes nothing', () => {
  const arrivals = carry(speech(500));
  const [first] = arrivals;
  const stray: Arrival = {
    at: START + 5000,
    packet: { ...first!.packet, sounds: [{ timestamp: 77, packet: noiseBytes(20) }] },
  };
  const disturbed = [...arrivals, stray].toSorted((one, other) => one.at - other.at);
  expect(hearAll(disturbed, 500).playout.counts).toEqual(hearAll(arrivals, 500).playout.counts);
});

test('whatever comes, each pull gives 20 ms, and the memory is bounded', () => {
  const packet: fc.Arbitrary<SoundPacket> = fc.record({
    sequenceNumber: fc.oneof(fc.nat(20), fc.nat(0xffff)),
    sounds: fc.array(
      fc.record({
        timestamp: fc.oneof(fc.nat(50_000), fc.nat(0xffff_ffff)),
        packet: fc.uint8Array({ minLength: 1, maxLength: 8 }),
      }),
      { maxLength: 4 },
    ),
    capturedAt: fc.option(fc.double(), { nil: undefined }),
  });
  const waits = fc.oneof(fc.nat(60), fc.nat(100_000));
  const decoder = { ...fakeDecoder(voice), decode: () => undefined, recover: () => undefined };
  fc.assert(
    fc.property(fc.array(fc.tuple(packet, waits), { maxLength: 100 }), (steps) => {
      const playout = new Playout(decoder);
      let now = START;
      for (const [each, wait] of steps) {
        playout.push(each, (now += wait));
        expect(playout.pull(now)).toHaveLength(960);
        expect(playout.targetMs).toBeGreaterThanOrEqual(20);
        expect(playout.targetMs).toBeLessThanOrEqual(120);
      }
    }),
    { numRuns: 300 },
  );
});

const noiseBytes = (length: number): Uint8Array => new Uint8Array(noise(0.02, 3000).buffer, 0, length);
