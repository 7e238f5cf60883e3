import { ExitCode, reasonOf, VtalkError } from '../base/errors.ts';
import { sanitiseText } from '../control/sanitise.ts';

/** Longer than any word of ours; what a file or a program is made to say may be endless. */
const MAX_CHARACTERS = 2000;

/** What is said of an error, and the exit code: the one voice. A bug of ours also shows where it is. */
export function complaintOf(error: unknown): { text: string; exitCode: number } {
  if (!(error instanceof VtalkError)) {
    const stack = error instanceof Error ? (error.stack ?? '') : '';
    const hint = 'this is a bug in vtalk, please report it with these lines';
    return {
      text: `${line('error', reasonOf(error))}${line('hint', hint)}${stack}\n`,
      exitCode: ExitCode.failed,
    };
  }
  const hint = error.hint === undefined ? '' : line('hint', error.hint);
  return { text: line('error', error.message) + hint, exitCode: error.exitCode };
}

/** Names of files, too, come from strangers: they must not steer the terminal. */
const line = (kind: 'error' | 'hint', text: string): string =>
  `${kind}: ${sanitiseText(text, { maxCharacters: MAX_CHARACTERS, newlines: true })}\n`;
