import { describe, expect, it } from 'vitest';
import { hopKeys, HOP_KEY_LENGTH } from '../../src/secure/hop-keys.ts';
import { newSenderKey } from '../../src/secure/sender-key.ts';
import { RtcpOpener, RtcpSealer } from '../../src/secure/srtcp.ts';
import { rtcpPacket, seededRandom } from './packets.ts';

describe('hopKeys', () => {
  const exported = seededRandom('exporter')(HOP_KEY_LENGTH);

  it('give both ends the same two keys, crossed', () => {
    const caller = hopKeys(exported, 'caller');
    const host = hopKeys(exported, 'host');
    expect(caller.send).toEqual(host.receive);
    expect(caller.receive).toEqual(host.send);
    expect(caller.send.key).not.toEqual(caller.receive.key);
  });

  it('use each exported octet once', () => {
    const { send, receive } = hopKeys(
      Uint8Array.from({ length: 64 }, (_, at) => at),
      'caller',
    );
    expect([...send.key, ...send.salt]).toEqual(Array.from({ length: 28 }, (_, at) => at));
    expect([...receive.key, ...receive.salt]).toEqual(Array.from({ length: 28 }, (_, at) => 32 + at));
    expect([send.ssrc, receive.ssrc]).toEqual([0x1c1d1e1d, 0x3c3d3e3e]);
  });

  it('have SSRCs that differ and are not 0, whatever was exported', () => {
    const { send, receive } = hopKeys(new Uint8Array(HOP_KEY_LENGTH), 'host');
    expect([send.ssrc, receive.ssrc]).toEqual([2, 1]);
    expect(hopKeys(new Uint8Array(HOP_KEY_LENGTH).fill(0xff), 'caller').send.ssrc).toBe(0xfffffffd);
  });

  it('read a slice of a larger buffer, and keep no hold on it', () => {
    const slice = Buffer.concat([Buffer.alloc(5), exported]).subarray(5);
    const keys = hopKeys(slice, 'caller');
    slice.fill(0);
    expect(keys).toEqual(hopKeys(exported, 'caller'));
  });

  it('carry RTCP from one end to the other, and not back', () => {
    const caller = hopKeys(exported, 'caller');
    const host = hopKeys(exported, 'host');
    const packet = rtcpPacket(1, caller.send.ssrc);
    const sealed = new RtcpSealer(caller.send).seal(packet);
    expect(new RtcpOpener(host.receive).open(sealed)).toEqual(packet);
    expect(new RtcpOpener(caller.receive).open(sealed)).toBe('ssrc');
  });
});

describe('newSenderKey', () => {
  it('draws key, salt and SSRC', () => {
    const random = seededRandom('sender');
    const [one, other] = [newSenderKey(random), newSenderKey(random)];
    expect([one.key.length, one.salt.length]).toEqual([16, 12]);
    expect(one.key).not.toEqual(other.key);
    expect(one.salt).not.toEqual(other.salt);
    expect(one.ssrc).not.toBe(other.ssrc);
  });

  it('never draws SSRC 0', () => {
    expect(newSenderKey((length) => new Uint8Array(length)).ssrc).toBe(1);
  });
});
