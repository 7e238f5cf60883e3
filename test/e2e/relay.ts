import { createSocket } from 'node:dgram';
import type { Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

const HOST = '127.0.0.1';

/** Someone on the way between a caller and a listener: what passes is carried on, and datagrams are said twice. */
export class Relay {
  readonly port: number;
  /** Datagrams that were sent once too often. */
  replayed = 0;
  readonly #server: Server;
  readonly #inner: UdpSocket;
  readonly #outer: UdpSocket;
  readonly #sockets: Socket[];

  /** `port`: of the listener. */
  static async open(port: number): Promise<Relay> {
    const sockets: Socket[] = [];
    const server = createServer((outer) => {
      const inner = connect(port, HOST);
      for (const socket of [inner, outer]) sockets.push(socket.on('error', () => {}));
      inner.pipe(outer).pipe(inner);
    });
    await once(server.listen(0, HOST), 'listening');
    const relay = new Relay(server, sockets, port);
    await once(relay.#outer.bind(relay.port, HOST), 'listening');
    return relay;
  }

  private constructor(server: Server, sockets: Socket[], listenerPort: number) {
    this.port = (server.address() as AddressInfo).port;
    this.#server = server;
    this.#sockets = sockets;
    this.#inner = createSocket('udp4');
    this.#outer = createSocket('udp4');
    let callerPort: number | undefined;
    this.#outer.on('message', (datagram, { port }) => {
      callerPort = port;
      this.#twice(this.#inner, datagram, listenerPort);
    });
    this.#inner.on('message', (datagram) => {
      if (callerPort !== undefined) this.#twice(this.#outer, datagram, callerPort);
    });
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    this.#inner.close();
    this.#outer.close();
  }

  #twice(socket: UdpSocket, datagram: Uint8Array, port: number): void {
    this.replayed++;
    socket.send(datagram, port, HOST);
    socket.send(datagram, port, HOST);
  }
}
