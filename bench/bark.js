// How sound looks to an ear: the power in each of its critical bands (Zwicker, 1961), and how far two such pictures are apart.

const SIZE = 1024;
const RATE = 48_000;
/** Edges in Hz, up to where Opus has something at the bitrate of a voice. */
const EDGES_HZ = [
  100, 200, 300, 400, 510, 630, 770, 920, 1080, 1270, 1480, 1720, 2000, 2320, 2700, 3150, 3700, 4400, 5300,
  6400, 7700,
];
/** About -75 dBFS in a band: what is quieter is not heard beside speech. */
const FLOOR = 30 ** 2;
/** -50 dBFS: in pauses only noise is compared with noise. */
const AUDIBLE = 104 ** 2;

/** The power in each band of at most 1024 samples; undefined when they are a pause. */
export function barkBands(pcm) {
  const power = pcm.reduce((sum, sample) => sum + sample * sample, 0) / pcm.length;
  if (power < AUDIBLE) return undefined;
  const real = Float64Array.from({ length: SIZE }, (_, index) =>
    index < pcm.length ? pcm[index] * Math.sin((Math.PI * (index + 0.5)) / pcm.length) ** 2 : 0,
  );
  const imaginary = new Float64Array(SIZE);
  transform(real, imaginary);
  const binHz = RATE / SIZE;
  return EDGES_HZ.slice(1).map((high, index) => {
    let sum = 0;
    for (let bin = Math.ceil(EDGES_HZ[index] / binHz); bin * binHz < high; bin++)
      sum += real[bin] ** 2 + imaginary[bin] ** 2;
    return (sum * 4) / SIZE ** 2;
  });
}

/** In dB; undefined when `original` is a pause. A pause where there was speech is as far as silence. */
export function distance(heard, original) {
  if (!original) return undefined;
  const squares = original.map(
    (power, band) => (10 * Math.log10((power + FLOOR) / ((heard?.[band] ?? 0) + FLOOR))) ** 2,
  );
  return Math.sqrt(squares.reduce((sum, each) => sum + each, 0) / squares.length);
}

/** Discrete Fourier transform in place (Cooley and Tukey). */
function transform(real, imaginary) {
  for (let index = 1, mirrored = 0; index < SIZE; index++) {
    let bit = SIZE >> 1;
    for (; mirrored & bit; bit >>= 1) mirrored ^= bit;
    mirrored ^= bit;
    if (index < mirrored) [real[index], real[mirrored]] = [real[mirrored], real[index]];
  }
  for (let length = 2; length <= SIZE; length *= 2)
    for (let start = 0; start < SIZE; start += length)
      for (let index = 0; index < length / 2; index++) {
        const angle = (-2 * Math.PI * index) / length;
        const [even, odd] = [start + index, start + index + length / 2];
        const turnedReal = real[odd] * Math.cos(angle) - imaginary[odd] * Math.sin(angle);
        const turnedImaginary = real[odd] * Math.sin(angle) + imaginary[odd] * Math.cos(angle);
        real[odd] = real[even] - turnedReal;
        imaginary[odd] = imaginary[even] - turnedImaginary;
        real[even] += turnedReal;
        imaginary[even] += turnedImaginary;
      }
}
