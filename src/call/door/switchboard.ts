import { Allowance, perSecond } from '../../base/allowance.ts';
import type { Ms } from '../../base/clock.ts';
import { ExitCode, reasonOf } from '../../base/errors.ts';
import type { ControlLink, Transport } from '../../base/net.ts';
import type { Hello, MediaTransport } from '../../control/messages.ts';
import { Alarms } from '../alarms.ts';
import type { CallParts, Dial } from '../call-parts.ts';
import { comparison } from './comparison.ts';
import type { Doorkeeper } from './door.ts';
import { Doorbell } from './doorbell.ts';
import { earliest, type Loop } from '../loop.ts';
import type { MediaParts } from '../media.ts';
import { Peer } from '../peer.ts';
import type { PeerEvents, PeerParts } from '../peer-parts.ts';
import { Route } from '../path/route.ts';
import type { End } from '../end.ts';
import type { Person, Phase } from '../state.ts';

export interface SwitchboardParts extends Pick<CallParts, 'settings' | 'event' | 'met'> {
  loop: Loop;
  /** What is the same for whoever we meet. */
  peer: Omit<MediaParts, 'loop' | 'role' | 'link'> & Pick<PeerParts, 'introduction'>;
  events: SwitchboardEvents;
}

export interface SwitchboardEvents extends Pick<PeerEvents, 'said' | 'delivered' | 'changed'> {
  /** We listen, or it rings, here or there. */
  entered(phase: Phase): void;
  /** Both said yes, and it is who it should be. */
  connected(peer: Peer): void;
  /** A word for the user. */
  noted(text: string): void;
  /** There is no call, or none any more. */
  ended(end: End): void;
}

/** That a host may ask for: each costs us a connection or two, and the user a line in the chat. */
const MOVES_PER_SECOND = 1;

/** Brings two together: who knocks is let in, asked about or turned away; who is rung up is waited for, and recognised. */
export class Switchboard {
  readonly #parts: SwitchboardParts;
  readonly #alarms = new Alarms<'ring'>();
  readonly #moves = new Allowance(perSecond(MOVES_PER_SECOND));
  #doorbell: Doorbell | undefined;
  #dial: Dial | undefined;
  #peer: Peer | undefined;
  /** Caller: how the media travel. */
  #route: Route | undefined;
  #transport: Transport | undefined;
  #connected = false;
  #over = false;

  constructor(parts: SwitchboardParts) {
    this.#parts = parts;
  }

  /** Whom we talk to, or who rings, or at whose door we do. */
  get peer(): Peer | undefined {
    return this.#peer;
  }

  /** From now on callers are heard. */
  listen(door: Doorkeeper): void {
    this.#doorbell = new Doorbell(door, this.#parts.event);
    this.#parts.events.entered('listening');
  }

  /** Someone has connected to us; a hello may follow, or not. */
  incoming(link: ControlLink): void {
    const person: Person = { name: link.remote, trust: 'first contact' };
    this.#meet('host', { link, person, transport: 'udp' });
  }

  /** Rings at the other end of a link. */
  ring(dial: Dial): void {
    const peer = this.#meet('caller', dial);
    this.#dial = dial;
    this.#peer = peer;
    this.#ringUntil(() => this.#parts.events.ended(noAnswerFrom(peer)));
    peer.ring(dial.token);
  }

  /** What the user says to whoever rings here. */
  answer(accept: boolean, text?: string): void {
    const caller = this.#doorbell?.caller;
    if (accept) caller?.accept();
    else caller?.refuse('declined', text);
  }

