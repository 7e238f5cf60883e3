import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Shot } from '../../src/base/film.ts';
import { fileFilm } from '../../src/devices/file-film.ts';
import { findFfmpeg } from '../../src/devices/ffmpeg.ts';
import { fakeFfmpeg, isRunning, temporaryFolder } from './fake-ffmpeg.ts';

const ffmpeg = await findFfmpeg({ flag: undefined, env: process.env }).catch(() => undefined);
const real = test.skipIf(!ffmpeg && process.env['CI'] !== 'true');

const WITHIN = { width: 320, height: 180 };

async function clip(input: string): Promise<string> {
  const path = join(await temporaryFolder(), 'clip.mkv');
  const source = ['-v', 'error', '-nostdin', '-f', 'lavfi', '-i', input, '-c:v', 'ffv1', path];
  execFileSync(ffmpeg!.path, source);
  return path;
}

async function shots(
  path: string,
  { fps, loop = false, most = 1000 }: { fps?: number; loop?: boolean; most?: number } = {},
): Promise<Shot[]> {
  const film = await fileFilm(path, ffmpeg!);
  const all: Shot[] = [];
  for await (const shot of film.shots({ within: WITHIN, fps, loop, stop: new AbortController().signal })) {
    all.push(shot);
    if (all.length === most) break;
  }
  return all;
}

real('every picture of a film comes, each for its time', async () => {
  const all = await shots(await clip('testsrc=s=64x48:r=50:d=1'));
  expect(all).toHaveLength(50);
  expect(all[3]).toMatchObject({ lastsMs: 20, frame: { width: 64, height: 48, capturedAt: 60 } });
});

real('a film is brought to a lower rate, never to a higher one', async () => {
  const path = await clip('testsrc=s=64x48:r=20:d=1');
  const slow = await shots(path, { fps: 10 });
  expect([slow.length, slow[0]?.lastsMs]).toEqual([10, 100]);
  const own = await shots(path, { fps: 30 });
  expect([own.length, own[0]?.lastsMs]).toEqual([20, 50]);
});

real('a loop begins again', async () => {
  const all = await shots(await clip('testsrc=s=64x48:r=10:d=0.3'), { loop: true, most: 7 });
  expect(all[3]?.frame.data).toEqual(all[0]?.frame.data);
});

/** Gives picture after picture, and leaves the number of its process beside itself. */
const ENDLESS = `
require('node:fs').writeFileSync(__filename + '.pid', String(process.pid));
if (argv.includes('null')) { say('Input #0, avi, from: Video: mpeg4, 30 fps'); process.exit(0); }
for (;;) show(picture(64, 48, 9));`;

test('who has seen enough leaves no ffmpeg behind', async () => {
  const path = await fakeFfmpeg(ENDLESS);
  const film = await fileFilm('film.avi', { path, version: { major: 6, minor: 1 } });
  const stop = new AbortController();
  for await (const _ of film.shots({ within: WITHIN, fps: undefined, loop: false, stop: stop.signal })) break;
  expect(isRunning(Number(await readFile(`${path}.pid`, 'utf8')))).toBe(false);
});

test('a film is stopped while its next picture is waited for', async () => {
  const path = await fakeFfmpeg(`
if (argv.includes('null')) { say('Input #0, avi, from: Video: mpeg4, 30 fps'); process.exit(0); }
show(picture(64, 48, 9)); stay();`);
  const film = await fileFilm('film.avi', { path, version: { major: 6, minor: 1 } });
  const stop = new AbortController();
  let count = 0;
  for await (const _ of film.shots({ within: WITHIN, fps: undefined, loop: false, stop: stop.signal })) {
    count++;
    stop.abort();
  }
  expect(count).toBe(1);
});

test('a film that breaks off is an error', async () => {
  const path = await fakeFfmpeg(`
if (argv.includes('null')) { say('Input #0, avi, from: Video: mpeg4, 30 fps'); process.exit(0); }
show(picture(64, 48, 9)); say('disk on fire'); process.exit(1);`);
  const film = await fileFilm('film.avi', { path, version: { major: 6, minor: 1 } });
  const all = async (): Promise<void> => {
    const { signal } = new AbortController();
    for await (const _ of film.shots({ within: WITHIN, fps: undefined, loop: false, stop: signal }));
  };
  await expect(all()).rejects.toThrow('film.avi: ffmpeg ended with code 1: disk on fire');
});

real('a playlist is not opened', async () => {
  const path = join(await temporaryFolder(), 'list.m3u8');
  await writeFile(path, '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nclip.ts\n#EXT-X-ENDLIST\n');
  await expect(fileFilm(path, ffmpeg!)).rejects.toMatchObject({
    hint: 'playlists, drawings and text are not opened; give a video or a picture',
  });
});
