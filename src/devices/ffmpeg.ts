import { stat } from 'node:fs/promises';
import { ExitCode, reasonOf, VtalkError } from '../base/errors.ts';
import { run } from './run.ts';

export interface FfmpegVersion {
  major: number;
  minor: number;
}

/** An ffmpeg that was seen to run. */
export interface Ffmpeg {
  path: string;
  /** Undefined for a build between releases, which is taken for the newest. */
  version: FfmpegVersion | undefined;
}

export interface FfmpegSearch {
  /** The value of --ffmpeg. */
  flag: string | undefined;
  /** Only FFMPEG_BIN is read. */
  env: Readonly<Record<string, string | undefined>>;
  /** Where the optional package keeps its own; undefined when it is not installed. */
  bundled?: () => Promise<string | undefined>;
  platform?: NodeJS.Platform;
}

/**
 * The ffmpeg to use: the one that --ffmpeg names, else FFMPEG_BIN, else that of the package ffmpeg-static, else the
 * one on PATH. Throws when the named one does not run (it is never replaced by another in silence) or there is none.
 */
export async function findFfmpeg(search: FfmpegSearch): Promise<Ffmpeg> {
  const { flag, env, bundled = bundledPath, platform = process.platform } = search;
  if (flag) return await named(flag, '--ffmpeg');
  if (env['FFMPEG_BIN']) return await named(env['FFMPEG_BIN'], 'FFMPEG_BIN');
  const found = (await tried(await bundled())) ?? (await tried('ffmpeg'));
  if (found) return found;
  throw new VtalkError('no ffmpeg found: it reads cameras and video files', {
    exitCode: ExitCode.missing,
    hint: `${INSTALL[platform] ?? INSTALL_ANYWHERE}; without it, --source test shows the test card`,
  });
}

const INSTALL_ANYWHERE = 'get it from https://ffmpeg.org/download.html, or name one with --ffmpeg';
const INSTALL: { readonly [platform in NodeJS.Platform]?: string } = {
  linux: 'apt install ffmpeg (dnf install ffmpeg-free, pacman -S ffmpeg)',
  darwin: 'brew install ffmpeg',
  win32: 'winget install ffmpeg',
};

/** Reads the first line of `ffmpeg -version`; undefined for a build between releases, such as "N-109468-gd39b34123d". */
export function parseVersion(line: string): FfmpegVersion | undefined {
  const match = /^ffmpeg version n?(\d+)\.(\d+)/.exec(line);
  return match ? { major: Number(match[1]), minor: Number(match[2]) } : undefined;
}

/** True when `version` is at least `major.minor`. */
export function isAtLeast(version: FfmpegVersion | undefined, major: number, minor: number): boolean {
  if (!version) return true;
  return version.major > major || (version.major === major && version.minor >= minor);
}

async function named(path: string, by: string): Promise<Ffmpeg> {
  try {
    return await tryOut(path);
  } catch (cause) {
    throw new VtalkError(`the ffmpeg that ${by} names does not run: ${reasonOf(cause)}`, {
      exitCode: ExitCode.missing,
      hint: `try: ${path} -version`,
      cause,
    });
  }
}

const tried = (path: string | undefined): Promise<Ffmpeg | undefined> =>
  path === undefined ? Promise.resolve(undefined) : tryOut(path).catch(() => undefined);

async function tryOut(path: string): Promise<Ffmpeg> {
  const { code, failure, stdout, lastLine } = await run(path, ['-version']);
  if (failure) throw failure;
  if (!stdout.startsWith('ffmpeg version ')) {
    throw new Error(
      code === 0 ? `${path} is not ffmpeg` : `${path}: ${lastLine ?? `exit code ${code ?? 'unknown'}`}`,
    );
  }
  return { path, version: parseVersion(stdout) };
}

/** The package gives a path even when its download failed, so the file is looked at. */
async function bundledPath(): Promise<string | undefined> {
  // As a variable, because the package may be absent while this file is compiled.
  const specifier: string = 'ffmpeg-static';
  try {
    const module: Readonly<Record<string, unknown>> = await import(specifier);
    const path = module['default'];
    return typeof path === 'string' && (await stat(path)).isFile() ? path : undefined;
  } catch {
    return undefined;
  }
}
