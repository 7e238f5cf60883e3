import { once } from 'node:events';
import { connect, createServer } from 'node:tls';
import type { Server, TLSSocket } from 'node:tls';
import { createIdentity } from '../../src/secure/identity.ts';
import { listenLocally } from './local-server.ts';

const HOST = '127.0.0.1';

/** Someone in between with a key of their own: plays the host to callers, the caller to the host, and reads along. */
export class Impostor {
  readonly port: number;
  /** All that passed in clear. */
  heard = '';
  readonly #server: Server;
  readonly #sockets: TLSSocket[] = [];

  /** `port`: of the listener. */
  static async open(port: number): Promise<Impostor> {
    const { privateKeyPem: key, certificatePem: cert } = await createIdentity();
    const options = { key, cert, rejectUnauthorized: false, ALPNProtocols: ['vtalk/1', 'vtalk-media/1'] };
    const server = createServer({ ...options, requestCert: true });
    const impostor = new Impostor(server, await listenLocally(server));
    server.on('secureConnection', (outer) => {
      const ALPNProtocols = [outer.alpnProtocol || 'vtalk/1'];
      impostor.#join(outer, connect({ ...options, ALPNProtocols, host: HOST, port }));
    });
    return impostor;
  }

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.port = port;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await once(this.#server.close(), 'close');
  }

  #join(outer: TLSSocket, inner: TLSSocket): void {
    for (const socket of [outer, inner]) {
      this.#sockets.push(socket.on('error', () => {}));
      socket.on('data', (chunk: Buffer) => (this.heard += chunk.toString('utf8')));
    }
    outer.pipe(inner).pipe(outer);
  }
}
