import { randomBytes } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import type { Stats } from 'node:fs';
import { dirname } from 'node:path';
import { reasonOf, VtalkError } from '../base/errors.ts';

/** What helps where nothing may be written: a place that is there, until the user has a better one. */
const ELSEWHERE =
  process.platform === 'win32' ? '$env:XDG_CONFIG_HOME = $env:TEMP' : 'export XDG_CONFIG_HOME="$(mktemp -d)"';

/** Makes a directory that only its owner can enter. Throws a VtalkError when it is there and others can, too. */
export function makePrivateDirectory(directory: string): void {
  explained(
    `can't make ${directory}`,
    () => {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      refuseLoose(directory, statSync(directory), '700');
    },
    ELSEWHERE,
  );
}

/** Makes nothing, but throws a VtalkError when no file could be made in `directory`, or it could not be made itself. */
export const refuseReadOnly = (directory: string): void =>
  explained(
    `can't write in ${directory}`,
    () => accessSync(nearest(directory), constants.W_OK | constants.X_OK),
    ELSEWHERE,
  );

/** The path, or of the directories around it the first that is there. */
const nearest = (path: string): string => (existsSync(path) ? path : nearest(dirname(path)));

/** Throws a VtalkError when others than its owner can enter a directory; one that is not there is fine. */
export const refuseLooseDirectory = (directory: string): void =>
  explained(
    `can't read ${directory}`,
    () => ifThere(() => refuseLoose(directory, statSync(directory), '700')),
    ELSEWHERE,
  );

/** The text of a file; undefined when there is none. Throws a VtalkError when it can't be read. */
export const readText = (path: string): string | undefined =>
  explained(`can't read ${path}`, () => ifThere(() => readFileSync(path, 'utf8')));

/** As `readText`; throws a VtalkError also when others than its owner can get at the file. */
export const readPrivate = (path: string): string | undefined =>
  explained(`can't read ${path}`, () => ifThere(() => readOwn(path)));

/**
 * Writes a new private file beside `path`, lets `place` put it in its place, and clears away what is left of it. So
 * whoever reads `path` sees the old text or the new one, whole. Throws a VtalkError when that fails.
 */
export function writeWhole(path: string, text: string, place: (temporary: string) => void): void {
  const temporary = `${path}.${randomBytes(8).toString('hex')}.tmp`;
  explained(`can't write ${path}`, () => {
    try {
      writeFileSync(temporary, text, { mode: 0o600, flag: 'wx', flush: true });
      place(temporary);
    } finally {
      rmSync(temporary, { force: true });
    }
  });
}

/** Whether `thrown` is the system's error of this name, such as "EEXIST". */
export const hasCode = (thrown: unknown, code: string): boolean =>
  thrown instanceof Error && 'code' in thrown && thrown.code === code;

function readOwn(path: string): string {
  const file = openSync(path, 'r');
  try {
    // The open file is judged, not the path, which may lead elsewhere a moment later.
    refuseLoose(path, fstatSync(file), '600');
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}

function ifThere<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function explained<Result>(problem: string, work: () => Result, hint?: string): Result {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof VtalkError) throw cause;
    throw new VtalkError(`${problem}: ${reasonOf(cause)}`, { cause, ...(hint !== undefined && { hint }) });
  }
}

/** Windows has no such modes and no such owners. */
function refuseLoose(path: string, stats: Stats, mode: '600' | '700'): void {
  if (!process.getuid) return;
  if (stats.uid !== process.getuid()) {
    throw new VtalkError(`${path} belongs to another user`, { hint: `see whose it is: ls -ldL '${path}'` });
  }
  if (stats.mode & 0o077) {
    throw new VtalkError(`other users have access to ${path}`, { hint: `chmod ${mode} '${path}'` });
  }
}
