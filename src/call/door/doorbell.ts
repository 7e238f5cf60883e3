import type { Ms } from '../../base/clock.ts';
import { greet, isMet, type Caller, type Doorkeeper } from './door.ts';
import type { CallEvent } from '../events.ts';
import type { Peer } from '../peer.ts';
import type { Decision } from '../session.ts';
import type { Person } from '../state.ts';
import { TenAMinute } from './ten-a-minute.ts';

export interface Ring extends Pick<Caller, 'hello' | 'now'> {
  /** There is a call already. */
  busy: boolean;
}

const tooMany = (what: string): Decision => ({
  do: 'refuse',
  reason: 'declined',
  text: `too many ${what}, try again in a minute`,
});

/** The host's front door. One caller at a time rings; whoever we know or have invited goes before a stranger. */
export class Doorbell {
  readonly #door: Doorkeeper;
  readonly #event: (event: CallEvent) => void;
  readonly #guesses = new TenAMinute();
  /** Of people who are neither known nor invited: nobody wants to decline all evening. */
  readonly #rings = new TenAMinute();
  /** Who is waiting for an answer. */
  caller: Peer | undefined;

  constructor(door: Doorkeeper, event: (event: CallEvent) => void) {
    this.#door = door;
    this.#event = event;
  }

  /** Undefined when the caller was turned away. */
  ring(peer: Peer, { hello, busy, now }: Ring): 'accept' | 'ask' | undefined {
    const caller = { hello, fingerprint: peer.link.peerFingerprint, now };
    const { person, decision } = this.#judge(caller);
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

  #judge(caller: Caller): { person: Person; decision: Decision } {
    const { person, decision, guessed } = greet(caller, this.#door);
    const paused = this.#guesses.paused(caller.now) && !isMet(person);
    if (guessed && !paused) this.#guesses.add(caller.now);
    if (paused) return { person, decision: tooMany('wrong invitations') };
    return { person, decision: decision.do === 'ask' ? this.#mayRing(person, caller.now) : decision };
  }

  #mayRing({ trust }: Person, now: Ms): Decision {
    if (trust !== 'first contact') return { do: 'ask' };
    if (this.#rings.paused(now)) return tooMany('callers');
    this.#rings.add(now);
    return { do: 'ask' };
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
