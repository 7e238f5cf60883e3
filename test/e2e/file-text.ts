import { existsSync, readFileSync, statSync, watch } from 'node:fs';
import { dirname } from 'node:path';
import { Changes } from './changes.ts';

/** Resolves with the text of a file as soon as it is there. */
export const textOf = (path: string): Promise<string> =>
  untilFile(path, () => (existsSync(path) && readFileSync(path, 'utf8').trim()) || undefined);

/** Resolves when a file has so many bytes. */
export async function untilLong(path: string, bytes: number): Promise<void> {
  await untilFile(path, () => existsSync(path) && statSync(path).size >= bytes);
}

async function untilFile<T>(path: string, find: () => T | undefined | false): Promise<T> {
  const changes = new Changes();
  const watcher = watch(dirname(path), () => changes.happened());
  return await changes.until(find, () => path).finally(() => watcher.close());
}
