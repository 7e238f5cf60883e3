import type { Ms } from '../base/clock.ts';
import type { Path, Transport } from '../base/net.ts';
import type { StreamKind } from '../control/messages.ts';
import type { Hear } from './hear.ts';
import type { Receive } from './receive.ts';
import type { Person } from './state.ts';

/** Who is at the other end of the two ladders: a peer, or in a mirror oneself. */
export interface FarEnd {
  readonly person: Person;
  readonly transport: Transport;
  /** For people to compare; undefined while there is no call, or nobody else in it. */
  readonly words: readonly string[] | undefined;
  /** Undefined until their key has come. */
  readonly receive: Receive | undefined;
  /** Their voice; undefined until its key has come. */
  readonly voice: Hear | undefined;
  readonly rttMs: number | undefined;
  /** Their clock minus ours. */
  readonly clockOffsetMs: number;
  readonly camera: { on: boolean; trouble: string | undefined };
  readonly microphone: { on: boolean; trouble: string | undefined };
  /** Bytes on the wire, by what they are for, RTCP included. */
  readonly wire: Readonly<Record<StreamKind, { sent: number; received: number }>>;
  /** A sealed packet of ours is on its way to them. */
  deliver(kind: StreamKind, sealed: Uint8Array): void;
  /** Something came in; it may be from anyone. */
  datagram(bytes: Uint8Array, path: Path, now: Ms): void;
  /** What is wrong between us, for the status line. */
  troubles(now: Ms): string[];
  due(): Ms | undefined;
  tick(now: Ms): void;
  close(): Promise<void>;
}
