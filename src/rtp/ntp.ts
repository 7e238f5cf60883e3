import type { Ms } from '../base/clock.ts';

const MS_FROM_1900_TO_1970 = 2_208_988_800_000;
const UNITS_PER_SECOND = 2 ** 32;
/** Seconds below this are of the era that begins in 2036 (RFC 4330, 3), so times from 1968 to 2104 are told apart. */
const FIRST_SECOND_OF_OLD_ERA = 2 ** 31;

/**
 * Writes the 64-bit NTP time (RFC 5905, 6: seconds since 1900, then a fraction in 2^-32 s) of a moment between 1968
 * and 2104.
 */
export function writeNtp(view: DataView, offset: number, time: Ms): void {
  const { seconds, fraction } = ntpParts(time);
  view.setUint32(offset, seconds);
  view.setUint32(offset + 4, fraction);
}

/** Exact to a quarter of a microsecond, which is what `Ms` can hold. */
export function readNtp(view: DataView, offset: number): Ms {
  const seconds = view.getUint32(offset);
  const era = seconds < FIRST_SECOND_OF_OLD_ERA ? UNITS_PER_SECOND : 0;
  const fractionMs = (view.getUint32(offset + 4) * 1000) / UNITS_PER_SECOND;
  return (seconds + era) * 1000 - MS_FROM_1900_TO_1970 + fractionMs;
}

/** The low half of the seconds and the high half of the fraction: how report blocks name a sender report. */
export function ntpMiddle32(time: Ms): number {
  const { seconds, fraction } = ntpParts(time);
  return ((seconds << 16) | (fraction >>> 16)) >>> 0;
}

function ntpParts(time: Ms): { seconds: number; fraction: number } {
  const wholeSeconds = Math.floor(time / 1000);
  const fraction = Math.floor(((time - wholeSeconds * 1000) * UNITS_PER_SECOND) / 1000);
  return { seconds: (wholeSeconds + MS_FROM_1900_TO_1970 / 1000) >>> 0, fraction };
}
