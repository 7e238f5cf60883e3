import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FRAME_MS } from '../../../src/base/audio.ts';
import { PlayerPace } from '../../../src/devices/sound/player-pace.ts';

const plain = (): PlayerPace => new PlayerPace({ aheadMs: 60, reports: false });
const reporting = (): PlayerPace => new PlayerPace({ aheadMs: 40, reports: true });

/** Answers every ask at once; gives how many frames were written, and the delays that were told. */
function serve(pace: PlayerPace, now: number): number[] {
  const delays: number[] = [];
  for (let delayMs = pace.ask(now); delayMs !== undefined; delayMs = pace.ask(now)) {
    pace.wrote(now);
    delays.push(delayMs);
  }
  return delays;
}

describe('a player that says nothing', () => {
  test('is filled at first, each frame being heard after the last', () => {
    expect(serve(plain(), 0)).toEqual([0, 20, 40]);
  });

  test('gets a frame each 20 ms from then on, and never waits for more than 60 ms', () => {
    const pace = plain();
    let [frames, now] = [serve(pace, 0).length, 0];
    while ((now = pace.due(now)) <= 60_000) {
      const delays = serve(pace, now);
      frames += delays.length;
      expect(Math.max(0, ...delays)).toBeLessThanOrEqual(40);
    }
    expect(frames).toBe(3 + 60_000 / FRAME_MS);
  });

  test('plays on for 50 ms in which nobody looks, and is filled again', () => {
    const pace = plain();
    serve(pace, 0);
    expect(serve(pace, 50)).toEqual([10, 30]);
  });

  test('that ran dry begins anew, and is not given what it missed', () => {
    const pace = plain();
    serve(pace, 0);
    expect(serve(pace, 5000)).toEqual([0, 20, 40]);
  });

  test('is not asked for twice while an answer is on its way', () => {
    const pace = plain();
    for (let frame = 0; frame < 3; frame++) expect(pace.ask(0)).toBeDefined();
    expect(pace.ask(0)).toBeUndefined();
    // Nothing was written, so nothing can have been heard.
    expect(pace.ask(1000)).toBeUndefined();
  });
});

describe('a player that reports', () => {
  test('is given nothing before it says that it plays', () => {
    expect(serve(reporting(), 0)).toEqual([]);
  });

  test('has its own latency beside what waits for it', () => {
    const pace = reporting();
    pace.report(0, 40, 30);
    expect(serve(pace, 30)).toEqual([0, 20, 40, 60]);
  });

  test('that stops is given a quarter of a second at most', () => {
    const pace = reporting();
    pace.report(0, 40, 0);
    let frames = 0;
    for (let now = 0; now < 10_000; now += 10) frames += serve(pace, now).length;
    expect(frames * FRAME_MS).toBeLessThanOrEqual(80 + 250);
  });

  test.each([-0.01, -0.0005, 0, 0.0005, 0.01])(
    'whose clock differs by %f is kept full for an hour',
    (drift) => {
      const pace = reporting();
      let written = serve(pace, 0).length;
      let least = Infinity;
      let most = 0;
      for (let now = 0; now < 3_600_000; now += 10) {
        const heardMs = now * (1 + drift);
        if (now % 50 === 0) pace.report(heardMs, 30 + (now % 100 === 0 ? 10 : 0), now);
        written += serve(pace, now).length;
        const waitingMs = written * FRAME_MS - heardMs;
        if (now > 1000) [least, most] = [Math.min(least, waitingMs), Math.max(most, waitingMs)];
      }
      expect(least).toBeGreaterThan(50);
      expect(most).toBeLessThanOrEqual(80);
    },
  );
});

test('whatever happens, the next look is in the future, and no delay is told that is no number', () => {
  const event = fc.oneof(
    fc.constant('ask' as const),
    fc.constant('wrote' as const),
    fc.record({ heardMs: fc.double({ min: 0, max: 1e6, noNaN: true }), latencyMs: fc.nat(5000) }),
  );
  fc.assert(
    fc.property(fc.boolean(), fc.array(fc.tuple(fc.nat(500), event)), (reports, events) => {
      const pace = new PlayerPace({ aheadMs: 60, reports });
      let now = 0;
      for (const [later, what] of events) {
        now += later;
        if (what === 'wrote') pace.wrote(now);
        else if (what === 'ask') expect(pace.ask(now) ?? 0).toBeGreaterThanOrEqual(0);
        else pace.report(what.heardMs, what.latencyMs, now);
        expect(pace.due(now)).toBeGreaterThan(now);
      }
    }),
  );
});
