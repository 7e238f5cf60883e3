import { Program } from './headless.ts';
import type { Start } from './headless.ts';
import type { Sandbox } from './sandbox.ts';

export interface Side extends Start {
  args?: readonly string[];
}

/** A listener that nobody but this machine can reach, with no screen. */
export const LISTEN = ['listen', '--headless', '--bind', '127.0.0.1', '--port', '0'];

/** Starts two programs without screens, and resolves when they are in a call. */
export async function headlessCall(
  sandbox: Sandbox,
  sides: { host?: Side; caller?: Side } = {},
): Promise<{ host: Program; caller: Program; port: number }> {
  const [hostSide, callerSide] = [
    { args: [], ...sides.host },
    { args: [], ...sides.caller },
  ];
  const host = new Program(sandbox, [...LISTEN, ...hostSide.args], { user: 'ana', ...hostSide });
  const { port, invitation } = await host.event('listening');
  const call = ['call', invitation, '--headless', ...callerSide.args];
  const caller = new Program(sandbox, call, { user: 'ben', ...callerSide });
  await Promise.all([host.event('connected'), caller.event('connected')]);
  return { host, caller, port };
}
