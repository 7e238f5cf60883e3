import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProtectionProfileAeadAes128Gcm, SrtcpSession } from 'werift-rtp';
import { RtcpOpener, RtcpSealer } from '../../src/secure/srtcp.ts';
import { rtcpPacket, SENDER } from './packets.ts';

const flipBit = (bytes: Uint8Array, bit: number): Uint8Array =>
  bytes.map((octet, at) => (at === bit >> 3 ? octet ^ (0x80 >> (bit & 7)) : octet));

describe('RtcpSealer and RtcpOpener', () => {
  it('are each other undone', () => {
    const sealer = new RtcpSealer(SENDER);
    const opener = new RtcpOpener(SENDER);
    fc.assert(
      fc.property(fc.nat(100), (words) => {
        const packet = rtcpPacket(words);
        const sealed = sealer.seal(packet);
        expect(sealed).toHaveLength(packet.length + 20);
        expect(opener.open(sealed)).toEqual(packet);
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
    const session = new SrtcpSession({ keys, profile: ProtectionProfileAeadAes128Gcm });
    const sealed = new RtcpSealer(SENDER).seal(rtcpPacket(9));
    expect(new Uint8Array(session.decrypt(Buffer.from(sealed)))).toEqual(rtcpPacket(9));
  });

  it('never repeat a key stream', () => {
    const sealer = new RtcpSealer(SENDER);
    const packet = rtcpPacket(2);
    const streams = Array.from({ length: 1000 }, () =>
      Buffer.from(sealer.seal(packet).subarray(8, 24)).toString('hex'),
    );
    expect(new Set(streams).size).toBe(1000);
  });
});

describe('RtcpOpener', () => {
  it('drops a packet with any one bit flipped, and opens the true one after that', () => {
    const opener = new RtcpOpener(SENDER);
    const sealed = new RtcpSealer(SENDER).seal(rtcpPacket());
    for (let bit = 0; bit < sealed.length * 8; bit++)
      expect(typeof opener.open(flipBit(sealed, bit))).toBe('string');
    expect(opener.open(sealed)).toEqual(rtcpPacket());
  });

  it('is not led ahead by a forged index', () => {
    const opener = new RtcpOpener(SENDER);
    const sealed = new RtcpSealer(SENDER).seal(rtcpPacket());
    const ahead = sealed.slice();
    ahead.set([0xff, 0xff, 0xff, 0xff], sealed.length - 4);
    expect(opener.open(ahead)).toBe('forged');
    expect(opener.open(sealed)).toEqual(rtcpPacket());
  });

  it('drops replays, and what comes more than 1023 packets late', () => {
    const sealer = new RtcpSealer(SENDER);
    const opener = new RtcpOpener(SENDER);
    const packets = Array.from({ length: 1025 }, () => sealer.seal(rtcpPacket(0)));
    expect(typeof opener.open(packets[1024]!)).toBe('object');
    expect(opener.open(packets[1024]!)).toBe('replayed');
    expect(typeof opener.open(packets[1]!)).toBe('object');
    expect(opener.open(packets[0]!)).toBe('old');
  });

  it('names what is wrong with a packet that is none of its own', () => {
    const opener = new RtcpOpener(SENDER);
    const sealed = new RtcpSealer(SENDER).seal(rtcpPacket());
    expect(opener.open(sealed.subarray(0, 27))).toBe('short');
    expect(opener.open(new Uint8Array(1501).fill(0x80))).toBe('long');
    expect(opener.open(flipBit(sealed, 0))).toBe('malformed');
    expect(opener.open(flipBit(sealed, 8 * (sealed.length - 4)))).toBe('malformed');
    expect(opener.open(flipBit(sealed, 40))).toBe('ssrc');
  });

  it('never throws on any bytes', () => {
    const opener = new RtcpOpener(SENDER);
    const start = Uint8Array.of(0x80, 201, 0, 1, 0xca, 0xfe, 0xba, 0xbe);
    const ours = fc.uint8Array({ maxLength: 60 }).map((rest) => Uint8Array.from([...start, ...rest]));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 60 }), ours), (bytes) => {
        expect(typeof opener.open(bytes)).toBe('string');
      }),
      { numRuns: 2000 },
    );
  });
});

describe('RtcpSealer', () => {
  it('refuses what is no RTCP packet of its sender', () => {
    const sealer = new RtcpSealer(SENDER);
    expect(() => sealer.seal(rtcpPacket(0, 1))).toThrow(TypeError);
    expect(() => sealer.seal(new Uint8Array(7))).toThrow(TypeError);
  });
});
