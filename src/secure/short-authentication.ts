import { WORDS } from './words.ts';

/** Label and length of the TLS exporter (RFC 8446, 7.5) that `spokenWords` puts into words. */
export const WORDS_LABEL = 'EXPORTER-vtalk-sas';
export const WORDS_LENGTH = 5;

/**
 * The short authentication string of a TLS session: one word for each octet of `exported`, which is what the session
 * gives for `WORDS_LABEL` and `WORDS_LENGTH`. Both ends have the same 40 bits. Who sits in between has two sessions,
 * and would have to try some 2^40 handshakes, each with its signature, while a caller waits to make the words agree.
 */
export const spokenWords = (exported: Uint8Array): string[] => Array.from(exported, (octet) => WORDS[octet]!);
