import type { I420Frame } from './frame.ts';

/** What can be made of a picture before it is coded or shown. */
export const LOOKS = ['none', 'auto', 'grey', 'green', 'amber', 'sketch'] as const;

export type Look = (typeof LOOKS)[number];

/** Gives the pictures of one stream a look, one after the other: some looks depend on the pictures before. */
export interface Retoucher {
  /** Changes the bytes of `frame`. */
  retouch(frame: I420Frame, look: Look): void;
}
