import type sharp from 'sharp';

export type Sharp = typeof sharp;

let loading: Promise<Sharp> | undefined;

/** sharp, loaded when it is first needed: that takes longer than to load the rest of the program. */
export const loadSharp = (): Promise<Sharp> => (loading ??= load());

async function load(): Promise<Sharp> {
  const { default: library } = await import('sharp');
  // No picture comes twice, and a second thread gains nothing on pictures this small.
  library.cache(false);
  library.concurrency(1);
  return library;
}
