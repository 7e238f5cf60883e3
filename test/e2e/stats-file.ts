import { existsSync, readFileSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Stats } from '../../src/call/state.ts';
import { Changes } from './changes.ts';

type Line = Stats & { final?: true };

/** What --stats has written so far. */
export function statsIn(path: string): Line[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  return lines.map((line): Line => JSON.parse(line));
}

/** The last line, over the whole call. Throws when the call did not leave one. */
export function finalStatsIn(path: string): Stats {
  const last = statsIn(path).at(-1);
  if (!last?.final) throw new Error(`there is no final line in ${basename(path)}`);
  return last;
}

/** Resolves with what `find` finds in the lines of --stats. */
export async function untilStats<T>(
  path: string,
  what: string,
  find: (lines: readonly Stats[]) => T | undefined | false,
): Promise<T> {
  const changes = new Changes();
  const watcher = watch(dirname(path), () => changes.happened());
  try {
    return await changes.until(
      () => find(statsIn(path)),
      () => `${what}; the last line is\n${JSON.stringify(statsIn(path).at(-1))}`,
    );
  } finally {
    watcher.close();
  }
}
