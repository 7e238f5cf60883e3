import { connect, createServer } from 'node:net';
import { listenLocally } from './local-server.ts';

/** A way to a port of this machine that carries TCP and nothing else; at its own port nobody hears UDP. */
export async function openTcpTunnel(port: number): Promise<{ port: number; close: () => void }> {
  const server = createServer((outer) => {
    const inner = connect(port, '127.0.0.1').on('error', () => {});
    inner.pipe(outer.on('error', () => {})).pipe(inner);
  });
  return { port: await listenLocally(server), close: () => void server.close() };
}
