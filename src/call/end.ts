import { ExitCode, reasonOf, VtalkError } from '../base/errors.ts';
import type { RefusalReason, Refused } from '../control/messages.ts';

/** How a call ended, or why it never began: the exit code, and a line for people. */
export interface End {
  exitCode: number;
  reason: string;
  /** What to type now. */
  hint?: string;
}

/** The end that something thrown brings about. */
export const endOf = (thrown: unknown): End => ({
  exitCode: thrown instanceof VtalkError ? thrown.exitCode : ExitCode.failed,
  reason: reasonOf(thrown),
  ...(thrown instanceof VtalkError && thrown.hint !== undefined && { hint: thrown.hint }),
});

const REFUSALS: Record<RefusalReason, { what: string; hint: string }> = {
  declined: { what: 'declined', hint: 'call again later' },
  busy: { what: 'is in another call', hint: 'call again later' },
  version: { what: 'speaks another version of vtalk', hint: 'compare on both sides: vtalk --version' },
  token: { what: 'takes only callers with an invitation', hint: 'ask for what vtalk listen shows there' },
  closed: { what: 'takes no calls now', hint: 'it was started with --answer never' },
};

/** What a refusal by `name` means for the caller. */
export function refusalEnd(name: string, { reason, text }: Refused): End {
  const { what, hint } = REFUSALS[reason];
  const more = text === undefined ? '' : `: ${text}`;
  return { exitCode: ExitCode.refused, reason: `${name} ${what}${more}`, hint };
}
