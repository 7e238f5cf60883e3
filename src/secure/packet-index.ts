/**
 * The 48-bit index of an RTP packet (RFC 3711, 3.3.1): the roll-over counter, which both ends count for themselves,
 * and the sequence number, which travels.
 *
 *      47                            16 15              0
 *     +--------------------------------+-----------------+
 *     |    roll-over counter (ROC)     | sequence number |
 *     +--------------------------------+-----------------+
 */
const CYCLE = 0x10000;
const END_OF_KEY = 2 ** 48;

/** How far `to` lies ahead of `from` on the circle of sequence numbers: -32768 to 32767. */
const ahead = (from: number, to: number): number => ((to - from) << 16) >> 16;

/**
 * The index of a received packet: of all that end in `sequenceNumber`, the one nearest to `highest`, the highest
 * index authenticated so far (RFC 3711, appendix A). Undefined when that would lie before the stream began, or after
 * the key's end.
 */
export function receivedIndex(highest: number | undefined, sequenceNumber: number): number | undefined {
  if (highest === undefined) return sequenceNumber;
  const index = highest + ahead(highest % CYCLE, sequenceNumber);
  return index >= 0 && index < END_OF_KEY ? index : undefined;
}

/**
 * The index of the next packet to send. Throws when it would not lie ahead of `last`, or when the key has sealed all
 * it may: either would use a nonce twice.
 */
export function sentIndex(last: number | undefined, sequenceNumber: number): number {
  if (last === undefined) return sequenceNumber;
  const step = ahead(last % CYCLE, sequenceNumber);
  if (step <= 0) throw new RangeError(`sequence number ${sequenceNumber} does not follow ${last % CYCLE}`);
  if (last + step >= END_OF_KEY) throw new RangeError('the key has sealed all the packets that it may');
  return last + step;
}
