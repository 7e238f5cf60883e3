import type { KnownPeer } from '../base/peers.ts';
import type { Hello } from '../control/messages.ts';
import { sameBytes } from '../secure/same-bytes.ts';
import { judge } from '../secure/trust.ts';
import { PROTOCOL_VERSION, type Decision } from './session.ts';
import type { Person } from './state.ts';

/** Who is let in: the user decides, or whoever is known, or also who holds the token or calls a loopback listener. */
export type AnswerMode = 'ask' | 'known' | 'auto' | 'never';

export interface Doorkeeper {
  answer: AnswerMode;
  /** The secret of our invitation. */
  token: Uint8Array;
  /** The listener can be reached from this machine only. */
  loopbackOnly: boolean;
  known: readonly KnownPeer[];
}

/** What becomes of a caller whose key has that fingerprint, and who it is. */
export function greet(
  hello: Hello,
  fingerprint: Uint8Array,
  door: Doorkeeper,
): { decision: Decision; person: Person } {
  const person = recognise(hello, fingerprint, door);
  return { decision: decide(hello, person, door), person };
}

/** Who is known goes by the name that we know, whatever the caller says today. */
function recognise(hello: Hello, fingerprint: Uint8Array, { token, known }: Doorkeeper): Person {
  const judgement = judge({ where: undefined, fingerprint, known });
  if (judgement.verdict === 'known' || judgement.verdict === 'verified')
    return { name: judgement.known.name || hello.name, trust: judgement.verdict };
  const invited = hello.token !== undefined && sameBytes(hello.token, token);
  return { name: hello.name, trust: invited ? 'invitation' : 'first contact' };
}

function decide(hello: Hello, { trust }: Person, { answer, loopbackOnly }: Doorkeeper): Decision {
  if (hello.version !== PROTOCOL_VERSION) return { do: 'refuse', reason: 'version' };
  if (answer === 'never') return { do: 'refuse', reason: 'closed' };
  if (answer === 'ask') return { do: 'ask' };
  const met = trust === 'known' || trust === 'verified';
  const admitted = met || (answer === 'auto' && (trust === 'invitation' || loopbackOnly));
  return admitted ? { do: 'accept' } : { do: 'refuse', reason: 'token' };
}
