/** Sums of errors stop here. */
export const MOST_ERROR = 0xffff;
/** The most that an allowance may be. */
export const MAX_ALLOWANCE = 8191;
/** Colours that lie farther apart are never taken for one; up to here, the product with the sizes of both has 16 bits. */
export const MOST_SPREAD = 4095;

/** The error of a sample that is off by 1 in each channel. */
export const UNIT_ERROR = 1.75;

/** Squares, weighted as the eye sees the channels: 2 of 4 for red, 4 for green, 1 for blue, about BT.601's luma. */
export const errorOf = (red: number, green: number, blue: number): number =>
  ((red * red) >> 1) + green * green + ((blue * blue) >> 2);

/** Between two colours, 0xRRGGBB. */
export const distance = (one: number, other: number): number =>
  Math.min(
    MOST_ERROR,
    errorOf(redOf(one) - redOf(other), greenOf(one) - greenOf(other), blueOf(one) - blueOf(other)),
  );

/** Whether what is shown is hardly worse than the best look, and something worse will do. */
export const isKept = (shown: number, best: number, allowed: number): boolean =>
  allowed > 0 && shown < MOST_ERROR && shown <= best + allowed;

export const redOf = (color: number): number => color >> 16;
export const greenOf = (color: number): number => (color >> 8) & 0xff;
export const blueOf = (color: number): number => color & 0xff;

/** The product with a part of 32768, rounded as processors do. */
export const product = (value: number, part: number): number => (value * part + 0x4000) >> 15;

/** A level of which a part, of 32768, is the ink's. */
export const blend = (ink: number, paper: number, part: number): number =>
  paper + ((product((ink - paper) << 6, part) + 32) >> 6);
