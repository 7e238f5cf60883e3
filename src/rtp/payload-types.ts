/**
 * Payload types of all our media (RFC 3551, 6), beside each other so that no two are the same; there is no negotiation.
 * All are from the dynamic range; VP9 and Opus have the numbers that browsers give them.
 */
export const VP9_PAYLOAD_TYPE = 98;
export const OPUS_PAYLOAD_TYPE = 111;
/** Opus with copies of earlier packets (RFC 2198). */
export const RED_PAYLOAD_TYPE = 112;
