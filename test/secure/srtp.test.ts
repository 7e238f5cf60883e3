import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProtectionProfileAeadAes128Gcm, SrtpSession } from 'werift-rtp';
import type { Drop } from '../../src/secure/drop.ts';
import { RtpOpener, RtpSealer } from '../../src/secure/srtp.ts';
import { rtpPacket, SENDER } from './packets.ts';

/** The text of an opened packet's payload, or why it was dropped. */
const told = (opened: Uint8Array | Drop): string =>
  typeof opened === 'string' ? opened : Buffer.from(opened.subarray(12)).toString();

/** Seals one packet after another with one key. */
function sealing(): (sequenceNumber: number) => Uint8Array {
  const sealer = new RtpSealer(SENDER);
  return (sequenceNumber) => sealer.seal(rtpPacket({ sequenceNumber }));
}

/** A whole packet, but what should be ciphertext and tag is zeros. */
const forged = (sequenceNumber: number): Uint8Array =>
  rtpPacket({ sequenceNumber, payload: new Uint8Array(40) });

const flipBit = (bytes: Uint8Array, bit: number): Uint8Array =>
  bytes.map((octet, at) => (at === bit >> 3 ? octet ^ (0x80 >> (bit & 7)) : octet));

const anyPacket = fc.record({
  sequenceNumber: fc.nat(0x7fff),
  csrcs: fc.nat(15),
  extensionWords: fc.option(fc.nat(20), { nil: undefined }),
  payload: fc.uint8Array({ maxLength: 1200 }),
});

describe('RtpSealer and RtpOpener', () => {
  it('are each other undone, for any header and payload', () => {
    fc.assert(
      fc.property(anyPacket, (fields) => {
        const packet = rtpPacket(fields);
        const sealed = new RtpSealer(SENDER).seal(packet);
        expect(sealed).toHaveLength(packet.length + 16);
        expect(new RtpOpener(SENDER).open(sealed)).toEqual(packet);
      }),
    );
  });

  it('agree with an independent implementation', () => {
    const keys = {
      localMasterKey: Buffer.from(SENDER.key),
      localMasterSalt: Buffer.from(SENDER.salt),
      remoteMasterKey: Buffer.from(SENDER.key),
      remoteMasterSalt: Buffer.from(SENDER.salt),
    };
    fc.assert(
      fc.property(anyPacket, (fields) => {
        const session = new SrtpSession({ keys, profile: ProtectionProfileAeadAes128Gcm });
        const packet = rtpPacket(fields);
        expect(new Uint8Array(session.decrypt(Buffer.from(new RtpSealer(SENDER).seal(packet))))).toEqual(
          packet,
        );
      }),
    );
  });

  it('leave the header readable and hide the payload', () => {
    const packet = rtpPacket({ sequenceNumber: 7, csrcs: 1, extensionWords: 1, payload: new Uint8Array(64) });
    const sealed = new RtpSealer(SENDER).seal(packet);
    expect(sealed.subarray(0, 24)).toEqual(packet.subarray(0, 24));
    expect(Buffer.from(sealed).includes(Buffer.alloc(8))).toBe(false);
  });

  it('leave their input as it is', () => {
    const packet = rtpPacket({ sequenceNumber: 1 });
    const sealed = new RtpSealer(SENDER).seal(packet);
    const copies = [packet.slice(), sealed.slice()];
    new RtpOpener(SENDER).open(sealed);
    expect([packet, sealed]).toEqual(copies);
  });

  it('follow 200,000 packets over three wraps, out of order and with losses', { timeout: 60_000 }, () => {
    const sealer = new RtpSealer(SENDER);
    const opener = new RtpOpener(SENDER);
    const late: Uint8Array[] = [];
    let opened = 0;
    for (let index = 0; index < 200_000; index++) {
      const sealed = sealer.seal(
        rtpPacket({ sequenceNumber: index % 0x10000, payload: Uint8Array.of(index) }),
      );
      // Each seventh comes 700 packets late, each eleventh never.
      if (index % 11 === 0) continue;
      if (index % 7 === 0) late.push(sealed);
      else if (typeof opener.open(sealed) !== 'string') opened++;
      if (late.length > 100 && typeof opener.open(late.shift()!) !== 'string') opened++;
    }
    const lost = Math.ceil(200_000 / 11);
    expect(opened).toBe(200_000 - lost - late.length);
  });
});

