import { KeyObject, webcrypto, X509Certificate } from 'node:crypto';
import { keyFingerprint } from '../base/fingerprint.ts';
import type { Identity } from '../base/packet.ts';

/** The dates are the same for all: they tell nothing of the machine, and a wrong clock does no harm. */
const NOT_BEFORE = new Date('2000-01-01T00:00:00Z');
const NOT_AFTER = new Date('2100-01-01T00:00:00Z');

/** A new Ed25519 key, and a certificate that it signs itself. Peers look at the key only, so the name says little. */
export async function createIdentity(): Promise<Identity> {
  // Needed by x509 before it is loaded; both are slow to load, and used once in the life of an installation.
  await import('reflect-metadata');
  const { X509CertificateGenerator } = await import('@peculiar/x509');
  const keys = await webcrypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']);
  if (!('privateKey' in keys)) throw new TypeError('Ed25519 gives a key pair');
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=vtalk',
    notBefore: NOT_BEFORE,
    notAfter: NOT_AFTER,
    signingAlgorithm: { name: 'Ed25519' },
    keys,
  });
  const certificatePem = `${certificate.toString('pem')}\n`;
  return {
    privateKeyPem: KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificatePem,
    fingerprint: fingerprintOf(certificatePem),
  };
}

/** SHA-256 of a certificate's public key (SPKI DER), 32 bytes. Throws when it is no certificate, PEM or DER. */
export const fingerprintOf = (certificate: string | Uint8Array): Uint8Array =>
  keyFingerprint(new X509Certificate(certificate).publicKey);
