import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import type { Stats } from 'node:fs';
import { reasonOf, VtalkError } from '../base/errors.ts';

/** Makes a directory that only its owner can enter. Throws a VtalkError when it is there and others can, too. */
export function makePrivateDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new VtalkError(`can't make ${directory}: ${reasonOf(cause)}`, { cause });
  }
  refuseLoose(directory, statSync(directory), '700');
}

/** The text of a file that only its owner can read; undefined when there is none. Throws a VtalkError when others can. */
export function readPrivate(path: string): string | undefined {
  const file = openExisting(path);
  if (file === undefined) return undefined;
  try {
    // Judged by the open file: the path may lead elsewhere a moment later.
    refuseLoose(path, fstatSync(file), '600');
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}

/**
 * Writes a new private file beside `path`, lets `place` put it in its place, and clears away what is left of it. So
 * whoever reads `path` sees the old text or the new one, whole.
 */
export function writeWhole(path: string, text: string, place: (temporary: string) => void): void {
  const temporary = `${path}.${randomBytes(8).toString('hex')}.tmp`;
  try {
    writeFileSync(temporary, text, { mode: 0o600, flag: 'wx', flush: true });
    place(temporary);
  } catch (cause) {
    throw new VtalkError(`can't write ${path}: ${reasonOf(cause)}`, { cause });
  } finally {
    rmSync(temporary, { force: true });
  }
}

function openExisting(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return undefined;
    throw new VtalkError(`can't read ${path}: ${reasonOf(cause)}`, { cause });
  }
}

export const hasCode = (thrown: unknown, code: string): boolean =>
  thrown instanceof Error && 'code' in thrown && thrown.code === code;

/** Windows has no such modes and no such owners. */
function refuseLoose(path: string, stats: Stats, mode: '600' | '700'): void {
  if (!process.getuid) return;
  if (stats.uid !== process.getuid()) {
    throw new VtalkError(`${path} belongs to another user`, { hint: `ls -lL '${path}' shows to whom` });
  }
  if (stats.mode & 0o077) {
    throw new VtalkError(`other users have access to ${path}`, { hint: `chmod ${mode} '${path}'` });
  }
}
