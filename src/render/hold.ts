import { MAX_ALLOWANCE, UNIT_ERROR } from './color-error.ts';

/**
 * Each cell is painted exactly once in so many turns. In 2 s at 30 fps that is twice, since the encoder may round the
 * first time, and leaves ten turns to see that there is no noise any more.
 */
export const TURNS_TO_EXACT = 25;
/** Prime to the number of turns, so that the cells of one turn lie apart. */
const TURN_STEP = 23;
/**
 * So many variances may noise add to the error of a cell: its two colours are the means of an older frame's samples,
 * which adds 4 on average; all but one of some thousand cells stay below 16.
 */
const NOISE_SHARE = 16;

/** By how much the error of a cell may exceed the best there is before it is painted again. */
export interface Hold {
  usual: number;
  /** Of cells whose turn it is to become exact: no more than noise. */
  refined: number;
}

/**
 * `tolerance`: how far off samples may be, in levels, when there is no noise; 0 is exact, whatever noise there is.
 * `variance`: of the noise.
 */
export function holdFor(
  samples: number,
  { tolerance, variance }: { tolerance: number; variance: number },
): Hold {
  const noise = tolerance > 0 ? NOISE_SHARE * variance : 0;
  return { usual: allowed(samples * tolerance ** 2 + noise), refined: allowed(noise) };
}

const allowed = (squares: number): number => Math.min(MAX_ALLOWANCE, Math.round(UNIT_ERROR * squares));

/** Whether it is a cell's turn to become exact. */
export const isRefined = (cell: number, turn: number): boolean =>
  (cell * TURN_STEP + turn) % TURNS_TO_EXACT === 0;
