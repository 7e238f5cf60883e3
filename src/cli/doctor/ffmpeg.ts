import { delimiter, join } from 'node:path';
import { reasonOf, VtalkError } from '../../base/errors.ts';
import type { Ffmpeg } from '../../devices/ffmpeg.ts';
import { ok, troubleOf, type Finding } from './finding.ts';
import { installCommand, setVariable, type System } from './system.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Which ffmpeg is used, and who chose it. */
export function describeFfmpeg({ path, version }: Ffmpeg, env: Environment, system: System): Finding {
  const number = version ? `${version.major}.${version.minor}` : 'between releases';
  const chosen = env['FFMPEG_BIN'] ? 'FFMPEG_BIN' : path === 'ffmpeg' ? 'on the path' : 'of ffmpeg-static';
  return ok({ check: 'ffmpeg', finding: `${number}, ${onPath(path, env, system)} (${chosen})` });
}

/** Without it a call goes on, but shows only the test card. `thrown`: by `findFfmpeg`. */
export function missingFfmpeg(thrown: unknown, env: Environment, system: System): Finding {
  if (!(thrown instanceof VtalkError)) return troubleOf('ffmpeg', 'warning', thrown);
  const unset = setVariable('FFMPEG_BIN', undefined, system.platform);
  const fix = env['FFMPEG_BIN'] ? unset : installCommand('ffmpeg', system);
  return { check: 'ffmpeg', status: 'warning', finding: reasonOf(thrown), fix };
}

/** Where the system finds a program; its bare name when that isn't clear. */
function onPath(name: string, env: Environment, system: System): string {
  if (name !== 'ffmpeg') return name;
  const file = system.platform === 'win32' ? `${name}.exe` : name;
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, file)).find((path) => system.has(path)) ?? name;
}
