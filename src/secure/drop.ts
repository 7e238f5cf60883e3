/**
 * Why a sealed packet was thrown away: too short for header and tag; not what its header says, or not encrypted; of
 * another stream; seen before; too far behind to know; not sealed by who holds the key.
 */
export type Drop = 'short' | 'malformed' | 'ssrc' | 'replayed' | 'old' | 'forged';
