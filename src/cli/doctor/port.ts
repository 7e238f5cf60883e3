import { once } from 'node:events';
import { createServer } from 'node:net';
import { reasonOf, VtalkError } from '../../base/errors.ts';
import { bindPair } from '../../net/bind.ts';
import { ok, type Finding } from './finding.ts';

/** Whether `vtalk listen` could have the port, for TCP and UDP. Without it one can still call. */
export async function checkPort(port: number): Promise<Finding> {
  const check = 'port';
  try {
    return ok({ check, finding: `${await bindOnce(port)} is free for TCP and UDP` });
  } catch (error) {
    const free = await bindOnce(0);
    return { check, status: 'warning', finding: describe(error), fix: `vtalk listen --port ${free}` };
  }
}

const ignore = (): void => {};

/** Resolves with the port that was had for a moment; 0 stands for any. */
async function bindOnce(port: number): Promise<number> {
  const server = createServer((socket) => socket.destroy());
  const udp = await bindPair(server, { host: undefined, port, sink: { datagram: ignore, dropped: ignore } });
  const bound = udp.address.port;
  server.close();
  await Promise.all([once(server, 'close'), udp.close()]);
  return bound;
}

/** With the protocol that is to blame, as far as the system says it. */
function describe(error: unknown): string {
  const cause = error instanceof VtalkError ? error.cause : undefined;
  const call = cause instanceof Error && 'syscall' in cause ? cause.syscall : undefined;
  const protocol = call === 'listen' ? ' (TCP)' : call === 'bind' ? ' (UDP)' : '';
  return `${reasonOf(error)}${protocol}`;
}
