/** To the first byte: a round trip around the world, or two lost packets (RFC 6298: after 1 s and 2 s more). */
export const FIRST_WORD_MS = 3000;
/** From the first byte to the turn for a TLS handshake. */
export const TURN_MS = 5000;
/** From then to its end. */
export const HANDSHAKE_MS = 5000;
/** From the end of the handshake to `admit`. */
export const ADMISSION_MS = 5000;
/** Connections that are not admitted yet. One more, and the one that has dawdled longest makes room. */
export const MAX_STRANGERS = 64;
/** Connections in all. One more is refused. */
export const MAX_CONNECTIONS = 256;

/** The longest message or datagram taken from a stranger: a hello is a tenth of it. */
export const STRANGER_MESSAGE_BYTES = 4096;
/** Datagrams taken from a media connection that nothing authentic has come over: the first should be. */
export const STRANGER_DATAGRAMS = 100;
export const MESSAGE_BYTES = 65536;
export const DATAGRAM_BYTES = 65535;

/** A peer that leaves this much unread is not there any more: its control link is cut, its datagrams are dropped. */
export const MAX_BACKLOG_BYTES = 1 << 20;
/** How long a closing link may take to send what is queued. */
export const LINGER_MS = 1000;
