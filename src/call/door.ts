import type { ControlLink } from '../base/net.ts';
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

/** What becomes of a caller, and how it is known. */
export function greet(
  hello: Hello,
  link: ControlLink,
  door: Doorkeeper,
): { decision: Decision; person: Person } {
  const trust = trustIn(hello, link, door);
  return { decision: decide(hello, trust, door), person: { name: hello.name, trust } };
}

function trustIn(hello: Hello, link: ControlLink, { token, known }: Doorkeeper): Person['trust'] {
  if (hello.token && sameBytes(hello.token, token)) return 'invitation';
  const { verdict } = judge({ where: undefined, fingerprint: link.peerFingerprint, known });
  return verdict === 'known' ? 'known' : 'first contact';
}

function decide(hello: Hello, trust: Person['trust'], { answer, loopbackOnly }: Doorkeeper): Decision {
  if (hello.version !== PROTOCOL_VERSION) return { do: 'refuse', reason: 'version' };
  if (answer === 'never') return { do: 'refuse', reason: 'closed' };
  if (answer === 'ask') return { do: 'ask' };
  const admitted = trust === 'known' || (answer === 'auto' && (trust === 'invitation' || loopbackOnly));
  return admitted ? { do: 'accept' } : { do: 'refuse', reason: 'token' };
}
