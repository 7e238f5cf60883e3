import type { Size, Wish } from './frame.ts';

/** How a picture is fitted into its place on the screen: all of it with bars, or what fills the place. */
export const FITS = ['contain', 'cover'] as const;
export type Fit = (typeof FITS)[number];

const evenWithin = (length: number, limit: number): number =>
  Math.max(2, 2 * Math.min(Math.round(length / 2), Math.floor(limit / 2)));

/**
 * The largest picture that fits the box of `wish` and, shown with the wish's pixels, keeps the aspect ratio of `source`
 * (whose pixels are square). Both sides are even and at least 2; a small source is enlarged.
 */
export function fit(source: Size, wish: Wish): Size {
  const ratio = source.width / source.height / wish.pixelAspect;
  const height = Math.min(wish.height, wish.width / ratio);
  return { width: evenWithin(height * ratio, wish.width), height: evenWithin(height, wish.height) };
}
