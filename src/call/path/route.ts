import type { Ms } from '../../base/clock.ts';
import { reasonOf } from '../../base/errors.ts';
import type { MediaTransport, StreamKind } from '../../control/messages.ts';
import { Alarms } from '../alarms.ts';
import type { Dial } from '../call-parts.ts';
import type { Loop } from '../loop.ts';
import type { Peer } from '../peer.ts';
import { endOf, type End } from '../end.ts';

/** Without an answer over UDP for so long, TCP is tried. */
const FALL_BACK_MS = 800;
/** UDP over which nothing has come for so long, though the peer says something each second, is blocked by now. */
const BLOCKED_MS = 3000;
const LOOK_MS = 1000;
/** After a fall-back UDP is tried again so often. */
const RETRY_MS = 10_000;

export interface RouteParts {
  loop: Loop;
  dial: Dial;
  peer: Peer;
  /** Tells the user. */
  say: (text: string) => void;
  /** No path could be opened at all. */
  failed: (end: End) => void;
}

/** The caller's choice of how the media travel: it dials, falls back where UDP is blocked, and moves on request. */
export class Route {
  readonly #parts: RouteParts;
  readonly #alarms = new Alarms<'fall back' | 'look' | 'retry'>();
  #dialling = false;
  /** The user has not chosen: UDP is better where it gets through. */
  #free: boolean;

  constructor(parts: RouteParts) {
    this.#parts = parts;
    this.#free = parts.dial.fallBack;
  }

  /** Opens the first path. */
  start(now: Ms): void {
    if (this.#free) {
      this.#alarms.set('fall back', now + FALL_BACK_MS, () => this.#parts.peer.mediaOpen || this.#fallBack());
      this.#lookAgain(now + LOOK_MS);
    }
    void this.#open(this.#parts.dial.transport);
  }

  /** The user, or the peer's, wants the other transport. */
  toggle(): void {
    this.#free = false;
    this.#alarms.clearAll();
    void this.#open(this.#parts.peer.otherTransport);
  }

  due(): Ms | undefined {
    return this.#alarms.due();
  }

  tick(now: Ms): void {
    this.#alarms.tick(now);
  }

  /** A path could not prove itself. */
  gaveUp(transport: string): void {
    if (!this.#free)
      this.#parts.say(`nothing comes through over ${transport}: staying with ${this.#parts.peer.transport}`);
    this.#retryLater();
  }

  /** A network may be closed later, too: by a firewall, or because it is another one. */
  #lookAgain(at: Ms): void {
    this.#alarms.set('look', at, () => {
      const { peer } = this.#parts;
      const isBlocked = peer.transport === 'udp' && peer.mediaSilence(at) >= BLOCKED_MS;
      if (isBlocked) this.#fallBack();
      this.#lookAgain(at + (isBlocked ? RETRY_MS : LOOK_MS));
    });
  }

  #fallBack(): void {
    this.#parts.say('nothing comes through over udp: trying tcp');
    void this.#open('tcp');
    this.#retryLater();
  }

  #retryLater(): void {
    if (!this.#free) return;
    this.#alarms.set('retry', this.#parts.loop.now() + RETRY_MS, () => {
      if (this.#parts.peer.transport === 'tcp') void this.#open('udp');
    });
  }

  async #open(transport: MediaTransport): Promise<void> {
    const { peer, loop } = this.#parts;
    if (this.#dialling) return;
    this.#dialling = true;
    peer.announce(transport);
    // Without a way of its own the sound goes with the pictures.
    if (!peer.mux) this.#dial(transport, 'audio').catch(() => {});
    try {
      await this.#dial(transport, 'video');
    } catch (error) {
      loop.run(() => this.#cannotOpen(error));
    } finally {
      this.#dialling = false;
    }
  }

  async #dial(transport: MediaTransport, kind: StreamKind): Promise<void> {
    const { dial, peer, loop } = this.#parts;
    const path = await dial.dialPath(transport, kind);
    loop.run(() => peer.use(kind, path));
    // After the end nobody takes it.
    if (loop.stopped) path.close();
  }

  /** Fatal only while there is no way at all. */
  #cannotOpen(error: unknown): void {
    const { peer, say, failed } = this.#parts;
    if (peer.mediaOpen) return say(reasonOf(error));
    failed(endOf(error));
  }
}
