import { describe, expect, it } from 'vitest';
import { Turns } from '../../src/codec/turns.ts';

describe('Turns', () => {
  it('starts a job only when the one before has settled', async () => {
    const turns = new Turns();
    const log: string[] = [];
    const job = (name: string) => async () => {
      log.push(`${name} starts`);
      await Promise.resolve();
      log.push(`${name} ends`);
      return name;
    };
    const results = await Promise.all([turns.take(job('a')), turns.take(job('b'))]);
    expect(results).toEqual(['a', 'b']);
    expect(log).toEqual(['a starts', 'a ends', 'b starts', 'b ends']);
  });

  it('goes on after a job that failed', async () => {
    const turns = new Turns();
    const failed = turns.take(() => Promise.reject(new Error('broken')));
    const next = turns.take(() => 'fine');
    await expect(failed).rejects.toThrow('broken');
    await expect(next).resolves.toBe('fine');
  });
});
