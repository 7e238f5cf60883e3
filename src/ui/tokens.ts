import { intern } from '../base/grid.ts';
import { clusterWidth, graphemes } from '../base/width.ts';
import { isAscii } from './span.ts';

const FIRST_TOKEN = 0xe000;
const FILLER = '\uf8ff';
const MAX_TOKENS = FILLER.charCodeAt(0) - FIRST_TOKEN;
const UNKNOWN = '?';

/** A cluster that a private-use character stands for. */
interface Token {
  glyph: number;
  wide: boolean;
}

/**
 * Stands private-use characters of one cell in for everything but ASCII, so that a layout engine with old ideas of
 * width never sees an emoji, a combining mark or a control character. A wide cluster becomes its token and a filler.
 * One table serves one drawing, which bounds it; past 6399 different clusters the rest shows as '?'.
 */
export class Tokens {
  readonly #byCluster = new Map<string, string>();
  readonly #tokens: Token[] = [];

  /** The text with one UTF-16 unit for each cell. Clusters of no width are left away. */
  encode(text: string): string {
    return isAscii(text)
      ? text
      : graphemes(text)
          .map((cluster) => this.#encodeCluster(cluster))
          .join('');
  }

  /** What a character stands for; undefined when it stands for itself. */
  decode(character: string): Token | undefined {
    const index = character.charCodeAt(0) - FIRST_TOKEN;
    return index < 0 ? undefined : this.#tokens[index];
  }

  #encodeCluster(cluster: string): string {
    const width = clusterWidth(cluster);
    if (width === 0) return '';
    if (isAscii(cluster)) return cluster;
    const known = this.#byCluster.get(cluster);
    if (known !== undefined) return known;
    if (this.#tokens.length === MAX_TOKENS) return UNKNOWN.repeat(width);
    return this.#define(cluster, width === 2);
  }

  #define(cluster: string, wide: boolean): string {
    const token = String.fromCharCode(FIRST_TOKEN + this.#tokens.length) + (wide ? FILLER : '');
    this.#tokens.push({ glyph: intern(cluster), wide });
    this.#byCluster.set(cluster, token);
    return token;
  }
}

/** The character is the second cell of a wide one. */
export const isFiller = (character: string): boolean => character === FILLER;
