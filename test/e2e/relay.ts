import { createSocket } from 'node:dgram';
import type { Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { listenLocally } from './local-server.ts';

const HOST = '127.0.0.1';

/** What becomes of a datagram on the way: what is delivered in its place. */
export type Meddle = (datagram: Uint8Array, to: 'listener' | 'caller') => readonly Uint8Array[];

const twice: Meddle = (datagram) => [datagram, datagram];

/** Someone on the way between a caller and a listener: what passes is carried on, datagrams as `meddle` likes. */
export class Relay {
  readonly port: number;
  readonly #server: Server;
  readonly #inner: UdpSocket;
  readonly #outer: UdpSocket;
  readonly #sockets: Socket[];

  /** `port`: of the listener. */
  static async open(port: number, meddle: Meddle = twice): Promise<Relay> {
    const sockets: Socket[] = [];
    const server = createServer((outer) => {
      const inner = connect(port, HOST);
      for (const socket of [inner, outer]) sockets.push(socket.on('error', () => {}));
      inner.pipe(outer).pipe(inner);
    });
    const relay = new Relay({
      server,
      sockets,
      port: await listenLocally(server),
      listenerPort: port,
      meddle,
    });
    await once(relay.#outer.bind(relay.port, HOST), 'listening');
    return relay;
  }

  private constructor(parts: {
    server: Server;
    sockets: Socket[];
    port: number;
    listenerPort: number;
    meddle: Meddle;
  }) {
    this.port = parts.port;
    this.#server = parts.server;
    this.#sockets = parts.sockets;
    this.#inner = createSocket('udp4');
    this.#outer = createSocket('udp4');
    let callerPort: number | undefined;
    this.#outer.on('message', (datagram, { port }) => {
      callerPort = port;
      for (const each of parts.meddle(datagram, 'listener')) this.#inner.send(each, parts.listenerPort, HOST);
    });
    this.#inner.on('message', (datagram) => {
      if (callerPort === undefined) return;
      for (const each of parts.meddle(datagram, 'caller')) this.#outer.send(each, callerPort, HOST);
    });
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    this.#inner.close();
    this.#outer.close();
  }
}
