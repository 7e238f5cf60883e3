/** How datagrams travel; `memory` stays inside the process (mirror, tests). */
export type Transport = 'udp' | 'tcp' | 'memory';

/**
 * A way back to whoever sent a datagram: a UDP address, a TCP connection, the other end of a memory link. Anyone can
 * make one; it becomes the peer's only when call/ has authenticated a packet that came over it.
 */
export interface Path {
  readonly transport: Transport;
  /** For logs and the status line, such as "192.0.2.7:7373". */
  readonly remote: string;
  /** Hands over one datagram of at most 65535 bytes. The bytes may be reused after the call returns. */
  send(datagram: Uint8Array): void;
  /** Bytes accepted and not yet taken by the system. */
  backlog(): number;
  /** The other end is authenticated: the limits for strangers (time, bytes) end. Means nothing to UDP. */
  admit(): void;
  /** Harmless when called twice. Closing a UDP path leaves its socket open for the others. */
  close(): void;
}

/** Receives each datagram with the way back; the bytes belong to the receiver. */
export type DatagramSink = (datagram: Uint8Array, path: Path) => void;

/** One authenticated TLS 1.3 connection that carries whole control messages. */
export interface ControlLink {
  readonly remote: string;
  /** SHA-256 of the peer's public key (SPKI DER), 32 bytes. */
  readonly peerFingerprint: Uint8Array;
  /** The peer sits on this machine's loopback interface. */
  readonly loopback: boolean;
  /** TLS exporter (RFC 8446, 7.5): the same bytes on both ends and nowhere else. */
  exportKey(label: string, length: number): Uint8Array;
  /** The peer has said a hello that makes sense: the limits for strangers (5 s, 4 kB a message) end. */
  admit(): void;
  /** One message of at most 64 kB. Nothing is sent after the link was closed. */
  send(message: Uint8Array): void;
  /** Takes the events from now on; what came earlier is delivered at once. */
  listen(sink: ControlSink): void;
  /**
   * Sends what is queued, then ends; cut off after a second. Resolves when the connection is gone: who exits earlier may
   * reset it, and the peer loses what it has not read yet. Harmless when called twice.
   */
  close(): Promise<void>;
}

export interface ControlSink {
  message(body: Uint8Array): void;
  /** Once, whoever ended it; no message follows. `reason` is for people; undefined when the peer closed in good order. */
  closed(reason: string | undefined): void;
}
