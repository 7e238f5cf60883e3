// How alike two pictures are, by their luma.

/** Luma (BT.601) of RGB pixels. */
export const lumaOf = (rgb) =>
  Float64Array.from(
    { length: rgb.length / 3 },
    (_, at) => 0.299 * rgb[at * 3] + 0.587 * rgb[at * 3 + 1] + 0.114 * rgb[at * 3 + 2],
  );

/** In dB. */
export function psnr(one, other) {
  const squared = one.reduce((sum, value, at) => sum + (value - other[at]) ** 2, 0);
  return 10 * Math.log10(255 ** 2 / Math.max(squared / one.length, 1e-3));
}

/** Structural similarity (Wang et al. 2004) of luma, over squares of 8 pixels at every fourth. */
export function ssim(one, other, { width, height }) {
  let [sum, squares] = [0, 0];
  for (let row = 0; row + 8 <= height; row += 4) {
    for (let column = 0; column + 8 <= width; column += 4, squares++)
      sum += ssimOfSquare({ one, other, from: row * width + column, width });
  }
  return sum / squares;
}

function ssimOfSquare({ one, other, from, width }) {
  let [a, b, aa, bb, ab] = [0, 0, 0, 0, 0];
  for (let pixel = 0; pixel < 64; pixel++) {
    const at = from + (pixel >> 3) * width + (pixel & 7);
    const [x, y] = [one[at], other[at]];
    a += x / 64;
    b += y / 64;
    aa += (x * x) / 64;
    bb += (y * y) / 64;
    ab += (x * y) / 64;
  }
  const [c1, c2] = [6.5025, 58.5225];
  return (
    ((2 * a * b + c1) * (2 * (ab - a * b) + c2)) / ((a * a + b * b + c1) * (aa - a * a + bb - b * b + c2))
  );
}
