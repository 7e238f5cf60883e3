import { describe, expect, test } from 'vitest';
import { FRAME_MS } from '../../../src/base/audio.ts';
import type { Clock } from '../../../src/base/clock.ts';
import { PlayerFeed } from '../../../src/devices/sound/player-feed.ts';
import { writeWord } from '../../../src/devices/sound/records.ts';
import { VirtualClock } from '../../virtual-clock.ts';

/** A player that plays as our clock goes. Counts the frames that it is given, and how often a timer rings for it. */
class Playing {
  readonly clock = new VirtualClock();
  readonly delays: number[] = [];
  frames = 0;
  rings = 0;
  asked: () => void = () => {};
  readonly #startedAt = this.clock.now();
  readonly feed: PlayerFeed;
  readonly #reports: boolean;

  constructor(reports: boolean) {
    this.#reports = reports;
    const counting: Clock = {
      now: () => this.clock.now(),
      at: (due, wake) =>
        this.clock.at(due, () => {
          this.rings++;
          wake();
        }),
    };
    this.feed = new PlayerFeed({
      clock: counting,
      pace: { aheadMs: reports ? 40 : 80, reports },
      write: (pcm) => {
        expect(pcm).toHaveLength(1920);
        this.frames++;
      },
      next: (delayMs) => {
        this.delays.push(delayMs);
        this.asked();
        return new Int16Array(960);
      },
    });
  }

  /** `turn`: what happens every 20 ms. */
  play(seconds: number, turn: () => void = () => {}): void {
    for (let ms = 0; ms < seconds * 1000; ms += FRAME_MS) {
      if (ms % (this.#reports ? 60 : 100) === 0) this.#tell();
      this.clock.advance(FRAME_MS);
      turn();
    }
  }

  #tell(): void {
    const heardMs = this.clock.now() - this.#startedAt;
    if (!this.#reports) this.feed.read(writeWord());
    else expect(this.feed.hear(`Time: ${(heardMs / 1000).toFixed(3)} sec; Latency: 30000 usec.`)).toBe(true);
  }
}

describe.each([true, false])('a player that reports: %s', (reports) => {
  test('is given as much as it plays, by a timer', () => {
    const player = new Playing(reports);
    player.play(10);
    expect(player.frames * FRAME_MS).toBeGreaterThanOrEqual(10_000);
    expect(player.frames * FRAME_MS).toBeLessThan(10_100);
    expect(Math.max(...player.delays)).toBeLessThanOrEqual(60);
    player.feed.close();
    expect(player.clock.pending).toBe(0);
  });

  test('is given as much at the turns of somebody else, and the timer rings half as often, if at all', () => {
    const player = new Playing(reports);
    player.play(1, () => player.feed.help());
    player.rings = 0;
    player.play(10, () => player.feed.help());
    expect(player.frames * FRAME_MS).toBeGreaterThanOrEqual(11_000);
    expect(player.frames * FRAME_MS).toBeLessThan(11_100);
    expect(player.rings).toBeLessThanOrEqual(reports ? 0 : 10 * 25);
  });

  test('gives one frame where two turns come at once, and what is missing between', () => {
    const player = new Playing(reports);
    const askedAt: number[] = [];
    let turns = 0;
    player.asked = () => askedAt.push(player.clock.now());
    // Turns come in twos, each other time.
    player.play(20, () => {
      if (turns++ % 2 === 0) return;
      player.feed.help();
      player.feed.help();
    });
    const apart = askedAt.slice(10).map((at, index) => at - askedAt[index + 9]!);
    expect(Math.min(...apart)).toBeGreaterThanOrEqual(10);
    expect(player.frames * FRAME_MS).toBeGreaterThanOrEqual(20_000);
    player.feed.close();
    player.feed.help();
    expect(player.clock.pending).toBe(0);
  });

  test('goes on when nobody helps any more', () => {
    const player = new Playing(reports);
    player.play(1, () => player.feed.help());
    player.delays.length = 0;
    player.play(1);
    expect(player.delays.length).toBeGreaterThanOrEqual(49);
    // It never ran dry.
    expect(Math.min(...player.delays)).toBeGreaterThan(0);
  });
});
