import { ExitCode } from '../base/errors.ts';
import type { KnownPeer } from '../base/peers.ts';
import { shellWord } from '../base/shell-word.ts';
import type { End } from '../call/end.ts';
import type { Judgement } from '../secure/trust.ts';
import { operandFor } from './find-peer.ts';

type Changed = Extract<Judgement, { verdict: 'changed' }>;

/** The end of a call to a host that has another key. No flag goes on in spite of it: the user has to forget the old one. */
export function changedKey(
  { reason, known: former }: Changed,
  known: readonly KnownPeer[],
): End & { hint: string } {
  const ask = 'someone may be in between: ask for a new invitation over another channel';
  const forget = former && `if their key is new: vtalk peers forget ${shellWord(operandFor(former, known))}`;
  return { exitCode: ExitCode.keyChanged, reason, hint: forget === undefined ? ask : `${ask}; ${forget}` };
}
