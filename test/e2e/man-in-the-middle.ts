import { connect, createServer } from 'node:tls';
import type { Server, TLSSocket } from 'node:tls';
import { listenLocally } from './local-server.ts';

const HOST = '127.0.0.1';
const CONTROL = 'vtalk/1';

/** Someone with a key of their own, who answers in place of a listener and calls it in turn. */
export class ManInTheMiddle {
  readonly port: number;
  /** Connections that went through TLS. */
  met = 0;
  /** What the caller said, behind TLS. */
  heard = '';
  readonly #server: Server;
  readonly #sockets: TLSSocket[] = [];

  /** `port`: of the listener; `pem`: their key and certificate. */
  static async open(port: number, pem: string): Promise<ManInTheMiddle> {
    const server = createServer({ key: pem, cert: pem, minVersion: 'TLSv1.3', ALPNProtocols: [CONTROL] });
    return new ManInTheMiddle({ server, pem, port: await listenLocally(server), listenerPort: port });
  }

  private constructor(parts: { server: Server; pem: string; port: number; listenerPort: number }) {
    this.port = parts.port;
    this.#server = parts.server;
    const credentials = { key: parts.pem, cert: parts.pem, rejectUnauthorized: false };
    this.#server.on('secureConnection', (outer) => {
      this.met++;
      const options = { host: HOST, port: parts.listenerPort, ALPNProtocols: [CONTROL], ...credentials };
      const inner = connect(options);
      for (const socket of [inner, outer]) this.#sockets.push(socket.on('error', () => {}));
      outer.on('data', (chunk) => (this.heard += chunk.toString('latin1')));
      inner.pipe(outer).pipe(inner);
    });
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}
