import { describe, expect, it } from 'vitest';
import { Engine, type Answer } from '../../src/base/engine.ts';

/** An engine whose jobs end when the test says so. */
function stepwise(onAnswer: (engine: Engine<number, number>, answer: Answer<number>) => void) {
  const running: { job: number; finish: (result: number) => void; fail: (error: Error) => void }[] = [];
  const answers: Answer<number>[] = [];
  let most = 0;
  const engine: Engine<number, number> = new Engine(
    (job) =>
      new Promise<number>((finish, fail) => {
        running.push({ job, finish, fail });
        most = Math.max(most, running.length);
      }),
    (answer) => {
      answers.push(answer);
      onAnswer(engine, answer);
    },
  );
  const end = async (how: (work: (typeof running)[number]) => void): Promise<void> => {
    const work = running.shift();
    if (work) how(work);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { engine, running, answers, end, most: () => most };
}

describe('an engine', () => {
  it('has one job in flight and keeps the newest of those that wait', async () => {
    const { engine, running, answers, end } = stepwise(() => {});
    expect([engine.push(1), engine.push(2), engine.push(3)]).toEqual([true, true, false]);
    expect(running.map(({ job }) => job)).toEqual([1]);
    await end(({ job, finish }) => finish(job));
    await end(({ job, finish }) => finish(job));
    expect(answers).toEqual([{ result: 1 }, { result: 3 }]);
    expect(engine.busy).toBe(false);
  });

  it('has one job in flight also when an answer brings the next', async () => {
    let next = 1;
    const { engine, end, most, running } = stepwise((self) => void self.push(++next));
    engine.push(1);
    for (let round = 0; round < 50; round++) await end(({ job, finish }) => finish(job));
    expect(most()).toBe(1);
    expect(running).toHaveLength(1);
    expect(engine.busy).toBe(true);
  });

  it('tells of a failure and goes on', async () => {
    const { engine, answers, end } = stepwise(() => {});
    engine.push(1);
    engine.push(2);
    await end(({ fail }) => fail(new Error('no')));
    await end(({ job, finish }) => finish(job));
    expect(answers).toEqual([{ failed: 'no' }, { result: 2 }]);
  });

  it('delivers nothing after it was closed', async () => {
    const { engine, answers, end, running } = stepwise(() => {});
    engine.push(1);
    engine.push(2);
    engine.close();
    await end(({ job, finish }) => finish(job));
    expect(answers).toEqual([]);
    expect(running).toEqual([]);
  });
});
