import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A program that writes sound to its stdout, or plays what comes to its stdin: 48 kHz, mono, s16le, no header. */
export interface SoundProgram {
  /** Its path, or its name on PATH. */
  path: string;
  argv: readonly string[];
  /** What is set beside our own environment. */
  env?: Readonly<Record<string, string>>;
}

/** Who opens devices, and therefore what their ids mean. */
export type SoundSystem = 'pulse' | 'alsa' | 'coreaudio' | 'dshow';

/** Which device; the default one is no target. */
export interface SoundTarget {
  system: SoundSystem;
  id: string;
}

export interface ProgramPlan {
  platform: NodeJS.Platform;
  target: SoundTarget | undefined;
}

/** Of the choices, each with the system whose ids it understands, those that can open a device; all know the default. */
export const suitable = <Program>(
  target: SoundTarget | undefined,
  choices: readonly (readonly [SoundSystem | undefined, Program])[],
): Program[] =>
  choices
    .filter(([system]) => target === undefined || system === target.system)
    .map(([, program]) => program);

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a program is; undefined when it isn't installed. */
export function findProgram(name: string, env: Environment = process.env): string | undefined {
  if (name.includes('/')) return isExecutable(name) ? name : undefined;
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, file)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export const words = (line: string): string[] => line.split(' ').filter((word) => word !== '');

/** The sound servers of Linux; `id` is a source or a sink. What they say is read, so it must be English. */
export const pulse = (path: 'parec' | 'pacat', options: string, id: string | undefined): SoundProgram => ({
  path,
  argv: [
    ...words(`${options} --raw --format=s16le --rate=48000 --channels=1 --client-name=vtalk`),
    // Servers switch a headset to its microphone, and hold music, while there is a call.
    '--property=media.role=phone',
    ...(id === undefined ? [] : [`--device=${id}`]),
  ],
  env: { LC_ALL: 'C' },
});

/** It reads and writes without a header since 1.4; earlier ones fail at once. */
export const pipewire = (options: string, id: string | undefined): SoundProgram => ({
  path: 'pw-cat',
  argv: [
    ...words(`${options} --raw --format s16 --rate 48000 --channels 1 --media-role Communication`),
    ...(id === undefined ? [] : ['--target', id]),
    '-',
  ],
});

/** ALSA without a server. `options`: how long the buffer and a period of it are, in microseconds. */
export const alsa = (path: 'arecord' | 'aplay', options: string, id: string | undefined): SoundProgram => ({
  path,
  argv: [...words(`-q -t raw -f S16_LE -r 48000 -c 1 ${options}`), ...(id === undefined ? [] : ['-D', id])],
});

/** Sox, by the name that makes it take the default device; `id` is what its driver calls another. */
export const sox = (path: 'rec' | 'play', id: string | undefined): SoundProgram => ({
  path,
  argv: words('-q --buffer 1920 -t raw -r 48000 -c 1 -e signed-integer -b 16 -'),
  ...(id !== undefined && { env: { AUDIODEV: id } }),
});
