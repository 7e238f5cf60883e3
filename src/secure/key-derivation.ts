import { createCipheriv } from 'node:crypto';
import type { SenderKey } from '../base/packet.ts';
import type { SessionKeys } from './aead.ts';

/** What a derived key is for (RFC 3711, 4.3.1 and 4.3.2). AEAD has no use for the authentication keys, 1 and 4. */
export const KeyLabel = { rtpKey: 0, rtpSalt: 2, rtcpKey: 3, rtcpSalt: 5 } as const;
export type KeyLabel = (typeof KeyLabel)[keyof typeof KeyLabel];

/**
 * The AES-CM pseudo-random function of RFC 3711, 4.3.3, with a key derivation rate of 0. `key` is 16 bytes; `salt` is
 * 14, or 12, which counts as 14 with two zeros at the end (RFC 7714, 11). The result is fresh, `length` bytes.
 *
 *      0                           7                   14      16 octets
 *     +---------------------------+---+---------------+-------+
 *     |                 salt  XOR label               | block |   AES-CTR starts here
 *     +---------------------------+---+---------------+-------+
 */
export function deriveKey(
  master: { key: Uint8Array; salt: Uint8Array },
  label: KeyLabel,
  length: number,
): Uint8Array {
  const counter = new Uint8Array(16);
  counter.set(master.salt);
  counter[7]! ^= label;
  return createCipheriv('aes-128-ctr', master.key, counter).update(new Uint8Array(length));
}

export const rtpSessionKeys = (master: SenderKey): SessionKeys => ({
  key: deriveKey(master, KeyLabel.rtpKey, 16),
  salt: deriveKey(master, KeyLabel.rtpSalt, 12),
});

export const rtcpSessionKeys = (master: SenderKey): SessionKeys => ({
  key: deriveKey(master, KeyLabel.rtcpKey, 16),
  salt: deriveKey(master, KeyLabel.rtcpSalt, 12),
});
