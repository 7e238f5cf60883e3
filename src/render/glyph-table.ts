const PAGE_BITS = 8;
const PAGE_LENGTH = 1 << PAGE_BITS;
/** As far as code points of pictures go. */
const PAGES = 0x200;
const NOTHING = -1;

/**
 * A function from glyphs to whole numbers that are not negative, -1 for all others. It is asked for each cell of each
 * frame, and several times as fast as a Map.
 */
export function glyphTable(
  entries: readonly (readonly [glyph: number, value: number])[],
): (glyph: number) => number {
  const empty = new Int32Array(PAGE_LENGTH).fill(NOTHING);
  const pages = Array.from({ length: PAGES }, () => empty);
  for (const [glyph, value] of entries) {
    const page = glyph >> PAGE_BITS;
    if (pages[page] === empty) pages[page] = empty.slice();
    pages[page]![glyph & (PAGE_LENGTH - 1)] = value;
  }
  return (glyph) => pages[glyph >> PAGE_BITS]?.[glyph & (PAGE_LENGTH - 1)] ?? NOTHING;
}
