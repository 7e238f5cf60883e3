/** Alternate screen, cursor hidden, bracketed paste; the title is put by (xterm, "Private Modes", "Window manipulation"). */
export const ENTER = '\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[22;2t';

/**
 * Kitty's keyboard protocol, all of it (1 + 2 + 4 + 8 + 16): each key comes as an escape code, when it is pressed, repeated
 * and let go, with the text that it types and its place on a Latin keyboard. The screens of a terminal have a stack each, so
 * this belongs after `ENTER`. What is there of us already, as after a SIGSTOP, goes first.
 */
export const REPORT_KEYS = '\x1b[<u\x1b[>31u';

/** After a write that was torn: CAN and ST end whatever sequence it was in, and then its synchronized update. */
export const MEND = '\x18\x1b\\\x1b[?2026l';

/** Gives the terminal back: attributes, keys, bracketed paste, title, cursor and screen. */
export const leave = (reportsKeys: boolean): string =>
  `\x1b[m${reportsKeys ? '\x1b[<u' : ''}\x1b[?2004l\x1b[23;2t\x1b[?25h\x1b[?1049l`;

/** Names the window (OSC 2). */
export const titled = (title: string): string => `\x1b]2;${title}\x1b\\`;
export const BELL = '\x07';

export const SYNC_BEGIN = '\x1b[?2026h';
export const SYNC_END = '\x1b[?2026l';
