/**
 * Why a sealed packet was thrown away: too short for header and tag; longer than any network carries; not what its header
 * says, or not encrypted; of another stream; seen before; too far behind to know; not sealed by who holds the key.
 */
export type Drop = 'short' | 'long' | 'malformed' | 'ssrc' | 'replayed' | 'old' | 'forged';

/** Of Ethernet. Over TCP a peer could send 64 kB each, and have us keep 64 MB of them until a frame is whole. */
export const MAX_SEALED_LENGTH = 1500;
