import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textOf } from '../../src/base/grid.ts';
import { textWidth } from '../../src/base/width.ts';
import { isFiller, Tokens } from '../../src/ui/tokens.ts';

const decodeAll = (tokens: Tokens, encoded: string): string =>
  Array.from(encoded, (character) => {
    if (isFiller(character)) return '';
    const token = tokens.decode(character);
    return token ? textOf(token.glyph) : character;
  }).join('');

describe('Tokens', () => {
  it('leaves ASCII as it is', () => {
    expect(new Tokens().encode('Hello, {bold}!')).toBe('Hello, {bold}!');
  });

  it.each(['é', 'e\u0301', '日', '👍🏽', '👩‍👩‍👧', '🇩🇪', '❤️', '\ue0b0', '─'])(
    'gives %s one unit for each cell',
    (cluster) => {
      const tokens = new Tokens();
      const encoded = tokens.encode(`a${cluster}b`);
      expect(encoded).toHaveLength(textWidth(cluster) + 2);
      expect(decodeAll(tokens, encoded)).toBe(`a${cluster}b`);
    },
  );

  it('takes as many units as the text takes cells, and gives the text back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const tokens = new Tokens();
        const encoded = tokens.encode(text);
        expect(encoded).toHaveLength(textWidth(text));
        expect(tokens.encode(text)).toBe(encoded);
      }),
    );
  });

  it('leaves away what has no width: control characters, lone marks', () => {
    expect(new Tokens().encode('a\x1b[31m\u0007\u200bb')).toBe('a[31mb');
  });

  it('shows question marks when there are more clusters than private-use characters', () => {
    const tokens = new Tokens();
    const hangul = Array.from({ length: 6500 }, (_, index) => String.fromCodePoint(0xac00 + index)).join('');
    const encoded = tokens.encode(hangul);
    expect(encoded).toHaveLength(13000);
    expect(encoded.slice(-4)).toBe('????');
  });
});
