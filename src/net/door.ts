import type { Socket } from 'node:net';
import type { Cancel, Clock, Ms } from '../base/clock.ts';
import { householdOf } from './address.ts';
import { MAX_CONNECTIONS, MAX_STRANGERS } from './limits.ts';

interface Guest {
  socket: Socket;
  source: string;
  /** Ends the time that a stranger has; undefined once it was admitted. */
  cancelDeadline: Cancel | undefined;
}

/** Ends a connection that may not stay. The message is one of a few reasons, fit to count by. */
export class PutOut extends Error {}

/**
 * Bounds who is inside: how many, how many of them strangers, and how long one may stay a stranger. Whoever may not
 * stay is destroyed with a `PutOut`.
 */
export class Door {
  readonly #clock: Clock;
  /** In the order they came. */
  readonly #guests = new Map<Socket, Guest>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Everyone inside. */
  get sockets(): Socket[] {
    return [...this.#guests.keys()];
  }

  /** Lets a stranger in for a while, if the house is not full. */
  enter(socket: Socket, stayMs: Ms, overstayed: string): void {
    if (this.#guests.size >= MAX_CONNECTIONS) {
      socket.destroy(new PutOut('too many connections'));
      return;
    }
    this.#makeRoom();
    const source = householdOf(socket.remoteAddress ?? 'unknown');
    this.#guests.set(socket, { socket, source, cancelDeadline: undefined });
    socket.once('close', () => this.leave(socket));
    this.extend(socket, stayMs, overstayed);
  }

  /** The stranger came a step further: it may stay for another while. */
  extend(socket: Socket, stayMs: Ms, overstayed: string): void {
    const guest = this.#guests.get(socket);
    if (!guest) return;
    guest.cancelDeadline?.();
    const deadline = this.#clock.now() + stayMs;
    guest.cancelDeadline = this.#clock.at(deadline, () => socket.destroy(new PutOut(overstayed)));
  }

  /** No stranger any more: it may stay as long as it likes. */
  admit(socket: Socket): void {
    const guest = this.#guests.get(socket);
    guest?.cancelDeadline?.();
    if (guest) guest.cancelDeadline = undefined;
  }

  /** It has gone, or comes in again as something better. */
  leave(socket: Socket): void {
    this.#guests.get(socket)?.cancelDeadline?.();
    this.#guests.delete(socket);
  }

  /** A flood of idle connections must not keep a caller out: of the source with most of them the oldest had its time. */
  #makeRoom(): void {
    const strangers = [...this.#guests.values()].filter(({ cancelDeadline }) => cancelDeadline);
    if (strangers.length < MAX_STRANGERS) return;
    const counts = new Map<string, number>();
    for (const { source } of strangers) counts.set(source, (counts.get(source) ?? 0) + 1);
    const most = Math.max(...counts.values());
    const oldest = strangers.find(({ source }) => counts.get(source) === most);
    if (!oldest) return;
    this.leave(oldest.socket);
    oldest.socket.destroy(new PutOut('too many strangers'));
  }
}
