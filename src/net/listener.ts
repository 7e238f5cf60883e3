import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { SecureContext } from 'node:tls';
import type { Clock } from '../base/clock.ts';
import type { ControlLink } from '../base/net.ts';
import type { Identity } from '../base/packet.ts';
import { formatAddress, householdOf } from './address.ts';
import { bindPair } from './bind.ts';
import { Door, PutOut } from './door.ts';
import { ADMISSION_MS, FIRST_WORD_MS, HANDSHAKE_MS, TURN_MS } from './limits.ts';
import type { PathSink } from './sink.ts';
import { TcpPath } from './tcp-path.ts';
import { TlsLink } from './tls-link.ts';
import { contextOf, peerOf, Protocol, remoteOf, sharedOptions, tune } from './tls.ts';
import type { Peer } from './tls.ts';
import { Turnstile } from './turnstile.ts';
import type { UdpSocket } from './udp.ts';

/** The type of the record with which TLS begins (RFC 8446, 5.1). */
const HANDSHAKE_RECORD = 22;

export interface ListenerSink extends PathSink {
  /** Someone opened a control connection. It is cut after 5 s unless it was admitted. */
  caller(link: ControlLink): void;
}

export interface ListenOptions {
  /** An address or name of this machine; undefined: all of them, IPv6 and IPv4. */
  host: string | undefined;
  /** For TCP and UDP alike. 0: any that is free for both. */
  port: number;
  identity: Identity;
  sink: ListenerSink;
  clock: Clock;
}

export interface Listener {
  /** The numeric address that is listened on; "::" or "0.0.0.0" for all. */
  readonly host: string;
  readonly port: number;
  /** Everything is gone when this resolves. Links that were closed still send what they have; harmless when called twice. */
  close(): Promise<void>;
}

/**
 * Opens a TLS server and a UDP socket on the same port number. Rejects with a VtalkError when the address can't be had.
 * Strangers disturb nothing: garbage, half-open and idle connections are put out and counted.
 */
export async function listen(options: ListenOptions): Promise<Listener> {
  const context = contextOf(options.identity);
  const server = createServer();
  const udp = await bindPair(server, options);
  return new TlsListener(server, udp, context, options);
}

class TlsListener implements Listener {
  readonly host: string;
  readonly port: number;
  readonly #server: Server;
  readonly #udp: UdpSocket;
  readonly #context: SecureContext;
  readonly #sink: ListenerSink;
  readonly #clock: Clock;
  readonly #door: Door;
  readonly #turnstile: Turnstile;
  #closed: Promise<void> | undefined;

  constructor(server: Server, udp: UdpSocket, context: SecureContext, { sink, clock }: ListenOptions) {
    ({ host: this.host, port: this.port } = udp.address);
    this.#server = server;
    this.#udp = udp;
    this.#context = context;
    this.#sink = sink;
    this.#clock = clock;
    this.#door = new Door(clock);
    this.#turnstile = new Turnstile(clock);
    server.on('connection', (socket) => this.#connected(socket));
    // A connection that can't be accepted, for want of file descriptors, is the system's trouble and passes.
    server.on('error', () => sink.dropped('tcp: not accepted', formatAddress(this)));
  }

  close(): Promise<void> {
    this.#closed ??= this.#closeAll();
    return this.#closed;
  }

  async #closeAll(): Promise<void> {
    const gone = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#door.sockets) if (!socket.writableEnded) socket.destroy();
    await Promise.all([gone, this.#udp.close()]);
  }

  /** Until it has said something a connection has nothing of ours but its place. */
  #connected(raw: Socket): void {
    const remote = formatAddress(remoteOf(raw));
    raw.on('error', (error) => this.#lost(error, remote));
    raw.once('readable', () => this.#spoken(raw, remote));
    this.#door.enter(raw, FIRST_WORD_MS, 'tcp: said nothing');
  }

  #spoken(raw: Socket, remote: string): void {
    const first: Buffer | null = raw.read();
    if (first?.[0] !== HANDSHAKE_RECORD) {
      this.#door.leave(raw);
      raw.destroy(first ? new PutOut('tls: handshake failed') : undefined);
      return;
    }
    raw.unshift(first);
    this.#door.extend(raw, TURN_MS, 'too many handshakes');
    const cancel = this.#turnstile.wait(householdOf(remoteOf(raw).host), () => this.#secure(raw, remote));
    raw.once('close', cancel);
  }

  #secure(raw: Socket, remote: string): void {
    if (raw.destroyed) return;
    this.#door.leave(raw);
    tune(raw);
    const socket = new TLSSocket(raw, {
      ...sharedOptions(this.#context),
      isServer: true,
      ALPNProtocols: Object.values(Protocol),
    });
    let secure = false;
    socket.on('error', (error) => {
      if (secure || error instanceof PutOut) this.#lost(error, remote);
      else this.#sink.dropped('tls: handshake failed', remote);
    });
    socket.once('secure', () => {
      secure = true;
      this.#greet(socket);
    });
    this.#door.enter(socket, HANDSHAKE_MS, 'tls: handshake timed out');
  }

  #lost(error: Error, remote: string): void {
    if (error instanceof PutOut) this.#sink.dropped(error.message, remote);
  }

  #greet(socket: TLSSocket): void {
    const peer = peerOf(socket);
    if (typeof peer === 'string') {
      socket.destroy(new PutOut(`tls: ${peer}`));
      return;
    }
    this.#door.extend(socket, ADMISSION_MS, 'not admitted in time');
    const admitted = () => this.#door.admit(socket);
    if (peer.protocol === Protocol.media) TcpPath.open({ socket, sink: this.#sink, admitted });
    else this.#sink.caller(this.#link(socket, peer, admitted));
  }

  #link(socket: TLSSocket, { fingerprint }: Peer, admitted: () => void): ControlLink {
    return new TlsLink({ socket, peerFingerprint: fingerprint, clock: this.#clock, admitted });
  }
}
