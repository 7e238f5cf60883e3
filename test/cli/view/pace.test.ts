import { describe, expect, test } from 'vitest';
import { Pace } from '../../../src/cli/view/pace.ts';
import { VirtualClock } from '../../virtual-clock.ts';

/** Whoever waits hears of it only after its turn in the queue of promises. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A pace, and how many pictures of 40 ms have had their time. */
function film() {
  const clock = new VirtualClock();
  const pace = new Pace(clock);
  const seen = { pictures: 0 };
  void (async () => {
    while (seen.pictures < 1000) {
      await pace.seen(40);
      seen.pictures++;
    }
  })();
  const after = async (ms: number): Promise<number> => {
    for (let passed = 0; passed < ms; passed += 10) {
      clock.advance(10);
      await settle();
    }
    return seen.pictures;
  };
  return { pace, clock, after };
}

describe('a film', () => {
  test('is seen at its own pace', async () => {
    const { after } = film();
    expect(await after(30)).toBe(0);
    expect(await after(10)).toBe(1);
    expect(await after(400)).toBe(11);
  });

  test('stands still while it is paused, and goes on where it was', async () => {
    const { pace, after } = film();
    expect(await after(60)).toBe(1);
    pace.toggle();
    expect(await after(5000)).toBe(1);
    pace.toggle();
    expect(await after(10)).toBe(1);
    expect(await after(10)).toBe(2);
  });

  test('is paused once, however often that is said', async () => {
    const { pace, after } = film();
    await after(60);
    pace.pause();
    await after(100);
    pace.pause();
    pace.resume();
    pace.resume();
    expect(await after(10)).toBe(1);
    expect(await after(10)).toBe(2);
  });

  test('makes up for a picture that came late', async () => {
    const { after, clock } = film();
    await after(40);
    clock.advance(130);
    await settle();
    expect(await after(30)).toBe(5);
  });

  test('does not hurry after a long wait', async () => {
    const { after, clock } = film();
    await after(40);
    clock.advance(60_000);
    await settle();
    expect(await after(10)).toBeLessThan(20);
  });

  test('goes on at once when a picture is not to be seen any longer', async () => {
    const clock = new VirtualClock();
    const pace = new Pace(clock);
    const stays = pace.seen(Infinity);
    pace.skip();
    await stays;
    expect(clock.pending).toBe(0);
  });

  test('waits for nothing once it is stopped', async () => {
    const clock = new VirtualClock();
    const pace = new Pace(clock);
    const stays = pace.seen(Infinity);
    pace.stop();
    await stays;
    await pace.seen(40);
    expect(clock.pending).toBe(0);
  });
});
