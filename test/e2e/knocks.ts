import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { listenLocally } from './local-server.ts';

/** A port of this machine at which nobody answers, but what comes is counted: datagrams and connections. */
export class Knocks {
  count = 0;
  port = 0;
  readonly #udp = createSocket('udp4', () => this.count++);
  readonly #tcp = createServer((socket) => {
    this.count++;
    socket.on('error', () => {}).destroy();
  });

  async open(): Promise<this> {
    this.port = await listenLocally(this.#tcp);
    await new Promise<void>((resolve) => this.#udp.bind(this.port, '127.0.0.1', resolve));
    return this;
  }

  close(): void {
    this.#udp.close();
    this.#tcp.close();
  }
}
