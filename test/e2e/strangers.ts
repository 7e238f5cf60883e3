import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ConnectionOptions } from 'node:tls';

const HOST = '127.0.0.1';
/** The first bytes of a TLS handshake that never goes on: a record that promises 512 bytes. */
const HALF_A_HANDSHAKE = Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01]);

/** Those who knock at a port without wanting a call. */
export class Strangers {
  readonly #port: number;
  readonly #sockets: Socket[] = [];

  constructor(port: number) {
    this.#port = port;
  }

  /** Connections on which `first` is said, and nothing more. */
  async connect(count: number, first?: string | Uint8Array): Promise<void> {
    for (let made = 0; made < count; made++) {
      const socket = this.#keep(connect(this.#port, HOST));
      await once(socket, 'connect');
      if (first !== undefined) socket.write(first);
    }
  }

  async halfOpen(count: number): Promise<void> {
    await this.connect(count, HALF_A_HANDSHAKE);
  }

  /** A TLS client that is not ours, or only seems to be; after the handshake it says `first`. */
  speakTls(options: ConnectionOptions, first?: string): void {
    const socket = connectTls({ host: HOST, port: this.#port, rejectUnauthorized: false, ...options });
    this.#keep(socket);
    if (first !== undefined) socket.once('secureConnect', () => socket.write(first));
  }

  /** Datagrams of all lengths; some look like RTP, some like RTCP. */
  async sendGarbage(count: number): Promise<void> {
    const socket = createSocket('udp4');
    for (let sent = 0; sent < count; sent++) {
      const datagram = Buffer.alloc((sent * 37) % 1400, sent);
      if (datagram.length > 1) datagram.set([0x80, sent % 2 ? 98 : 200]);
      await new Promise((resolve) => socket.send(datagram, this.#port, HOST, resolve));
    }
    socket.close();
  }

  leave(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #keep(socket: Socket): Socket {
    this.#sockets.push(socket.on('error', () => {}).resume());
    return socket;
  }
}
