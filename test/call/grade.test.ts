import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Grading, gradeOf } from '../../src/call/report/grade.ts';
import { Signs, type Reading } from '../../src/call/report/signs.ts';
import type { Grade } from '../../src/call/state.ts';
import { statsLine } from './stats-line.ts';
import { seeded, World } from './world.ts';

const GRADES: readonly Grade[] = ['good', 'fair', 'poor', 'frozen'];

const perfect: Reading = { lossPct: 0, latencyMs: 20, fps: 30, askedFps: 30, silentMs: 0 };

describe('gradeOf', () => {
  it.each<[Partial<Reading>, Grade]>([
    [{}, 'good'],
    [{ lossPct: 2 }, 'good'],
    [{ lossPct: 2.1 }, 'fair'],
    [{ lossPct: 8 }, 'fair'],
    [{ lossPct: 8.1 }, 'poor'],
    [{ lossPct: 100 }, 'poor'],
    [{ latencyMs: 150 }, 'good'],
    [{ latencyMs: 151 }, 'fair'],
    [{ latencyMs: 400 }, 'fair'],
    [{ latencyMs: 401 }, 'poor'],
    [{ fps: 20 }, 'good'],
    [{ fps: 19.9 }, 'fair'],
    [{ fps: 10 }, 'fair'],
    [{ fps: 9.9 }, 'poor'],
    [{ fps: 0 }, 'poor'],
    [{ fps: 10, askedFps: 15 }, 'good'],
    [{ fps: 0, askedFps: 0 }, 'good'],
    [{ fps: 0, silentMs: 1999 }, 'poor'],
    [{ fps: 0, silentMs: 2000 }, 'frozen'],
    [{ fps: 0, askedFps: 0, silentMs: 2000 }, 'frozen'],
    [{ lossPct: 3, latencyMs: 500 }, 'poor'],
  ])('of %o is %s', (signs, grade) => {
    expect(gradeOf({ ...perfect, ...signs })).toBe(grade);
  });
});

/** What is said second by second of what each second was like: g(ood), f(air) or p(oor). */
function say(seconds: string): string {
  const grading = new Grading();
  const words = Array.from(seconds, (letter, second) =>
    grading.push(
      GRADES.find((grade) => grade.startsWith(letter))!,
      second * 1000,
    ),
  );
  return words.map(([letter]) => letter).join('');
}

describe('Grading', () => {
  it('takes a worse word at once, and a better one after 3 s', () => {
    expect(say('ggpggggg')).toBe('ggpppggg');
  });

  it('does not flicker', () => {
    expect(say('ggpgpgpgpggpgggg')).toBe('ggppppppppppppgg');
  });

  it('gets better in steps', () => {
    expect(say('pffffggggg')).toBe('pppffffggg');
  });

  it('says the worst of the last 3 s', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...GRADES), { minLength: 1 }), (seconds) => {
        const grading = new Grading();
        const said = seconds.map((grade, second) => grading.push(grade, second * 1000));
        const worst = Math.max(...seconds.slice(-3).map((grade) => GRADES.indexOf(grade)));
        expect(said.at(-1)).toBe(GRADES[worst]);
      }),
    );
  });
});

/** Reads one second after the other; `bytes` came in each of them. */
function watch(): (second: { fps: number; askedFps?: number; bytes?: number }) => Reading {
  const signs = new Signs();
  let now = 0;
  let receivedBytes = 0;
  return ({ fps, askedFps = 30, bytes = 100 }) => {
    now += 1000;
    receivedBytes += bytes;
    return signs.read({ stats: statsLine({ fps }), askedFps, receivedBytes }, now);
  };
}

describe('Signs', () => {
  it('lets a camera open before it misses a picture', () => {
    const read = watch();
    const asked = Array.from({ length: 6 }, () => read({ fps: 0 }).askedFps);
    expect(asked).toEqual([0, 0, 0, 0, 0, 30]);
  });

  it('misses pictures as soon as there has been one', () => {
    const read = watch();
    read({ fps: 30 });
    expect([read({ fps: 0 }), read({ fps: 0 })]).toMatchObject([
      { askedFps: 30, silentMs: 1000 },
      { askedFps: 30, silentMs: 2000 },
    ]);
    expect(read({ fps: 1 }).silentMs).toBe(0);
  });

  it('misses none while their camera is off, and gives it time to open again', () => {
    const read = watch();
    read({ fps: 30 });
    expect(read({ fps: 0, askedFps: 0 })).toMatchObject({ askedFps: 0, silentMs: 0 });
    expect(read({ fps: 0 })).toMatchObject({ askedFps: 0, silentMs: 0 });
  });

  it('hears silence where no picture is due', () => {
    const read = watch();
    read({ fps: 0, askedFps: 0 });
    expect(read({ fps: 0, askedFps: 0, bytes: 0 }).silentMs).toBe(1000);
    expect(read({ fps: 0, askedFps: 0, bytes: 0 }).silentMs).toBe(2000);
    expect(read({ fps: 0, askedFps: 0 }).silentMs).toBe(0);
  });

  it('takes half the round trip where no picture tells the latency', () => {
    const signs = new Signs();
    const second = { askedFps: 30, receivedBytes: 1 };
    const shown = statsLine({ fps: 30, latencyMsP50: 70, rttMs: 100 });
    expect(signs.read({ stats: shown, ...second }, 1000).latencyMs).toBe(70);
    const dark = statsLine({ fps: 0, rttMs: 100 });
    expect(signs.read({ stats: dark, ...second }, 2000).latencyMs).toBe(50);
  });
});

const wordOf = (world: World): Grade | undefined => world.ben.display.state?.grade;

describe('the word for a call', () => {
  it('is good while all is well, frozen when nothing comes, and good again', async () => {
    const world = new World();
    await world.connect();
    await world.clock.play(3000);
    expect(wordOf(world)).toBe('good');
    const { weather } = world;
    world.weather = () => undefined;
    await world.clock.play(3500);
    expect(wordOf(world)).toBe('frozen');
    world.weather = weather;
    await world.clock.play(6000);
    expect(wordOf(world)).toBe('good');
  });

  it('is poor on a line that loses one packet of six', async () => {
    const random = seeded(6);
    const world = new World({ weather: () => (random() < 1 / 6 ? undefined : 10) });
    await world.connect();
    await world.clock.play(5000);
    expect(wordOf(world)).toBe('poor');
  });

  it('is fair on a way of a quarter of a second', async () => {
    const world = new World({ weather: () => 250 });
    await world.connect();
    await world.clock.play(8000);
    expect(wordOf(world)).toBe('fair');
  });

  it('stays good when the other camera is switched off', async () => {
    const world = new World();
    await world.connect();
    await world.clock.play(3000);
    world.ana.call.command({ do: 'camera' });
    for (let second = 0; second < 10; second++) {
      await world.clock.play(1000);
      expect(wordOf(world)).toBe('good');
    }
  });
});
