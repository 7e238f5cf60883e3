import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below those that systems deal out by themselves (Linux from 32768, the others from 49152). */
const [FIRST, LAST] = [10_000, 30_000];

/** A port that is free for TCP and UDP, and that nobody gets by chance before it is used. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST));
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const [server, socket] = [createServer().listen(port), createSocket('udp4').bind(port)];
  try {
    await Promise.all([once(server, 'listening'), once(socket, 'listening')]);
    return true;
  } catch {
    return false;
  } finally {
    server.close();
    socket.close();
  }
}
