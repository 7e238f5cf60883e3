import { eastAsianWidth } from 'get-east-asian-width';

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const ZERO_WIDTH = /^[\p{Mark}\p{Control}\p{Format}\p{Surrogate}]$/u;
const EMOJI = /^\p{Emoji_Presentation}|\ufe0f|^\p{Regional_Indicator}{2}/u;

/** The user-perceived characters of a text. */
export const graphemes = (text: string): string[] =>
  Array.from(segmenter.segment(text), ({ segment }) => segment);

/** How many cells one grapheme cluster takes on a modern terminal: 0, 1 or 2. */
export function clusterWidth(cluster: string): 0 | 1 | 2 {
  const first = cluster.codePointAt(0);
  if (first === undefined) return 0;
  if (first >= 0x20 && first < 0x7f) return 1;
  if (EMOJI.test(cluster)) return 2;
  if (ZERO_WIDTH.test(String.fromCodePoint(first))) return 0;
  return eastAsianWidth(first) === 2 ? 2 : 1;
}

/** How many cells a text takes. */
export const textWidth = (text: string): number =>
  graphemes(text).reduce((cells, cluster) => cells + clusterWidth(cluster), 0);
