import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FRAME_MS } from '../../../src/base/audio.ts';
import { PlayerPace, PRIMING_FRAMES } from '../../../src/devices/sound/player-pace.ts';

const plain = (): PlayerPace => new PlayerPace({ aheadMs: 60, reports: false });
const reporting = (): PlayerPace => new PlayerPace({ aheadMs: 40, reports: true });

function living(now: number): PlayerPace {
  const pace = plain();
  pace.lives(now);
  return pace;
}

/** Gives all that there is room for; returns the delays that were told. */
function serve(pace: PlayerPace, now: number, earlyMs = 0): number[] {
  const delays: number[] = [];
  for (let delayMs = pace.take(now, earlyMs); delayMs !== undefined; delayMs = pace.take(now, earlyMs))
    delays.push(delayMs);
  return delays;
}

describe('a player that says nothing but that it lives', () => {
  test('is given nothing before it does', () => {
    const pace = plain();
    expect(serve(pace, 0)).toEqual([]);
    expect(pace.due(0)).toBeUndefined();
  });

  test('is filled at first, each frame being heard after the last', () => {
    expect(serve(living(0), 0)).toEqual([0, 20, 40]);
  });

  test('gets a frame each 20 ms from then on, and never waits for more than 60 ms', () => {
    const pace = living(0);
    let [frames, now] = [serve(pace, 0).length, 0];
    for (;;) {
      now = pace.due(now)!;
      if (now > 60_000) break;
      pace.lives(now);
      const delays = serve(pace, now);
      frames += delays.length;
      expect(Math.max(0, ...delays)).toBeLessThanOrEqual(40);
    }
    expect(frames).toBe(3 + 60_000 / FRAME_MS);
  });

  test('may be given a frame earlier than it needs it, but not more of them', () => {
    const pace = living(0);
    serve(pace, 0);
    expect(serve(pace, 9, 10)).toEqual([]);
    expect(serve(pace, 10, 10)).toEqual([50]);
    expect(serve(pace, 29, 10)).toEqual([]);
    expect(serve(pace, 30, 10)).toEqual([50]);
  });

  test('plays on for 50 ms in which nobody looks, and is filled again', () => {
    const pace = living(0);
    serve(pace, 0);
    expect(serve(pace, 50)).toEqual([10, 30]);
  });

  test('that ran dry begins anew, and is not given what it missed', () => {
    const pace = living(0);
    serve(pace, 0);
    pace.lives(5000);
    expect(serve(pace, 5000)).toEqual([0, 20, 40]);
  });

  test('is given nothing any more after 300 ms without a word', () => {
    const pace = living(0);
    serve(pace, 0);
    expect(serve(pace, 299)).toEqual([0, 20, 40]);
    expect(serve(pace, 400)).toEqual([]);
    expect(pace.due(400)).toBeUndefined();
  });
});

describe('a player that reports', () => {
  test('is given nothing before it says that it plays', () => {
    expect(serve(reporting(), 0)).toEqual([]);
  });

  test('has its own latency beside what waits for it', () => {
    const pace = reporting();
    pace.lives(30, { heardMs: 0, latencyMs: 40 });
    // What made it begin waits, too.
    expect(serve(pace, 30)).toEqual([60]);
  });

  test.each([
    ['has heard what it was never given', { heardMs: 1e9, latencyMs: 40 }, 80],
    ['has taken more than anything holds', { heardMs: 0, latencyMs: Infinity }, 5040],
  ])('that says it %s is given no more than there is room for', (_, report, roomMs) => {
    const pace = reporting();
    pace.lives(0, report);
    let frames = 0;
    while (frames < 1000 && pace.take(0, 0) !== undefined) frames++;
    expect(frames * FRAME_MS).toBeLessThanOrEqual(roomMs);
  });

  test('whose reports come late, because we were busy, is given no less', () => {
    const given = [1080, 1000].map((heardMs) => {
      const pace = reporting();
      for (let now = 0; now <= 1000; now += 50) {
        pace.lives(now, { heardMs: now, latencyMs: 30 });
        serve(pace, now);
      }
      pace.lives(1080, { heardMs, latencyMs: 30 });
      return serve(pace, 1080);
    });
    expect(given[0]!.length).toBeGreaterThanOrEqual(3);
    expect(given[1]).toEqual(given[0]);
  });

  test('that stops is given 300 ms at most', () => {
    const pace = reporting();
    pace.lives(0, { heardMs: 0, latencyMs: 40 });
    let frames = 0;
    for (let now = 0; now < 10_000; now += 10) frames += serve(pace, now).length;
    expect(frames * FRAME_MS).toBeLessThanOrEqual(80 + 300);
  });

  test.each([-0.01, -0.0005, 0, 0.0005, 0.01])(
    'whose clock differs by %f is kept full for an hour',
    (drift) => {
      const pace = reporting();
      let written = PRIMING_FRAMES + serve(pace, 0).length;
      let least = Infinity;
      let most = 0;
      for (let now = 0; now < 3_600_000; now += 10) {
        const heardMs = now * (1 + drift);
        if (now % 50 === 0) pace.lives(now, { heardMs, latencyMs: 30 + (now % 100 === 0 ? 10 : 0) });
        written += serve(pace, now).length;
        const waitingMs = written * FRAME_MS - heardMs;
        if (now > 1000) [least, most] = [Math.min(least, waitingMs), Math.max(most, waitingMs)];
      }
      expect(least).toBeGreaterThan(50);
      expect(most).toBeLessThanOrEqual(85);
    },
  );
});

test('whatever happens, the next look is in the future, and no delay is told that is no number', () => {
  const event = fc.oneof(
    fc.constant('take' as const),
    fc.constant('lives' as const),
    fc.record({ heardMs: fc.double({ min: 0, max: 1e6, noNaN: true }), latencyMs: fc.nat(5000) }),
  );
  fc.assert(
    fc.property(fc.boolean(), fc.array(fc.tuple(fc.nat(500), event)), (reports, events) => {
      const pace = new PlayerPace({ aheadMs: 60, reports });
      let now = 0;
      for (const [later, what] of events) {
        now += later;
        if (what === 'lives') pace.lives(now);
        else if (what === 'take') expect(pace.take(now, later % 20) ?? 0).toBeGreaterThanOrEqual(0);
        else pace.lives(now, what);
        expect(pace.due(now) ?? Infinity).toBeGreaterThan(now);
      }
    }),
  );
});
