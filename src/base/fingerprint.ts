import { createHash, type KeyObject } from 'node:crypto';

/** What peers are known by: SHA-256 of a public key (SPKI DER), 32 bytes. Throws for a private key. */
export const keyFingerprint = (publicKey: KeyObject): Uint8Array =>
  new Uint8Array(
    createHash('sha256')
      .update(publicKey.export({ type: 'spki', format: 'der' }))
      .digest(),
  );
