import { createSocket } from 'node:dgram';
import type { RemoteInfo, Socket } from 'node:dgram';
import { once } from 'node:events';
import type { Path } from '../base/net.ts';
import { formatAddress } from './address.ts';
import type { Address } from './address.ts';
import { codeOf } from './reasons.ts';
import type { PathSink } from './sink.ts';

/** Room for a burst of key frames: the system's usual 208 kB holds fewer than a hundred datagrams. */
const RECEIVE_BUFFER_BYTES = 8 << 20;
const LEAST_BUFFER_BYTES = 256 << 10;
/** Senders whose path is remembered. Anyone can forge sources, so the number is bounded. */
const MAX_PATHS = 64;

export interface UdpOptions {
  /** A numeric address; of either family. */
  host: string;
  /** 0: any free one. */
  port: number;
  sink: Pick<PathSink, 'datagram' | 'dropped'>;
  /** The only address whose datagrams are taken; undefined: anyone's. */
  only?: Address;
}

/** One bound UDP socket with its many paths. */
export class UdpSocket {
  readonly #socket: Socket;
  readonly #sink: UdpOptions['sink'];
  readonly #only: string | undefined;
  readonly #paths = new Map<string, UdpPath>();
  #closed = false;

  /** Rejects with the system's error when the address can't be bound. */
  static async bind({ host, port, sink, only }: UdpOptions): Promise<UdpSocket> {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    try {
      socket.bind({ address: host, port, exclusive: true });
      await once(socket, 'listening');
    } catch (error) {
      socket.close();
      throw error;
    }
    enlarge(socket);
    return new UdpSocket(socket, sink, only && formatAddress(only));
  }

  private constructor(socket: Socket, sink: UdpOptions['sink'], only: string | undefined) {
    this.#socket = socket;
    this.#sink = sink;
    this.#only = only;
    socket.on('error', (error) => sink.dropped(`udp: ${codeOf(error)}`, formatAddress(this.address)));
    socket.on('message', (datagram, from) => this.#receive(datagram, from));
  }

  get address(): Address {
    const { address, port } = this.#socket.address();
    return { host: address, port };
  }

  /** The way to an address; the same object as long as it is among the newest 64 that were used. */
  pathTo(address: Address): UdpPath {
    const remote = formatAddress(address);
    const path = this.#paths.get(remote) ?? new UdpPath(this, address);
    this.#paths.delete(remote);
    this.#paths.set(remote, path);
    const [oldest] = this.#paths.keys();
    if (this.#paths.size > MAX_PATHS && oldest !== undefined) this.#paths.delete(oldest);
    return path;
  }

  /** Takes a copy of the bytes. Never throws: what the system refuses is counted. */
  send(datagram: Uint8Array, to: Address): void {
    if (this.#closed) return;
    this.#socket.send(Uint8Array.from(datagram), to.port, to.host, (error) => {
      if (error) this.#sink.dropped(`udp send: ${codeOf(error)}`, formatAddress(to));
    });
  }

  backlog(): number {
    return this.#closed ? 0 : this.#socket.getSendQueueSize();
  }

  /** A socket that serves one address only is closed with the path to it. */
  forget(path: UdpPath): void {
    this.#paths.delete(path.remote);
    if (this.#only !== undefined) void this.close();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#socket.close();
    await once(this.#socket, 'close');
  }

  #receive(datagram: Buffer, from: RemoteInfo): void {
    if (this.#closed) return;
    const address = { host: from.address, port: from.port };
    const remote = formatAddress(address);
    if (this.#only !== undefined && remote !== this.#only) this.#sink.dropped('udp: another sender', remote);
    else this.#sink.datagram(plainBytes(datagram), this.pathTo(address));
  }
}

/** The way to one UDP address. */
export class UdpPath implements Path {
  readonly transport = 'udp';
  readonly remote: string;
  readonly #socket: UdpSocket;
  readonly #to: Address;
  #closed = false;

  constructor(socket: UdpSocket, to: Address) {
    this.#socket = socket;
    this.#to = to;
    this.remote = formatAddress(to);
  }

  send(datagram: Uint8Array): void {
    if (!this.#closed) this.#socket.send(datagram, this.#to);
  }

  backlog(): number {
    return this.#socket.backlog();
  }

  admit(): void {}

  close(): void {
    this.#closed = true;
    this.#socket.forget(this);
  }
}

/** The same bytes, but `slice` copies them as the receiver expects. */
const plainBytes = ({ buffer, byteOffset, length }: Buffer): Uint8Array =>
  new Uint8Array(buffer, byteOffset, length);

/** As large as the system allows; some refuse where others give less. */
function enlarge(socket: Socket): void {
  for (let bytes = RECEIVE_BUFFER_BYTES; bytes >= LEAST_BUFFER_BYTES; bytes /= 2) {
    try {
      socket.setRecvBufferSize(bytes);
      return;
    } catch {
      // The next smaller size may do.
    }
  }
}
