import { ExitCode, VtalkError } from '../base/errors.ts';
import { parseWhere, type Where } from '../secure/invitation.ts';
import { DEFAULT_PORT } from './defaults.ts';

/** WHERE of `vtalk call` and `vtalk doctor`; `port` is for one that names none. Throws a VtalkError when it is no address. */
export function readWhere(
  text: string,
  { port, command }: { port: number; command: 'call' | 'doctor' },
): Where & { port: number } {
  const where = parseWhere(text);
  if (where) return { ...where, port: where.port ?? (port || DEFAULT_PORT) };
  throw new VtalkError(`${JSON.stringify(text)} is no address that can be called`, {
    exitCode: ExitCode.usage,
    hint: `vtalk ${command} HOST, HOST:PORT, [V6]:PORT, or the invitation that vtalk listen shows (in quotes)`,
  });
}
