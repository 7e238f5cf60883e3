import { createHash, KeyObject, webcrypto, X509Certificate } from 'node:crypto';
import type { Identity } from '../../src/base/packet.ts';

const ALGORITHMS = {
  ed25519: { name: 'Ed25519' },
  p256: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
};

/** A fresh key and its self-signed certificate. */
export async function makeIdentity(kind: keyof typeof ALGORITHMS = 'ed25519'): Promise<Identity> {
  // x509 needs it to be loaded first.
  await import('reflect-metadata');
  const { X509CertificateGenerator } = await import('@peculiar/x509');
  const algorithm = ALGORITHMS[kind];
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  if (!('privateKey' in keys)) throw new TypeError('no key pair');
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=test',
    keys,
    notBefore: new Date('2000-01-01'),
    notAfter: new Date('2100-01-01'),
    signingAlgorithm: algorithm,
  });
  const certificatePem = certificate.toString('pem');
  const spki = new X509Certificate(certificatePem).publicKey.export({ type: 'spki', format: 'der' });
  return {
    privateKeyPem: KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificatePem,
    fingerprint: new Uint8Array(createHash('sha256').update(spki).digest()),
  };
}
