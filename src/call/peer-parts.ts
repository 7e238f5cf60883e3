import type { Ms } from '../base/clock.ts';
import type { ControlLink } from '../base/net.ts';
import type { SenderKey } from '../base/packet.ts';
import type { Hello, MediaTransport } from '../control/messages.ts';
import type { ReportBlock, SenderReport } from '../rtp/report.ts';
import type { Role } from '../secure/hop-keys.ts';
import type { End } from './end.ts';
import type { Hear } from './hear.ts';
import type { Loop } from './loop.ts';
import type { Peer } from './peer.ts';
import type { Quality } from './quality.ts';
import type { ReceiveParts } from './receive.ts';
import type { Person } from './state.ts';

/** What both say of themselves when they meet. */
export type Introduction = Pick<Hello, 'name' | 'wish' | 'camera' | 'microphone'>;

/** What a peer needs from the call. */
export interface PeerParts {
  loop: Loop;
  role: Role;
  link: ControlLink;
  person: Person;
  /** Of the media. A host learns it from the hello. */
  transport: MediaTransport;
  /** The sound is to travel with the pictures; it does if either side wants that. */
  mux: boolean;
  /** Ours, for what we send. */
  key: SenderKey;
  /** The same for our voice; undefined when we have none. */
  voiceKey: SenderKey | undefined;
  quality: Quality;
  /** How to take in their stream; called once, when their key has come. */
  receive: () => Pick<ReceiveParts, 'decoder' | 'show' | 'dropped' | 'tap'>;
  /** How to take in their voice; called once, when its key has come. Undefined: it isn't wanted. */
  hear: (key: SenderKey) => Promise<Hear> | undefined;
  /** How our streams stand. */
  senderReports: (now: Ms) => SenderReport[];
  /** How our voice reaches them. */
  voiceReported: (block: ReportBlock) => void;
  /** What the peer should know of us. */
  introduction: () => Introduction;
  dropped: (reason: string) => void;
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
