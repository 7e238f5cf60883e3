import { randomBytes } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import type { Clock } from '../base/clock.ts';
import type { ControlLink, ControlSink } from '../base/net.ts';
import { formatAddress, isLoopback } from './address.ts';
import { Deframer, frame } from './framing.ts';
import { LINGER_MS, MAX_BACKLOG_BYTES, MESSAGE_BYTES, STRANGER_MESSAGE_BYTES } from './limits.ts';
import { socketReason } from './reasons.ts';
import { remoteOf } from './tls.ts';

const PREFIX_BYTES = 4;
const NO_CONTEXT = Buffer.alloc(0);

export interface TlsLinkOptions {
  /** Its handshake is done. The link owns it from now on. */
  socket: TLSSocket;
  peerFingerprint: Uint8Array;
  clock: Clock;
  /** Called by `admit`. Undefined: we dialled the peer, so it is no stranger. */
  admitted?: () => void;
}

/** The control connection. Nothing is read before `listen`: what comes earlier waits in the socket, which bounds it. */
export class TlsLink implements ControlLink {
  readonly remote: string;
  readonly peerFingerprint: Uint8Array;
  readonly loopback: boolean;
  readonly #socket: TLSSocket;
  readonly #clock: Clock;
  readonly #admitted: (() => void) | undefined;
  readonly #deframer: Deframer;
  #reason: string | undefined;
  #closed: Promise<void> | undefined;
  #gone = false;
  #sink: ControlSink | undefined;

  constructor({ socket, peerFingerprint, clock, admitted }: TlsLinkOptions) {
    const address = remoteOf(socket);
    this.remote = formatAddress(address);
    this.loopback = isLoopback(address.host);
    this.peerFingerprint = peerFingerprint;
    this.#socket = socket;
    this.#clock = clock;
    this.#admitted = admitted;
    this.#deframer = new Deframer(PREFIX_BYTES, admitted ? STRANGER_MESSAGE_BYTES : MESSAGE_BYTES);
    socket.on('error', (error) => (this.#reason ??= socketReason(error)));
    socket.once('close', () => this.#finish());
  }

  exportKey(label: string, length: number): Uint8Array {
    // A connection can be lost at any moment, and with it the exporter; then a key that fits nothing is as good.
    if (this.#socket.destroyed) return new Uint8Array(randomBytes(length));
    return new Uint8Array(this.#socket.exportKeyingMaterial(length, label, NO_CONTEXT));
  }

  admit(): void {
    this.#deframer.maxBytes = MESSAGE_BYTES;
    this.#admitted?.();
  }

  send(message: Uint8Array): void {
    if (message.length > MESSAGE_BYTES) throw new RangeError('control message of more than 64 kB');
    if (this.#closed || this.#socket.destroyed) return;
    this.#socket.write(frame(PREFIX_BYTES, message));
    if (this.#socket.writableLength > MAX_BACKLOG_BYTES) this.#cut('the peer does not read');
  }

  listen(sink: ControlSink): void {
    this.#sink = sink;
    if (this.#gone) queueMicrotask(() => sink.closed(this.#reason));
    else {
      this.#socket.on('data', (chunk: Buffer) => this.#receive(chunk));
      this.#socket.on('end', () => this.#ended());
    }
  }

  close(): Promise<void> {
    return (this.#closed ??= this.#close());
  }

  async #close(): Promise<void> {
    if (this.#socket.closed) return;
    // Not `once` of node:events, which rejects when an error comes first.
    const gone = new Promise((resolve) => this.#socket.once('close', resolve));
    const cancel = this.#clock.at(this.#clock.now() + LINGER_MS, () => this.#socket.destroy());
    this.#socket.end();
    // The peer's own end is only seen when what it said before is read.
    this.#socket.resume();
    await gone;
    cancel();
  }

  #receive(chunk: Buffer): void {
    const trouble = this.#deframer.push(chunk, (message) => {
      if (!this.#closed && !this.#socket.destroyed) this.#sink?.message(message);
    });
    if (trouble) this.#cut('the peer sent a message that is too large');
  }

  #ended(): void {
    if (this.#deframer.midway && !this.#closed)
      this.#reason ??= 'the connection was cut in the middle of a message';
  }

  #cut(reason: string): void {
    this.#reason ??= reason;
    this.#socket.destroy();
  }

  #finish(): void {
    this.#gone = true;
    this.#sink?.closed(this.#reason);
  }
}
