// Two programs that call each other, without terminals.

import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const VTALK = new URL('../dist/main.js', import.meta.url).pathname;

/** Their processes, as soon as the one calls the other; `listen`, `call` and `both`: options of the one, the other, and each. */
export async function twoEnds(pulse, { listen, call, both }) {
  const invitation = pulse.path('invitation');
  rmSync(invitation, { force: true });
  const vtalk = (name, args) => {
    const env = { ...process.env, XDG_CONFIG_HOME: pulse.path(name) };
    return spawn(process.execPath, [VTALK, ...args, '--headless', ...both], { env, stdio: 'ignore' });
  };
  const door = ['--bind', '127.0.0.1', '--port', '0', '--invitation-file', invitation];
  const host = vtalk('ana', ['listen', ...door, ...listen]);
  while (!existsSync(invitation)) await sleep(50);
  const caller = vtalk('ben', ['call', readFileSync(invitation, 'utf8').trim(), ...call]);
  return { host, caller };
}
