/**
 * Whether a datagram that shares its path with RTP is RTCP, sealed or not (RFC 5761, 4): the second octet holds packet
 * types 192-223, which RTP with its marker bit would have as payload types 64-95.
 */
export const isRtcp = (datagram: Uint8Array): boolean => {
  const type = datagram[1] ?? 0;
  return type >= 192 && type <= 223;
};