describe('RtpOpener', () => {
  it('drops a packet with any one bit flipped, and opens the true one after that', () => {
    const opener = new RtpOpener(SENDER);
    const seal = sealing();
    const first = seal(10);
    const second = seal(11);
    for (let bit = 0; bit < first.length * 8; bit++)
      expect(typeof opener.open(flipBit(first, bit))).toBe('string');
    expect(told(opener.open(second))).toBe('payload 11');
    for (let bit = 0; bit < first.length * 8; bit++)
      expect(typeof opener.open(flipBit(first, bit))).toBe('string');
    expect(told(opener.open(first))).toBe('payload 10');
  });

  it('drops a replay, at once and when others came between', () => {
    const opener = new RtpOpener(SENDER);
    const packets = [1, 2, 3].map(sealing());
    expect(packets.map((packet) => told(opener.open(packet)))).toEqual([
      'payload 1',
      'payload 2',
      'payload 3',
    ]);
    expect(packets.map((packet) => told(opener.open(packet)))).toEqual(['replayed', 'replayed', 'replayed']);
  });

  it('takes a packet that comes 1023 late, and not one that comes 1024 late', () => {
    const opener = new RtpOpener(SENDER);
    const seal = sealing();
    const tooLate = seal(0);
    const late = seal(1);
    opener.open(seal(1024));
    expect([told(opener.open(late)), told(opener.open(tooLate))]).toEqual(['payload 1', 'old']);
  });

  it('is not led ahead by a forged packet', () => {
    const opener = new RtpOpener(SENDER);
    const seal = sealing();
    const first = seal(5);
    const second = seal(6);
    expect(told(opener.open(forged(0x7000)))).toBe('forged');
    expect(told(opener.open(first))).toBe('payload 5');
    expect([0x7000, 0x8004, 0x1000].map((at) => told(opener.open(forged(at))))).toEqual([
      'forged',
      'forged',
      'forged',
    ]);
    expect(told(opener.open(second))).toBe('payload 6');
  });

  it('counts no packet before the first as one of a later turn', () => {
    const opener = new RtpOpener(SENDER);
    opener.open(sealing()(3));
    expect(told(opener.open(forged(0xfff0)))).toBe('old');
  });

  it('drops what another key has sealed', () => {
    const sealed = sealing()(1);
    expect(told(new RtpOpener({ ...SENDER, key: new Uint8Array(16) }).open(sealed))).toBe('forged');
    expect(told(new RtpOpener({ ...SENDER, salt: new Uint8Array(12) }).open(sealed))).toBe('forged');
  });

  it('names what is wrong with a packet that is none of its own', () => {
    const opener = new RtpOpener(SENDER);
    const sealed = sealing()(1);
    const withoutExtension = sealed.slice(0, 28);
    withoutExtension[0] = 0x90;
    expect(told(opener.open(sealed.subarray(0, 27)))).toBe('short');
    expect(told(opener.open(new Uint8Array(0)))).toBe('short');
    expect(told(opener.open(new Uint8Array(1501).fill(0x80)))).toBe('long');
    expect(told(opener.open(withoutExtension))).toBe('malformed');
    expect(told(opener.open(flipBit(sealed, 0)))).toBe('malformed');
    expect(told(opener.open(flipBit(sealed, 95)))).toBe('ssrc');
  });

  it('never throws on any bytes', () => {
    const opener = new RtpOpener(SENDER);
    const start = Uint8Array.of(0x80, 96, 0, 1, 0, 0, 0, 0, 0xca, 0xfe, 0xba, 0xbe);
    const ours = fc.uint8Array({ maxLength: 80 }).map((rest) => Uint8Array.from([...start, ...rest]));
    const mangled = fc
      .tuple(ours, fc.nat(255))
      .map(([bytes, first]) => Uint8Array.from([first, ...bytes.subarray(1)]));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 80 }), ours, mangled), (bytes) => {
        expect(typeof opener.open(bytes)).toBe('string');
      }),
      { numRuns: 2000 },
    );
  });
});

describe('RtpSealer', () => {
  it('refuses to go back, or to seal one sequence number twice', () => {
    const sealer = new RtpSealer(SENDER);
    sealer.seal(rtpPacket({ sequenceNumber: 100 }));
    expect(() => sealer.seal(rtpPacket({ sequenceNumber: 100 }))).toThrow(RangeError);
    expect(() => sealer.seal(rtpPacket({ sequenceNumber: 99 }))).toThrow(RangeError);
    expect(() => sealer.seal(rtpPacket({ sequenceNumber: 101 }))).not.toThrow();
  });

  it('refuses what is no RTP packet of its stream', () => {
    const sealer = new RtpSealer(SENDER);
    expect(() => sealer.seal(rtpPacket({ sequenceNumber: 1, ssrc: 1 }))).toThrow(TypeError);
    expect(() => sealer.seal(new Uint8Array(11))).toThrow(TypeError);
    expect(() => sealer.seal(rtpPacket({ sequenceNumber: 1, csrcs: 2 }).subarray(0, 19))).toThrow(TypeError);
  });

  it('never gives two packets the same key stream', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 0x7fff }), { maxLength: 60 }), (steps) => {
        const sealer = new RtpSealer(SENDER);
        let sequenceNumber = 0;
        // With a payload of zeros the ciphertext is the key stream, which tells nonces apart.
        const streams = steps.map((step) => {
          sequenceNumber = (sequenceNumber + step) % 0x10000;
          const sealed = sealer.seal(rtpPacket({ sequenceNumber, payload: new Uint8Array(16) }));
          return Buffer.from(sealed.subarray(12, 28)).toString('hex');
        });
        expect(new Set(streams).size).toBe(steps.length);
      }),
    );
  });
});
