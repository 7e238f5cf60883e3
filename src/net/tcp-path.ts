import type { TLSSocket } from 'node:tls';
import type { Path } from '../base/net.ts';
import { formatAddress } from './address.ts';
import { Deframer, frame } from './framing.ts';
import { DATAGRAM_BYTES, MAX_BACKLOG_BYTES, STRANGER_DATAGRAMS, STRANGER_MESSAGE_BYTES } from './limits.ts';
import type { PathSink } from './sink.ts';
import { remoteOf } from './tls.ts';

const PREFIX_BYTES = 2;

export interface TcpPathOptions {
  /** Its handshake is done. The path owns it from now on. */
  socket: TLSSocket;
  sink: PathSink;
  /** Called by `admit`. Undefined: we dialled the peer, so it is no stranger. */
  admitted?: () => void;
}

/** Datagrams in a TLS connection of their own, framed as in RFC 4571. */
export class TcpPath implements Path {
  readonly transport = 'tcp';
  readonly remote: string;
  readonly #socket: TLSSocket;
  readonly #sink: PathSink;
  readonly #admitted: (() => void) | undefined;
  readonly #deframer: Deframer;
  /** How many datagrams more are taken. */
  #allowance: number;

  /** Takes the socket over; its datagrams reach the sink from the next turn of the event loop on. */
  static open(options: TcpPathOptions): TcpPath {
    const path = new TcpPath(options);
    options.socket.on('data', (chunk: Buffer) => path.#receive(chunk));
    return path;
  }

  private constructor({ socket, sink, admitted }: TcpPathOptions) {
    this.remote = formatAddress(remoteOf(socket));
    this.#socket = socket;
    this.#sink = sink;
    this.#admitted = admitted;
    this.#deframer = new Deframer(PREFIX_BYTES, admitted ? STRANGER_MESSAGE_BYTES : DATAGRAM_BYTES);
    this.#allowance = admitted ? STRANGER_DATAGRAMS : Infinity;
    // A 'close' always follows, and says all that callers need.
    socket.on('error', () => {});
    socket.once('close', () => sink.ended(this));
  }

  send(datagram: Uint8Array): void {
    if (this.#socket.destroyed) return;
    if (this.backlog() > MAX_BACKLOG_BYTES) this.#sink.dropped('tcp send: backlog', this.remote);
    else this.#socket.write(frame(PREFIX_BYTES, datagram));
  }

  backlog(): number {
    return this.#socket.writableLength;
  }

  admit(): void {
    this.#deframer.maxBytes = DATAGRAM_BYTES;
    this.#allowance = Infinity;
    this.#admitted?.();
  }

  close(): void {
    this.#socket.destroy();
  }

  #receive(chunk: Buffer): void {
    const trouble = this.#deframer.push(chunk, (datagram) => this.#take(datagram));
    if (trouble) this.#cut('tcp: datagram too large');
  }

  #take(datagram: Uint8Array): void {
    if (this.#socket.destroyed) return;
    if (this.#allowance-- > 0) this.#sink.datagram(datagram, this);
    else this.#cut('tcp: too many datagrams');
  }

  #cut(reason: string): void {
    this.#sink.dropped(reason, this.remote);
    this.#socket.destroy();
  }
}
