/** Someone who was called, or who called, before: one line of known_peers. */
export interface KnownPeer {
  /** SHA-256 of the public key (SPKI DER), base64url without padding: 43 characters. */
  fingerprint: string;
  /** What the peer called itself at first, sanitised, or what the user wrote in its place; may be empty. */
  name: string;
  /** "host:port" as dialled; undefined when only the peer has called us. */
  where: string | undefined;
  /** ISO 8601, UTC. */
  firstSeen: string;
  lastSeen: string;
  /** When the user has compared the words of a call with this peer, or its fingerprint; undefined: never. */
  verifiedAt?: string;
}
