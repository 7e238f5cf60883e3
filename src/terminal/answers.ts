/** What a terminal answered to a question. */
export type Answer =
  /** DECRPM: whether a private mode exists and can be switched. */
  | { kind: 'mode'; mode: number; switchable: boolean }
  /** The size of a cell in pixels. */
  | { kind: 'cell'; width: number; height: number }
  /** DA1: the last answer of a batch. */
  | { kind: 'attributes' };

const LARGEST_CELL = 1000;

/**
 * The answer in a control sequence; undefined when nothing was learnt from it.
 *
 *     CSI ? mode ; state $ y     state: 1 set, 2 reset; 0 unknown, 3 and 4 fixed
 *     CSI 6 ; height ; width t
 *     CSI ? ... c
 */
export function answerOfCsi(body: string, final: string): Answer | undefined {
  if (final === 'c' && body.startsWith('?')) return { kind: 'attributes' };
  const mode = final === 'y' ? /^\?(\d{1,5});(\d)\$$/.exec(body) : null;
  if (mode) return { kind: 'mode', mode: Number(mode[1]), switchable: mode[2] === '1' || mode[2] === '2' };
  const cell = final === 't' ? /^6;(\d{1,4});(\d{1,4})$/.exec(body) : null;
  return cell ? cellAnswer(Number(cell[2]), Number(cell[1])) : undefined;
}

const cellAnswer = (width: number, height: number): Answer | undefined =>
  width > 0 && height > 0 && Math.max(width, height) <= LARGEST_CELL
    ? { kind: 'cell', width, height }
    : undefined;
