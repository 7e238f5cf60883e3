/** The side of the matrix. */
export const BAYER_SIDE = 8;

/** Ordered dithering's 8 x 8 thresholds (Bayer 1973), row-major, evenly spread over -0.5 to 0.5. */
export const BAYER = Float32Array.from({ length: BAYER_SIDE ** 2 }, (_, at) => {
  const [x, y] = [at % BAYER_SIDE, Math.floor(at / BAYER_SIDE)];
  let level = 0;
  // Each pair of bits of the place, from the finest on, weighs a fourth of the one before.
  for (let bit = 0; bit < 3; bit++) {
    const [right, below] = [(x >> bit) & 1, (y >> bit) & 1];
    level += ((right ^ below) * 2 + below) * 4 ** (2 - bit);
  }
  return (level + 0.5) / BAYER_SIDE ** 2 - 0.5;
});
