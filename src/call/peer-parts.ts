import type { Hello, MediaTransport } from '../control/messages.ts';
import type { End } from './end.ts';
import type { MediaParts } from './media.ts';
import type { Peer } from './peer.ts';
import type { Person } from './state.ts';

/** What both say of themselves when they meet. */
export type Introduction = Pick<Hello, 'name' | 'wish' | 'camera' | 'microphone'>;

/** What a peer needs from the call. */
export interface PeerParts extends MediaParts {
  person: Person;
  /** Of the media. A host learns it from the hello. */
  transport: MediaTransport;
  /** The sound is to travel with the pictures; it does if either side wants that. */
  mux: boolean;
  /** What the peer should know of us. */
  introduction: () => Introduction;
  events: PeerEvents;
}

/** What a peer tells the call. */
export interface PeerEvents {
  /** Host: someone calls; to be answered by `accept` or `refuse`. */
  asked(peer: Peer, hello: Hello): void;
  /** Caller: a human over there is asked. */
  ringing(peer: Peer, name: string): void;
  /** Both said yes; pictures and keys wait for `begin`. */
  connected(peer: Peer, name: string): void;
  said(peer: Peer, text: string): void;
  delivered(id: number): void;
  /** The media go another way from now on. */
  moved(peer: Peer): void;
  /** Caller: a way that was tried leads nowhere. */
  gaveUp(transport: string): void;
  /** Caller: the host's user wants the media to travel otherwise. */
  transportWanted(peer: Peer, transport: MediaTransport): void;
  /** Their camera or microphone, or what they want to see. */
  changed(): void;
  ended(peer: Peer, end: End): void;
}
