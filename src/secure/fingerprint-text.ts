const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** A fingerprint as invitations and known_peers hold it: base64url without padding (RFC 4648, 5), 43 characters. */
export const formatFingerprint = (fingerprint: Uint8Array): string =>
  Buffer.from(fingerprint).toString('base64url');

/**
 * A fingerprint's first 80 bits for people to compare by eye or ear: four groups of four, such as
 * "mfrg-gzdf-mztw-q2lk" (base32, RFC 4648, 6).
 */
export function shortFingerprint(fingerprint: Uint8Array): string {
  const bits = Array.from(fingerprint.subarray(0, 10), (octet) => octet.toString(2).padStart(8, '0')).join(
    '',
  );
  const letters = bits.replace(/.{5}/g, (five) => BASE32[Number.parseInt(five, 2)]!);
  return letters.match(/.{4}/g)!.join('-');
}
