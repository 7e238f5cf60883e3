import type { Hello } from '../control/messages.ts';
import { greet, type Doorkeeper } from './door.ts';
import type { CallEvent } from './events.ts';
import type { Peer } from './peer.ts';

/** The host's front door. One caller at a time rings; whoever we know or have invited goes before a stranger. */
export class Doorbell {
  readonly #door: Doorkeeper;
  readonly #event: (event: CallEvent) => void;
  /** Who is waiting for an answer. */
  caller: Peer | undefined;

  constructor(door: Doorkeeper, event: (event: CallEvent) => void) {
    this.#door = door;
    this.#event = event;
  }

  /** Undefined when the caller was turned away. `busy`: there is a call already. */
  ring(peer: Peer, hello: Hello, busy: boolean): 'accept' | 'ask' | undefined {
    const { decision, person } = greet(hello, peer.link.peerFingerprint, this.#door);
    peer.person = person;
    this.#event({ event: 'caller', name: person.name, trust: person.trust, answer: decision.do });
    if (decision.do === 'refuse') {
      peer.refuse(decision.reason, decision.text);
      return undefined;
    }
    if (busy || !this.#makeRoomFor(peer)) {
      peer.refuse('busy');
      return undefined;
    }
    if (decision.do === 'ask') this.caller = peer;
    return decision.do;
  }

  #makeRoomFor(peer: Peer): boolean {
    const waiting = this.caller;
    if (!waiting) return true;
    if (waiting.person.trust !== 'first contact' || peer.person.trust === 'first contact') return false;
    this.caller = undefined;
    waiting.refuse('busy');
    return true;
  }
}
