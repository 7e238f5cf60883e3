import { describe, expect, it } from 'vitest';
import { deriveKey, KeyLabel } from '../../src/secure/key-derivation.ts';
import { RtcpOpener, RtcpSealer } from '../../src/secure/srtcp.ts';
import { RtpOpener, RtpSealer } from '../../src/secure/srtp.ts';

const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex.replaceAll(/\s/g, ''), 'hex'));
const hex = (octets: Uint8Array | string): string =>
  typeof octets === 'string' ? octets : Buffer.from(octets).toString('hex');

const KEYS = { key: bytes('000102030405060708090a0b0c0d0e0f'), salt: bytes('517569642070726f2071756f') };
const unusedMaster = (ssrc: number) => ({ ssrc, key: new Uint8Array(16), salt: new Uint8Array(12) });

describe('RFC 7714, 16.1: SRTP with AEAD_AES_128_GCM', () => {
  const sender = unusedMaster(0x5501a0b2);
  const plain = bytes(`8040f17b 8041f8d3 5501a0b2
    47616c6c 69612065 7374206f 6d6e6973 20646976 69736120 696e2070 61727465 73207472 6573`);
  const sealed = bytes(`8040f17b 8041f8d3 5501a0b2
    f24de3a3 fb34de6c acba861c 9d7e4bca be633bd5 0d294e6f 42a5f47a 51c7d19b 36de3adf 8833
    899d7f27 beb16a91 52cf765e e4390cce`);

  it('seals byte for byte', () => {
    expect(hex(new RtpSealer(sender, KEYS).seal(plain))).toBe(hex(sealed));
  });

  it('opens byte for byte', () => {
    expect(hex(new RtpOpener(sender, KEYS).open(sealed))).toBe(hex(plain));
  });
});

describe('RFC 7714, 17.1: SRTCP with AEAD_AES_128_GCM', () => {
  const INDEX = 0x5d4;
  const sender = unusedMaster(0x4d617273);
  const plain = bytes(`81c8000d 4d617273 4e545031 4e545032 52545020 0000042a 0000e930 4c756e61
    deadbeef deadbeef deadbeef deadbeef deadbeef`);
  const sealed = bytes(`81c8000d 4d617273
    63e94885 dcdab67c a727d766 2f6b7e99 7ff5c0f7 6c06f32d c676a5f1 730d6fda 4ce09b46 86303ded 0bb9275b
    c84aa458 96cf4d2f c5abf872 45d9eade 800005d4`);

  it('seals byte for byte', () => {
    const sealer = new RtcpSealer(sender, KEYS);
    for (let index = 0; index < INDEX; index++) sealer.seal(plain);
    expect(hex(sealer.seal(plain))).toBe(hex(sealed));
  });

  it('opens byte for byte', () => {
    expect(hex(new RtcpOpener(sender, KEYS).open(sealed))).toBe(hex(plain));
  });

  it('drops the packet of 17.3, which is authentic but not encrypted', () => {
    const tagged = bytes(`81c8000d 4d617273 4e545031 4e545032 52545020 0000042a 0000e930 4c756e61
      deadbeef deadbeef deadbeef deadbeef deadbeef
      841dd968 3dd78ec9 2ae58790 125f62b3 000005d4`);
    expect(new RtcpOpener(sender, KEYS).open(tagged)).toBe('malformed');
  });
});

describe('RFC 3711, B.3: key derivation', () => {
  const master = {
    key: bytes('e1f97a0d3e018be0d64fa32c06de4139'),
    salt: bytes('0ec675ad498afeebb6960b3aabe6'),
  };

  it('derives the cipher key', () => {
    expect(hex(deriveKey(master, KeyLabel.rtpKey, 16))).toBe('c61e7a93744f39ee10734afe3ff7a087');
  });

  it('derives the cipher salt', () => {
    expect(hex(deriveKey(master, KeyLabel.rtpSalt, 14))).toBe('30cbbc08863d8c85d49db34a9ae1');
  });

  it('treats a salt of 12 bytes as one of 14 that ends in zeros (RFC 7714, 11)', () => {
    const short = { key: master.key, salt: master.salt.subarray(0, 12) };
    const padded = { key: master.key, salt: Uint8Array.from([...short.salt, 0, 0]) };
    expect(deriveKey(short, KeyLabel.rtcpKey, 16)).toEqual(deriveKey(padded, KeyLabel.rtcpKey, 16));
  });
});
