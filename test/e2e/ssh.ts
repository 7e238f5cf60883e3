import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { freePort } from '../free-port.ts';
import type { Sandbox } from './sandbox.ts';
import { Tool } from './tool.ts';

/** It starts itself again, so it wants to be called by its whole name. */
const SSHD = '/usr/sbin/sshd';
/** Where root's sshd locks in what it doesn't trust. */
const EMPTY_ROOT = '/run/sshd';

/** Why there can be no OpenSSH server of our own; with CI set there must be one. */
export const lackingSshd =
  !process.env['CI'] &&
  !(existsSync(SSHD) && (userInfo().uid !== 0 || existsSync(EMPTY_ROOT))) &&
  `there is no ${SSHD}, or for root no ${EMPTY_ROOT}`;

/**
 * Carries a port of this machine to `port`, by OpenSSH and nothing else: `ssh -L`, with a server that lives on the pipe
 * to its client and dies with it. Resolves with the port at this end, when the tunnel stands.
 */
export async function sshTunnel(sandbox: Sandbox, port: number): Promise<number> {
  for (const key of ['host', 'user'])
    spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', sandbox.path(key)]);
  const server = sandbox.write(
    'sshd_config',
    lines({
      HostKey: sandbox.path('host'),
      AuthorizedKeysFile: sandbox.path('user.pub'),
      StrictModes: 'no',
    }),
  );
  const entrance = await freePort();
  const client = sandbox.write(
    'ssh_config',
    lines({
      ProxyCommand: `${SSHD} -i -f ${server}`,
      User: userInfo().username,
      IdentityFile: sandbox.path('user'),
      StrictHostKeyChecking: 'no',
      UserKnownHostsFile: '/dev/null',
      ExitOnForwardFailure: 'yes',
    }),
  );
  const forward = `127.0.0.1:${entrance}:127.0.0.1:${port}`;
  const ssh = new Tool(sandbox, 'ssh', ['-v', '-N', '-F', client, '-L', forward, 'tunnel']);
  await ssh.says(/Entering interactive session/);
  return entrance;
}

const lines = (options: Record<string, string>): string =>
  Object.entries(options)
    .map(([name, value]) => `${name} ${value}\n`)
    .join('');
