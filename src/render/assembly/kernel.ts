export { fitLetters } from './letter-fit';
export { average, separate } from './sampling';
export { beginImage, drawBand } from './sixel';
export { fitTwoColors } from './two-colors';

/** The first byte of the memory that is not ours. */
export function heapStart(): usize {
  return __heap_base;
}
