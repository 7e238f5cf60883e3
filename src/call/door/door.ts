import type { Ms } from '../../base/clock.ts';
import type { KnownPeer } from '../../base/peers.ts';
import type { Hello } from '../../control/messages.ts';
import { sameBytes } from '../../secure/same-bytes.ts';
import { judge } from '../../secure/trust.ts';
import { PROTOCOL_VERSION, type Decision } from '../session.ts';
import type { Person } from '../state.ts';

/** Who is let in: the user decides, or whoever is known, or also who holds the token or calls a loopback listener. */
export type AnswerMode = 'ask' | 'known' | 'auto' | 'never';

export interface Doorkeeper {
  answer: AnswerMode;
  /** The secret of our invitation. */
  token: Uint8Array;
  /** From then on the invitation admits nobody; undefined: never. */
  expiresAt?: Ms;
  /** The listener can be reached from this machine only. */
  loopbackOnly: boolean;
  /** Looked at anew for each caller. */
  readonly known: readonly KnownPeer[];
}

/** Someone at the door. */
export interface Caller {
  hello: Hello;
  fingerprint: Uint8Array;
  now: Ms;
}

/** What becomes of a caller, and who it is. `guessed`: with a secret that is not ours. */
export function greet(
  caller: Caller,
  door: Doorkeeper,
): { decision: Decision; person: Person; guessed: boolean } {
  const holds = held(caller, door);
  const person = recognise(caller, holds === 'invitation', door);
  const guessed = holds === 'wrong secret' && !isMet(person);
  return { decision: decide({ hello: caller.hello, person, holds }, door), person, guessed };
}

/** Whether it was met in an earlier call. */
export const isMet = ({ trust }: Person): boolean => trust === 'known' || trust === 'verified';

type Holding = 'nothing' | 'invitation' | 'old invitation' | 'wrong secret';

function held({ hello, now }: Caller, { token, expiresAt = Infinity }: Doorkeeper): Holding {
  if (hello.token === undefined) return 'nothing';
  if (!sameBytes(hello.token, token)) return 'wrong secret';
  return now < expiresAt ? 'invitation' : 'old invitation';
}

/** Who is known goes by the name that we know, whatever the caller says today. */
function recognise({ hello, fingerprint }: Caller, invited: boolean, { known }: Doorkeeper): Person {
  const judgement = judge({ where: undefined, fingerprint, known });
  if (judgement.verdict === 'known' || judgement.verdict === 'verified')
    return { name: judgement.known.name || hello.name, trust: judgement.verdict };
  return { name: hello.name, trust: invited ? 'invitation' : 'first contact' };
}

function decide(
  { hello, person, holds }: { hello: Hello; person: Person; holds: Holding },
  { answer, loopbackOnly }: Doorkeeper,
): Decision {
  if (hello.version !== PROTOCOL_VERSION) return { do: 'refuse', reason: 'version' };
  if (answer === 'never') return { do: 'refuse', reason: 'closed' };
  if (answer === 'ask') return { do: 'ask' };
  if (isMet(person)) return { do: 'accept' };
  if (answer === 'auto' && (holds === 'invitation' || loopbackOnly)) return { do: 'accept' };
  const text = holds === 'old invitation' ? 'this one has expired' : undefined;
  return { do: 'refuse', reason: 'token', ...(text !== undefined && { text }) };
}