  /** The user wants the media to travel the other way: the caller sees to it, the host asks for it. */
  toggleTransport(): void {
    if (this.#route) this.#route.toggle();
    else if (this.#connected) this.#peer?.announce(this.#peer.otherTransport);
  }

  /** Nothing is told any more. */
  hangUp(end: End): void {
    this.#over = true;
    this.#alarms.clearAll();
    this.#peer?.hangUp(end);
  }

  due(): Ms | undefined {
    return earliest(this.#alarms.due(), this.#route?.due());
  }

  tick(now: Ms): void {
    this.#alarms.tick(now);
    this.#route?.tick(now);
  }

  #meet(role: PeerParts['role'], who: Pick<Dial, 'link' | 'person' | 'transport'>): Peer {
    const { loop, peer: common, events, settings } = this.#parts;
    return new Peer({
      ...common,
      ...who,
      loop,
      role,
      mux: settings.mux,
      events: {
        asked: (peer, hello) => this.#asked(peer, hello),
        ringing: (peer, name) => this.#ringingThere(peer, name),
        connected: (peer, name) => this.#welcomed(peer, name),
        said: (peer, text) => events.said(peer, text),
        delivered: (id) => events.delivered(id),
        changed: () => events.changed(),
        moved: (peer) => this.#moved(peer),
        gaveUp: (transport) => this.#route?.gaveUp(transport),
        transportWanted: (peer, transport) => this.#transportWanted(peer, transport),
        ended: (peer, end) => this.#left(peer, end),
      },
    });
  }

  #asked(peer: Peer, hello: Hello): void {
    const answer = this.#doorbell?.ring(peer, {
      hello,
      busy: this.#connected,
      now: this.#parts.loop.now(),
    });
    if (!answer) return;
    this.#peer = peer;
    if (answer === 'accept') return peer.accept();
    peer.letRing(this.#parts.settings.me);
    this.#ringUntil(() => peer.refuse('declined', 'no answer'));
    this.#rings(peer);
  }

  #ringingThere(peer: Peer, name: string): void {
    if (this.#identify(peer, name)) this.#rings(peer);
  }

  #rings(peer: Peer): void {
    this.#parts.event({ event: 'ringing', name: peer.person.name });
    this.#parts.events.entered('ringing');
  }

  #ringUntil(nobodyAnswered: () => void): void {
    const { loop, settings } = this.#parts;
    if (settings.ringMs !== undefined) this.#alarms.set('ring', loop.now() + settings.ringMs, nobodyAnswered);
  }

  /** Caller: false when it is somebody else than should be; then the call is over. */
  #identify(peer: Peer, name: string): boolean {
    const found = this.#dial?.identify(name) ?? peer.person;
    if ('exitCode' in found) {
      this.#parts.events.ended(found);
      return false;
    }
    peer.person = found;
    return true;
  }

  #welcomed(peer: Peer, name: string): void {
    if (peer !== this.#peer || !this.#identify(peer, name)) return;
    this.#connected = true;
    this.#stopRinging();
    peer.begin();
    const { person, transport, link, words = [] } = peer;
    this.#remember({ name: person.name, fingerprint: link.peerFingerprint });
    this.#parts.event({ event: 'connected', name: person.name, trust: person.trust, transport, words });
    this.#parts.events.connected(peer);
    if (person.trust === 'first contact') this.#noteAll(comparison(person.name, words));
    if (this.#dial) this.#openRoute(this.#dial, peer);
  }

  #noteAll(texts: readonly string[]): void {
    for (const text of texts) this.#parts.events.noted(text);
  }

  #stopRinging(): void {
    this.#alarms.clear('ring');
    if (this.#doorbell) this.#doorbell.caller = undefined;
  }

  /** Who can't be remembered can be talked to all the same. */
  #remember(peer: { name: string; fingerprint: Uint8Array }): void {
    try {
      this.#parts.met?.(peer);
    } catch (error) {
      this.#parts.events.noted(reasonOf(error));
    }
  }

  #openRoute(dial: Dial, peer: Peer): void {
    const { loop, events } = this.#parts;
    const say = (text: string): void => events.noted(text);
    this.#route = new Route({ loop, dial, peer, say, failed: (end) => events.ended(end) });
    this.#route.start(loop.now());
  }

  #moved({ transport }: Peer): void {
    if (this.#transport !== undefined && this.#transport !== transport) {
      this.#parts.event({ event: 'transport', transport });
      this.#parts.events.noted(`pictures travel over ${transport} now`);
    }
    this.#transport = transport;
    this.#parts.events.changed();
  }

  #transportWanted(peer: Peer, transport: MediaTransport): void {
    if (transport === peer.transport) return;
    if (this.#moves.take(this.#parts.loop.now())) this.#route?.toggle();
    else this.#parts.peer.dropped('control: too many');
  }

  /** Who hung up before we answered is no reason to stop listening. */
  #left(peer: Peer, end: End): void {
    if (this.#over || peer !== this.#peer) return;
    const { event, events } = this.#parts;
    if (this.#connected || !this.#doorbell) return events.ended(end);
    this.#peer = undefined;
    this.#stopRinging();
    events.noted(end.reason);
    event({ event: 'missed', reason: end.reason });
    events.entered('listening');
  }
}

const noAnswerFrom = ({ person }: Peer): End => ({
  exitCode: ExitCode.refused,
  reason: `${person.name} did not answer`,
  hint: 'call again later',
});
