import type { Ms } from '../../base/clock.ts';

/** Two frames in flight let the line work while the answer to the first is under way. */
const FRAMES = 2;
/** What may be on its way on top of the round trip, so that a long line is kept busy. */
const SLACK_MS = 100;
/** A packet that is not acknowledged for so long is forgotten, else a peer that never reports would stop us for ever. */
const EXPIRY_MS = 2000;

interface Flight {
  sequence: number;
  bytes: number;
  frameEnd: boolean;
  sentAt: Ms;
}

/**
 * How much may be sent that the receiver has not yet reported. A byte stream (TCP, ssh) swallows megabytes before it
 * pushes back, and each of them is delay: so the application counts for itself.
 */
export class Credit {
  #flights: Flight[] = [];
  #highest: number | undefined;
  #minRttMs = 0;

  set minRttMs(rttMs: number) {
    this.#minRttMs = rttMs;
  }

  sent(packet: { sequenceNumber: number; bytes: number; frameEnd: boolean }, now: Ms): void {
    const { bytes, frameEnd } = packet;
    this.#keep(({ sentAt }) => now - sentAt < EXPIRY_MS);
    this.#flights.push({ sequence: this.#extend(packet.sequenceNumber), bytes, frameEnd, sentAt: now });
  }

  /** The receiver has everything up to this sequence number (the low 16 bits count). */
  acknowledged(sequenceNumber: number): void {
    if (this.#highest === undefined) return;
    const latest = this.#highest - ((this.#highest - sequenceNumber) & 0xffff);
    this.#keep(({ sequence }) => sequence > latest);
  }

  open(targetBps: number, now: Ms): boolean {
    this.#keep(({ sentAt }) => now - sentAt < EXPIRY_MS);
    const frames = this.#flights.filter(({ frameEnd }) => frameEnd).length;
    const bytes = this.#flights.reduce((sum, flight) => sum + flight.bytes, 0);
    return frames < FRAMES || bytes < (targetBps / 8000) * (this.#minRttMs + SLACK_MS);
  }

  #keep(condition: (flight: Flight) => boolean): void {
    this.#flights = this.#flights.filter(condition);
  }

  #extend(sequenceNumber: number): number {
    const last = this.#highest ?? sequenceNumber;
    this.#highest = last + ((sequenceNumber - last) & 0xffff);
    return this.#highest;
  }
}
