import { createPrivateKey, X509Certificate } from 'node:crypto';
import { connect, createServer } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { Identity } from '../../src/base/packet.ts';
import { formatFingerprint, shortFingerprint } from '../../src/secure/fingerprint-text.ts';
import { createIdentity, fingerprintOf } from '../../src/secure/identity.ts';

const tlsOptions = ({ privateKeyPem, certificatePem }: Identity) => ({
  key: privateKeyPem,
  cert: certificatePem,
  rejectUnauthorized: false,
  minVersion: 'TLSv1.3' as const,
});

describe('createIdentity', () => {
  it('makes an Ed25519 key whose certificate signs itself and lasts', async () => {
    const identity = await createIdentity();
    const certificate = new X509Certificate(identity.certificatePem);
    expect(createPrivateKey(identity.privateKeyPem).asymmetricKeyType).toBe('ed25519');
    expect(certificate.checkPrivateKey(createPrivateKey(identity.privateKeyPem))).toBe(true);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(new Date(certificate.validFrom).getUTCFullYear()).toBe(2000);
    expect(new Date(certificate.validTo).getUTCFullYear()).toBe(2100);
  });

  it('makes another one each time', async () => {
    const [one, other] = await Promise.all([createIdentity(), createIdentity()]);
    expect(one.fingerprint).not.toEqual(other.fingerprint);
    expect(new X509Certificate(one.certificatePem).serialNumber).not.toBe(
      new X509Certificate(other.certificatePem).serialNumber,
    );
  });

  it('is good for TLS 1.3 on both ends', async () => {
    const [host, caller] = await Promise.all([createIdentity(), createIdentity()]);
    const server = createServer({ ...tlsOptions(host), requestCert: true });
    const accepted = new Promise<TLSSocket>((accept) => server.once('secureConnection', accept));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = Object(server.address());
    const socket = connect({ ...tlsOptions(caller), host: '127.0.0.1', port });
    await once(socket, 'secureConnect');
    const peer = await accepted;
    expect(fingerprintOf(socket.getPeerX509Certificate()!.raw)).toEqual(host.fingerprint);
    expect(fingerprintOf(peer.getPeerX509Certificate()!.raw)).toEqual(caller.fingerprint);
    socket.destroy();
    peer.destroy();
    server.close();
    await once(server, 'close');
  });
});

describe('fingerprintOf', () => {
  it('is the same for PEM and DER, and is what createIdentity gives', async () => {
    const { certificatePem, fingerprint } = await createIdentity();
    expect(fingerprint).toHaveLength(32);
    expect(fingerprintOf(certificatePem)).toEqual(fingerprint);
    expect(fingerprintOf(new X509Certificate(certificatePem).raw)).toEqual(fingerprint);
  });

  it('throws on what is no certificate', () => {
    expect(() => fingerprintOf('hello')).toThrow();
  });
});

describe('fingerprints as text', () => {
  const ASCII = Uint8Array.from(Buffer.from('a fingerprint has 32 bytes in it'));

  it('are base64url without padding', () => {
    expect(formatFingerprint(ASCII)).toBe('YSBmaW5nZXJwcmludCBoYXMgMzIgYnl0ZXMgaW4gaXQ');
    expect(formatFingerprint(new Uint8Array(32).fill(0xff))).toMatch(/^[\w-]{43}$/);
  });

  it('have a short form: the first 80 bits in base32', () => {
    expect(shortFingerprint(Uint8Array.from(Buffer.from('1234567890 and so on')))).toBe(
      'gezd-gnbv-gy3t-qojq',
    );
  });
});
