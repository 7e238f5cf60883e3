import { constants } from 'node:crypto';
import type { Socket } from 'node:net';
import { createSecureContext } from 'node:tls';
import type { SecureContext, TLSSocket } from 'node:tls';
import { keyFingerprint } from '../base/fingerprint.ts';
import type { Identity } from '../base/packet.ts';
import { plainHost } from './address.ts';
import type { Address } from './address.ts';

const KEEP_ALIVE_MS = 10_000;

/** What a connection is for (ALPN, RFC 7301). */
export const Protocol = { control: 'vtalk/1', media: 'vtalk-media/1' } as const;
export type Protocol = (typeof Protocol)[keyof typeof Protocol];

/** Who is at the other end of a TLS connection, and what for. */
export interface Peer {
  protocol: Protocol;
  /** SHA-256 of the public key (SPKI DER), 32 bytes. */
  fingerprint: Uint8Array;
}

/** TLS 1.3 only, no tickets. Throws when the identity's PEMs are not what they should be. */
export const contextOf = (identity: Identity): SecureContext =>
  createSecureContext({
    key: identity.privateKeyPem,
    cert: identity.certificatePem,
    minVersion: 'TLSv1.3',
    // A resumed session would come without the peer's certificate.
    secureOptions: constants.SSL_OP_NO_TICKET,
  });

/** The options that both ends share: certificates are always asked for, and judged by `peerOf` instead of by a CA. */
export const sharedOptions = (context: SecureContext) => ({
  secureContext: context,
  requestCert: true,
  rejectUnauthorized: false,
});

/** Judges the other end after the handshake; a string says why it is refused, in one of a few reasons. */
export function peerOf(socket: TLSSocket): Peer | string {
  const protocol = Object.values(Protocol).find((known) => known === socket.alpnProtocol);
  if (!protocol) return 'another protocol';
  const fingerprint = fingerprintOf(socket);
  return typeof fingerprint === 'string' ? fingerprint : { protocol, fingerprint };
}

function fingerprintOf(socket: TLSSocket): Uint8Array | string {
  const certificate = socket.getPeerX509Certificate();
  if (!certificate) return 'no certificate';
  try {
    const key = certificate.publicKey;
    if (key.asymmetricKeyType !== 'ed25519') return 'another kind of key';
    return keyFingerprint(key);
  } catch {
    // OpenSSL knows certificates whose keys it can't read.
    return 'another kind of key';
  }
}

/** The address at the other end; of a socket that is already gone, "unknown". */
export const remoteOf = (socket: Socket): Address => ({
  host: plainHost(socket.remoteAddress ?? 'unknown'),
  port: socket.remotePort ?? 0,
});

/** Small messages leave at once, and a peer that vanished without a word is noticed in the end. */
export function tune(socket: Socket): void {
  socket.setNoDelay(true);
  socket.setKeepAlive(true, KEEP_ALIVE_MS);
}
