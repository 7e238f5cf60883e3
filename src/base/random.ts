import { randomBytes } from 'node:crypto';

/** `length` bytes nobody can guess. Tests put a seeded one in its place. */
export type Random = (length: number) => Uint8Array;

export const systemRandom: Random = (length) => new Uint8Array(randomBytes(length));
