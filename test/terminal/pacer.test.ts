import { describe, expect, test } from 'vitest';
import { Pacer, type PacerOptions } from '../../src/terminal/pacer.ts';
import { VirtualClock } from '../virtual-clock.ts';
import { SlowLine } from './slow-line.ts';

const FPS = 30;

/** A film that is written to a line as fast as the pacer lets it; each frame would have so many bytes. */
class Film {
  readonly clock = new VirtualClock();
  readonly line: SlowLine;
  readonly pacer: Pacer;
  /** From the camera to the terminal. */
  readonly ages: number[] = [];
  readonly writes: { at: number; bytes: number }[] = [];
  frameBytes: number;
  #capturedAt: number | undefined;

  constructor(line: { rate: number; rttMs: number }, frameBytes: number, more: Partial<PacerOptions> = {}) {
    this.frameBytes = frameBytes;
    this.line = new SlowLine(this.clock, line);
    const options = { clock: this.clock, fps: FPS, maxRate: undefined, blindRate: 100_000, ...more };
    this.pacer = new Pacer({ ...options, opened: () => this.#offer() });
    this.line.answered = () => this.pacer.answered();
  }

  play(ms: number): void {
    const end = this.clock.now() + ms;
    while (this.clock.now() < end) {
      this.#capturedAt = this.clock.now();
      this.#offer();
      this.clock.advance(1000 / FPS);
    }
  }

  #offer(): void {
    const { room } = this.pacer;
    const capturedAt = this.#capturedAt;
    if (room === 0 || capturedAt === undefined) return;
    this.#capturedAt = undefined;
    const bytes = Math.min(this.frameBytes, room);
    this.writes.push({ at: this.clock.now(), bytes });
    this.line.write(bytes, () => this.ages.push(this.clock.now() - capturedAt));
    this.pacer.sent(bytes);
  }
}

const trusted = (
  line: { rate: number; rttMs: number },
  frameBytes: number,
  more?: Partial<PacerOptions>,
): Film => {
  const film = new Film(line, frameBytes, more);
  film.pacer.trust(line.rttMs);
  return film;
};

const p95 = (ages: readonly number[]): number =>
  ages.toSorted((one, other) => one - other)[Math.floor(ages.length * 0.95)] ?? 0;

describe('a terminal that answers', () => {
  const lines = [10_000, 50_000, 200_000, 2_000_000].flatMap((rate) =>
    [0, 20, 200, 600].map((rttMs) => ({ rate, rttMs })),
  );

  test.each(lines)('$rate B/s, $rttMs ms: no picture is old, and the line is kept busy', (line) => {
    const film = trusted(line, 20_000);
    film.play(5000);
    film.ages.length = 0;
    const { carried } = film.line;
    film.play(10_000);
    // What waits, the frame itself, and a picture that waits for its turn.
    expect(p95(film.ages)).toBeLessThanOrEqual(350);
    expect(film.line.carried - carried).toBeGreaterThan(Math.min(line.rate, 20_000 * FPS) * 10 * 0.6);
  });

  test('when the line becomes ten times slower, the pictures are old for no longer than 1.5 s', () => {
    const film = trusted({ rate: 500_000, rttMs: 100 }, 15_000);
    film.play(5000);
    film.line.rate = 50_000;
    film.play(1500);
    film.ages.length = 0;
    film.play(5000);
    expect(Math.max(...film.ages)).toBeLessThan(500);
  });

  test('when it becomes faster again, that is found out', () => {
    const film = trusted({ rate: 20_000, rttMs: 100 }, 15_000);
    film.play(5000);
    film.line.rate = 500_000;
    film.play(5000);
    const { carried } = film.line;
    film.play(5000);
    expect(film.line.carried - carried).toBeGreaterThan(0.8 * 15_000 * FPS * 5);
  });

  test('a still picture makes the line no slower than it is', () => {
    const film = trusted({ rate: 200_000, rttMs: 100 }, 10_000);
    film.play(3000);
    film.frameBytes = 50;
    film.play(20_000);
    film.frameBytes = 10_000;
    const { carried } = film.line;
    film.play(2000);
    expect(film.line.carried - carried).toBeGreaterThan(0.6 * 200_000 * 2);
  });

  test('one that stops gets nothing more, but a frame now and then to see whether it goes on', () => {
    const film = trusted({ rate: 100_000, rttMs: 50 }, 5000);
    film.play(3000);
    film.line.stuck = true;
    film.play(200);
    film.writes.length = 0;
    film.play(30_000);
    expect(film.writes.length).toBeLessThanOrEqual(10);
    film.line.stuck = false;
    film.play(4000);
    expect(film.ages.at(-1)).toBeLessThan(350);
  });

  test('no more than the user allows', () => {
    const film = trusted({ rate: 1_000_000, rttMs: 10 }, 20_000, { maxRate: 30_000 });
    film.play(10_000);
    expect(film.line.carried).toBeLessThan(30_000 * 10 * 1.1);
    expect(film.line.carried).toBeGreaterThan(30_000 * 10 * 0.7);
  });
});

describe('a terminal that does not answer for itself', () => {
  test('is not asked, and gets what is believed', () => {
    const film = new Film({ rate: 1_000_000, rttMs: 10 }, 20_000, { blindRate: 100_000 });
    film.line.answered = () => {};
    expect(film.pacer.question).toBe('');
    film.play(10_000);
    expect(film.line.carried).toBeLessThan(100_000 * 10 * 1.1);
    expect(film.line.carried).toBeGreaterThan(100_000 * 10 * 0.7);
  });
});
