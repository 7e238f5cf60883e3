import { timingSafeEqual } from 'node:crypto';

/** Whether two secrets are equal, in a time that tells nothing but whether their lengths are. */
export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && timingSafeEqual(a, b);
