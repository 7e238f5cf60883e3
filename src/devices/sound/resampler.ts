/** Zero crossings of the sinc to each side: what makes the edge of the pass band steep. */
const CROSSINGS = 32;
/** Points of the table between two of them; a straight line between neighbours errs by less than 16 bits can show. */
const POINTS = 512;
/** Kaiser's window with this keeps what is to be cut off 90 dB down. */
const BETA = 9;
/** Where the cut begins, as a part of the lower Nyquist frequency, so that it is done by the end of it. */
const CUTOFF = 0.91;

/** From 44.1 kHz there are 160. */
const MAX_PHASES = 1024;

/**
 * Changes the rate of a signal: band limited interpolation by a windowed sinc (J. O. Smith, Digital Audio Resampling,
 * 1984 to 2002), of linear phase and for any ratio, with exact positions. The first sample out is the first one in.
 */
export class Resampler {
  readonly #fromHz: number;
  readonly #toHz: number;
  /** How much of the kernel's own time goes by in one sample of the input. */
  readonly #scale: number;
  /** Samples of the input that the kernel reaches to each side. */
  readonly #reach: number;
  /** The input from `#reach` samples before the next one out. */
  #input: Float32Array;
  readonly #phases = new Map<number, Float64Array>();
  /** Where between two samples of the input the next one out is: in parts of `#toHz`. */
  #phase = 0;

  constructor(fromHz: number, toHz: number) {
    this.#fromHz = fromHz;
    this.#toHz = toHz;
    this.#scale = CUTOFF * Math.min(1, toHz / fromHz);
    this.#reach = Math.ceil(CROSSINGS / this.#scale);
    this.#input = new Float32Array(this.#reach);
  }

  /** How much more input is needed to hear the last of what was pushed. */
  get delaySamples(): number {
    return this.#reach;
  }

  /** What can be known of the output with `samples`, too. */
  push(samples: Float32Array): Float32Array {
    if (this.#fromHz === this.#toHz) return samples;
    const input = new Float32Array(this.#input.length + samples.length);
    input.set(this.#input);
    input.set(samples, this.#input.length);
    const output: number[] = [];
    let at = this.#reach;
    for (; at + this.#reach < input.length; at += this.#advance()) output.push(this.#interpolate(input, at));
    this.#input = input.slice(at - this.#reach);
    return Float32Array.from(output);
  }

  /** Goes on by one sample of the output; by how many of the input. */
  #advance(): number {
    this.#phase += this.#fromHz;
    const whole = Math.floor(this.#phase / this.#toHz);
    this.#phase -= whole * this.#toHz;
    return whole;
  }

  #interpolate(input: Float32Array, at: number): number {
    const taps = this.#taps();
    const first = at + 1 - this.#reach;
    let sum = 0;
    for (let tap = 0; tap < taps.length; tap++) sum += input[first + tap]! * taps[tap]!;
    return sum;
  }

  /** The kernel as it lies over the input at this phase: common rates have few of them. */
  #taps(): Float64Array {
    const known = this.#phases.get(this.#phase);
    if (known) return known;
    const fraction = this.#phase / this.#toHz;
    const taps = Float64Array.from(
      { length: 2 * this.#reach },
      (_, tap) => this.#scale * kernel(Math.abs(tap + 1 - this.#reach - fraction) * this.#scale),
    );
    if (this.#phases.size < MAX_PHASES) this.#phases.set(this.#phase, taps);
    return taps;
  }
}

const KERNEL = Float64Array.from({ length: CROSSINGS * POINTS + 2 }, (_, point) => {
  const x = point / POINTS;
  const sinc = x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
  const ratio = Math.min(1, x / CROSSINGS);
  return (sinc * bessel(BETA * Math.sqrt(1 - ratio * ratio))) / bessel(BETA);
});

/** `x`: at least 0, in zero crossings. */
function kernel(x: number): number {
  if (x >= CROSSINGS) return 0;
  const point = Math.floor(x * POINTS);
  const low = KERNEL[point]!;
  return low + (KERNEL[point + 1]! - low) * (x * POINTS - point);
}

/** The modified Bessel function of the first kind, of order 0, by its power series. */
function bessel(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
