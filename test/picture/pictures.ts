import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Film, Shot } from '../../src/base/film.ts';
import { afterEach } from 'vitest';

const folders: string[] = [];

afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })));
});

/** A file that is gone after the test; its path. */
export async function fileOf(bytes: Uint8Array, name = 'picture'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'vtalk-picture-'));
  folders.push(folder);
  await writeFile(join(folder, name), bytes);
  return join(folder, name);
}

/** The first `most` shots of a film. */
export async function shotsOf(
  film: Film,
  { within = { width: 160, height: 120 }, loop = false, most = 100 } = {},
): Promise<Shot[]> {
  const shots: Shot[] = [];
  for await (const shot of film.shots({ within, fps: undefined, loop, stop: new AbortController().signal })) {
    shots.push(shot);
    if (shots.length === most) break;
  }
  return shots;
}
