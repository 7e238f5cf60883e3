type Environment = Readonly<Record<string, string | undefined>>;

/** The first answer marks the line where the cursor stands; two bytes of UTF-8 move it by one cell, of Latin-1 by two. */
const IS_UTF8 = '\rñ\x1b[6n';
/** DSR: answered when all that was written before is shown. */
export const CAUGHT_UP = '\x1b[5n';
/** DA1, which every terminal answers: what was not answered before it never will be. */
const LAST = '\x1b[c';
const ALL = [
  /* Whether there is mode 2026, synchronized update (DECRQM). */ '\x1b[?2026$p',
  /* Name and version (XTVERSION). */ '\x1b[>q',
  /* Kitty's keyboard protocol: which of its flags are set. */ '\x1b[?u',
  /* The screen in pixels, a cell in pixels, the screen in cells. */ '\x1b[14t\x1b[16t\x1b[18t',
  /* 256 registers for sixels, where an xterm has as few as a VT340; how many there are, and the size (XTSMGRAPHICS). */
  '\x1b[?1;3;256S\x1b[?1;1;0S\x1b[?2;1;0S',
  /* Kitty's graphics protocol: whether one pixel could be shown. */ '\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\',
  IS_UTF8,
  CAUGHT_UP,
  LAST,
].join('');

/** One batch of questions. It moves the cursor and may leave a letter: the line is to be wiped. */
export const questionsFor = ({ TERM }: Environment): string =>
  // The consoles of older kernels print what they don't know.
  TERM === 'linux' ? IS_UTF8 + CAUGHT_UP + LAST : ALL;
