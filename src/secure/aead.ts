import { createCipheriv, createDecipheriv } from 'node:crypto';
import { joinBytes } from './join-bytes.ts';

/** Octets of the authentication tag (RFC 7714, 13.1). */
export const TAG_LENGTH = 16;

/** What AES-128-GCM itself works with, after the key derivation. */
export interface SessionKeys {
  /** 16 bytes. */
  key: Uint8Array;
  /** 12 bytes. */
  salt: Uint8Array;
}

/** One packet as the cipher sees it. */
export interface Sealing {
  ssrc: number;
  /** RTP: ROC and sequence number, 48 bits; RTCP: the SRTCP index, 31 bits. */
  index: number;
  /** Authenticated, not encrypted. */
  associated: Uint8Array;
}

/** Encrypts `plain`. The result is fresh: the ciphertext, as long as `plain`, then the tag. */
export function encrypt(
  keys: SessionKeys,
  { ssrc, index, associated }: Sealing,
  plain: Uint8Array,
): Uint8Array {
  const cipher = createCipheriv('aes-128-gcm', keys.key, nonceOf(keys.salt, ssrc, index));
  cipher.setAAD(associated);
  return joinBytes(cipher.update(plain), cipher.final(), cipher.getAuthTag());
}

/** Undoes `encrypt`; `sealed` is at least a tag long. Undefined when the tag is wrong. */
export function decrypt(
  keys: SessionKeys,
  { ssrc, index, associated }: Sealing,
  sealed: Uint8Array,
): Uint8Array | undefined {
  const nonce = nonceOf(keys.salt, ssrc, index);
  const decipher = createDecipheriv('aes-128-gcm', keys.key, nonce, { authTagLength: TAG_LENGTH });
  decipher.setAAD(associated);
  decipher.setAuthTag(sealed.subarray(-TAG_LENGTH));
  const plain = decipher.update(sealed.subarray(0, -TAG_LENGTH));
  try {
    decipher.final();
  } catch {
    return undefined;
  }
  return plain;
}

/**
 * The nonce (RFC 7714, 8.1 and 9.1; the index of RTCP has 31 bits, the upper ones are zero):
 *
 *       0       2               6                       12 octets
 *      +-------+---------------+-----------------------+
 *      | 00 00 |     SSRC      |         index         |   XOR salt
 *      +-------+---------------+-----------------------+
 */
function nonceOf(salt: Uint8Array, ssrc: number, index: number): Uint8Array {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(ssrc, 2);
  nonce.writeUIntBE(index, 6, 6);
  return nonce.map((octet, at) => octet ^ salt[at]!);
}
