import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect } from 'vitest';

const folders: string[] = [];

afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })));
});

/** A folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'vtalk-devices-'));
  folders.push(folder);
  return folder;
}

/**
 * A program in ffmpeg's place; its path. `script` is JavaScript (CommonJS) that finds `argv`, `picture(width, height,
 * value)` (PPM), `show(bytes)` and `say(text)`; what it does not answer itself is `-version`.
 */
export async function fakeFfmpeg(script: string, version = '6.1'): Promise<string> {
  const path = join(await temporaryFolder(), 'ffmpeg');
  await writeFile(
    path,
    `#!${process.execPath}
const argv = process.argv.slice(2);
const picture = (width, height, value) =>
  Buffer.concat([Buffer.from('P6\\n' + width + ' ' + height + '\\n255\\n'), Buffer.alloc(width * height * 3, value)]);
const show = (bytes) => require('node:fs').writeSync(1, bytes);
const say = (text) => require('node:fs').writeSync(2, text + '\\n');
const stay = () => setInterval(() => {}, 1e6);
if (argv[0] === '-version') { console.log('ffmpeg version ${version} Copyright (c)'); process.exit(0); }
${script}
`,
  );
  await chmod(path, 0o755);
  return path;
}

/** A dead child that nobody has collected yet runs no more. */
export function isRunning(pid: number): boolean {
  try {
    const state = execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
    return !state.trim().startsWith('Z');
  } catch {
    return false;
  }
}

/** Resolves when a process that was killed runs no more; the system takes its time. */
export async function untilGone(pid: number): Promise<void> {
  await expect.poll(() => isRunning(pid), { timeout: 30_000 }).toBe(false);
}
