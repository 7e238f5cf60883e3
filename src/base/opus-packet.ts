/** What can be seen of an Opus packet (RFC 6716) without decoding it. */

/** A packet without sound: nothing follows until somebody speaks again, or only a sample of the noise now and then. */
export const PAUSE: Readonly<Uint8Array> = Uint8Array.of(0x48);

/** Whether a packet says that a pause begins: a frame of no bytes behind a header of one or two. */
export const isPause = (packet: Uint8Array): boolean => packet.length <= 2;

/** By configuration: four of SILK thrice, two of SILK with CELT twice, four of CELT four times (table 2). */
const FRAME_DURATIONS_MS = [10, 20, 40, 60, 10, 20, 40, 60, 10, 20, 40, 60, 10, 20, 10, 20].concat(
  Array.from({ length: 4 }, () => [2.5, 5, 10, 20]).flat(),
);
const CELT_CONFIGURATIONS = 16;
const STEREO = 0x04;
/** The second bit of a SILK frame in mono, after the one that says whether it is speech (4.2.3 and 4.2.4). */
const REPEATS_EARLIER = 0x40;

/**
 * How long a packet sounds; 0 when it has no frame (3.1 and 3.2.5).
 *
 *      0 1 2 3 4 5 6 7   0 1 2 3 4 5 6 7
 *     +-+-+-+-+-+-+-+-+ +-+-+-+-+-+-+-+-+
 *     | config  |s| c | |v|p|     M     |   s: stereo; c: 1, 2, 2 or M frames
 *     +-+-+-+-+-+-+-+-+ +-+-+-+-+-+-+-+-+
 */
export function durationMs(packet: Uint8Array): number {
  const [first, second = 0] = packet;
  if (first === undefined) return 0;
  const frames = [1, 2, 2, second & 0x3f][first & 0x03] ?? 0;
  return frames * (FRAME_DURATIONS_MS[first >> 3] ?? 0);
}

/** Whether a packet of one frame in mono holds a copy of what was said before it (in-band FEC). */
export function repeatsEarlier(packet: Uint8Array): boolean {
  const [first = 0, second = 0] = packet;
  const oneFrame = (first & 0x03) === 0;
  if (!oneFrame || (first & STEREO) !== 0 || first >> 3 >= CELT_CONFIGURATIONS) return false;
  return (second & REPEATS_EARLIER) !== 0;
}
