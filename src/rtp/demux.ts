/**
 * Whether a datagram that shares its path with RTP is RTCP, sealed or not (RFC 5761, 4): the second octet holds packet
 * types 192-223, which RTP with its marker bit would have as payload types 64-95.
 */
export const isRtcp = (datagram: Uint8Array): boolean => {
  const type = datagram[1] ?? 0;
  return type >= 192 && type <= 223;
};

/** The SSRC that an RTP packet names as its stream, sealed or not (RFC 3550, 5.1); undefined when it is too short. */
export const rtpSsrc = (packet: Uint8Array): number | undefined => uint32(packet, 8);

/** The SSRC that an RTCP packet names as its sender, sealed or not (RFC 3550, 6.4); undefined when it is too short. */
export const rtcpSsrc = (packet: Uint8Array): number | undefined => uint32(packet, 4);

const uint32 = (bytes: Uint8Array, at: number): number | undefined =>
  bytes.length < at + 4 ? undefined : new DataView(bytes.buffer, bytes.byteOffset).getUint32(at);
