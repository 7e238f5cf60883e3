/** What a terminal answered to a question. */
export type Answer =
  /** DECRPM: whether a private mode exists and can be switched. */
  | { kind: 'mode'; mode: number; switchable: boolean }
  /** In pixels: of a cell, or of all the cells together. */
  | { kind: 'cell' | 'screen'; width: number; height: number }
  /** In cells. */
  | { kind: 'cells'; columns: number; rows: number }
  /** Where the cursor stands, in cells from 1. */
  | { kind: 'cursor'; column: number; row: number }
  /** XTSMGRAPHICS: how many colours sixels may have at a time. */
  | { kind: 'registers'; registers: number }
  /** XTSMGRAPHICS: the largest picture of sixels, in pixels. */
  | { kind: 'sixels'; width: number; height: number }
  /** XTVERSION: name and version as one text, such as "foot(1.20.0)". */
  | { kind: 'version'; text: string }
  /** The graphics protocol of kitty is spoken. */
  | { kind: 'kitty' }
  /** The keyboard protocol of kitty is spoken. */
  | { kind: 'keyboard' }
  /** DSR: all that was written before the question has been shown. */
  | { kind: 'caught up' }
  /** DA1: the last answer of a batch. */
  | { kind: 'attributes'; attributes: readonly number[] };

const LARGEST_CELL = 1000;
const LARGEST_SCREEN = 65535;
/** The status in an answer to XTSMGRAPHICS. */
const SUCCESS = 0;

/** Where the answers to a control sequence are told apart: by its final, then by what stands before. */
const BY_FINAL: Readonly<Record<string, (body: string) => Answer | undefined>> = {
  c: attributesAnswer,
  n: (body) => (body === '0' ? { kind: 'caught up' } : undefined),
  R: cursorAnswer,
  S: graphicsAnswer,
  t: windowAnswer,
  u: (body) => (/^\?\d+$/.test(body) ? { kind: 'keyboard' } : undefined),
  y: modeAnswer,
};

/**
 * The answer in a control sequence; undefined when nothing was learnt from it.
 *
 *     CSI ? attribute ; ... c
 *     CSI 0 n
 *     CSI row ; column R
 *     CSI ? item ; status ; value ... S    item: 1 registers, 2 size of sixels; status: 0 success
 *     CSI what ; height ; width t          what: 4 screen in pixels, 6 cell in pixels, 8 screen in cells
 *     CSI ? flags u                        kitty's keyboard protocol
 *     CSI ? mode ; state $ y                state: 1 set, 2 reset; 0 unknown, 3 and 4 fixed
 */
export const answerOfCsi = (body: string, final: string): Answer | undefined => BY_FINAL[final]?.(body);

/**
 * The answer in a string; undefined when nothing was learnt from it. `opener` is the byte after ESC.
 *
 *     DCS > | version ST
 *     APC G key=value,... ; message ST    any message: even an error is an answer of those who speak it
 */
export function answerOfString(opener: string, body: string): Answer | undefined {
  if (opener === 'P' && body.startsWith('>|')) return { kind: 'version', text: body.slice(2) };
  return opener === '_' && /^Gi=\d+[;,]/.test(body) ? { kind: 'kitty' } : undefined;
}

function attributesAnswer(body: string): Answer | undefined {
  if (!body.startsWith('?')) return undefined;
  return { kind: 'attributes', attributes: numbers(body.slice(1)) };
}

function cursorAnswer(body: string): Answer | undefined {
  const [row = 0, column = 0] = numbers(body);
  return row > 0 && column > 0 ? { kind: 'cursor', column, row } : undefined;
}

function graphicsAnswer(body: string): Answer | undefined {
  if (!body.startsWith('?')) return undefined;
  const [item, status, first = 0, second = 0] = numbers(body.slice(1));
  if (status !== SUCCESS || first <= 0) return undefined;
  if (item === 1) return { kind: 'registers', registers: first };
  return item === 2 && second > 0 ? { kind: 'sixels', width: first, height: second } : undefined;
}

function windowAnswer(body: string): Answer | undefined {
  const [what, down = 0, across = 0] = numbers(body);
  if (down <= 0 || across <= 0) return undefined;
  const largest = what === 6 ? LARGEST_CELL : LARGEST_SCREEN;
  if (Math.max(down, across) > largest) return undefined;
  if (what === 8) return { kind: 'cells', columns: across, rows: down };
  if (what === 6) return { kind: 'cell', width: across, height: down };
  return what === 4 ? { kind: 'screen', width: across, height: down } : undefined;
}

function modeAnswer(body: string): Answer | undefined {
  const [, mode, state] = /^\?(\d{1,5});(\d)\$$/.exec(body) ?? [];
  if (mode === undefined) return undefined;
  return { kind: 'mode', mode: Number(mode), switchable: state === '1' || state === '2' };
}

/** The fields of a sequence; -1 for what is no number. */
const numbers = (body: string): number[] =>
  body.split(';').map((field) => (/^\d{1,9}$/.test(field) ? Number(field) : -1));
