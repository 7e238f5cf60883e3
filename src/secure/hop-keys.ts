import type { SenderKey } from '../base/packet.ts';

/** Which end of a TLS session one is: who dialled, or who was called. */
export type Role = 'caller' | 'host';

/** Labels and length of the TLS exporter (RFC 8446, 7.5) that `hopKeys` takes apart; the sound's own path has keys of its own. */
export const HOP_LABEL = 'EXPORTER-vtalk-hop';
export const SOUND_HOP_LABEL = 'EXPORTER-vtalk-sound-hop';
export const HOP_KEY_LENGTH = 64;

/**
 * The keys of RTCP between two ends of one TLS session, which no third party of a call has. `exported` is what the
 * TLS session gives for a label and `HOP_KEY_LENGTH`: 32 bytes for what the caller sends, then 32 for the host.
 * The keys are fresh copies. Their SSRCs are what the sender SSRC of every RTCP packet must be; those of the two
 * roles differ, and none is 0.
 */
export function hopKeys(exported: Uint8Array, role: Role): { send: SenderKey; receive: SenderKey } {
  const bytes = Uint8Array.from(exported);
  const caller = hopKey(bytes.subarray(0, 32), 1);
  const host = hopKey(bytes.subarray(32, HOP_KEY_LENGTH), 2);
  return role === 'caller' ? { send: caller, receive: host } : { send: host, receive: caller };
}

/**
 *      0                16            28        32 octets
 *     +----------------+-------------+---------+
 *     |      key       |    salt     |  SSRC   |   the last two bits of the SSRC tell the role
 *     +----------------+-------------+---------+
 */
function hopKey(exported: Uint8Array, roleBits: 1 | 2): SenderKey {
  const ssrc = new DataView(exported.buffer, exported.byteOffset).getUint32(28);
  return {
    ssrc: ((ssrc & ~3) | roleBits) >>> 0,
    key: exported.subarray(0, 16),
    salt: exported.subarray(16, 28),
  };
}
