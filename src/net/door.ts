import type { Socket } from 'node:net';
import type { Cancel, Clock, Ms } from '../base/clock.ts';
import { MAX_CONNECTIONS, MAX_STRANGERS } from './limits.ts';

interface Guest {
  /** Ends the time that a stranger has; undefined once it was admitted. */
  cancelDeadline: Cancel | undefined;
}

/** Bounds who is inside: how many, how many of them strangers, and how long one may stay a stranger. */
export class Door {
  readonly #clock: Clock;
  readonly #put: (out: Socket, reason: string) => void;
  /** In the order they came. */
  readonly #guests = new Map<Socket, Guest>();

  /** `putOut` ends a connection, for one of a few reasons. */
  constructor(clock: Clock, putOut: (socket: Socket, reason: string) => void) {
    this.#clock = clock;
    this.#put = putOut;
  }

  /** Everyone inside. */
  get sockets(): Socket[] {
    return [...this.#guests.keys()];
  }

  /** Lets a stranger in for a while. False when the house is full: then it was put out. */
  enter(socket: Socket, stayMs: Ms, overstayed: string): boolean {
    if (this.#guests.size >= MAX_CONNECTIONS) {
      this.#put(socket, 'too many connections');
      return false;
    }
    this.#makeRoom();
    const guest: Guest = { cancelDeadline: undefined };
    this.#guests.set(socket, guest);
    socket.once('close', () => this.#leave(socket));
    this.extend(socket, stayMs, overstayed);
    return true;
  }

  /** The stranger came a step further: it may stay for another while. */
  extend(socket: Socket, stayMs: Ms, overstayed: string): void {
    const guest = this.#guests.get(socket);
    if (!guest) return;
    guest.cancelDeadline?.();
    guest.cancelDeadline = this.#clock.at(this.#clock.now() + stayMs, () => this.#put(socket, overstayed));
  }

  /** No stranger any more: it may stay as long as it likes. */
  admit(socket: Socket): void {
    const guest = this.#guests.get(socket);
    guest?.cancelDeadline?.();
    if (guest) guest.cancelDeadline = undefined;
  }

  /** A flood of idle connections must not keep a caller out: of all strangers the oldest had its time. */
  #makeRoom(): void {
    const strangers = [...this.#guests].filter(([, guest]) => guest.cancelDeadline);
    const [oldest] = strangers;
    if (strangers.length < MAX_STRANGERS || !oldest) return;
    this.#leave(oldest[0]);
    this.#put(oldest[0], 'too many strangers');
  }

  #leave(socket: Socket): void {
    this.#guests.get(socket)?.cancelDeadline?.();
    this.#guests.delete(socket);
  }
}
