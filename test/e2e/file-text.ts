import { existsSync, readFileSync, watch } from 'node:fs';
import { dirname } from 'node:path';
import { Changes } from './changes.ts';

/** Resolves with the text of a file as soon as it is there. */
export async function textOf(path: string): Promise<string> {
  const changes = new Changes();
  const watcher = watch(dirname(path), () => changes.happened());
  const read = (): string | undefined => (existsSync(path) && readFileSync(path, 'utf8').trim()) || undefined;
  return await changes.until(read, () => path).finally(() => watcher.close());
}
