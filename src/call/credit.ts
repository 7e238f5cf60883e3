import type { Ms } from '../base/clock.ts';

/** Two frames in flight let the line work while the answer to the first is under way. */
const FRAMES = 2;
/** What may be on its way on top of the round trip, so that a long line is kept busy. */
const SLACK_MS = 100;
/** A packet that was never acknowledged is forgotten after this, else a lost report would close the credit for ever. */
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
  readonly #flights: Flight[] = [];
  #highest: number | undefined;
  #bytes = 0;
  #frames = 0;
  #minRttMs = 0;

  set minRttMs(rttMs: number) {
    this.#minRttMs = rttMs;
  }

  sent(packet: { sequenceNumber: number; bytes: number; frameEnd: boolean }, now: Ms): void {
    const { bytes, frameEnd } = packet;
    const sequence = this.#extend(packet.sequenceNumber);
    this.#flights.push({ sequence, bytes, frameEnd, sentAt: now });
    this.#bytes += bytes;
    this.#frames += frameEnd ? 1 : 0;
  }

  /** The receiver has everything up to this sequence number (the low 16 bits count). */
  acknowledged(sequenceNumber: number): void {
    if (this.#highest === undefined) return;
    const behind = (this.#highest - sequenceNumber) & 0xffff;
    this.#forget((flight) => flight.sequence <= (this.#highest ?? 0) - behind);
  }

  open(targetBps: number, now: Ms): boolean {
    this.#forget((flight) => now - flight.sentAt > EXPIRY_MS);
    if (this.#frames < FRAMES) return true;
    return this.#bytes < (targetBps / 8000) * (this.#minRttMs + SLACK_MS);
  }

  #forget(done: (flight: Flight) => boolean): void {
    for (let first = this.#flights[0]; first && done(first); first = this.#flights[0]) {
      this.#flights.shift();
      this.#bytes -= first.bytes;
      this.#frames -= first.frameEnd ? 1 : 0;
    }
  }

  #extend(sequenceNumber: number): number {
    const last = this.#highest ?? sequenceNumber;
    this.#highest = last + ((sequenceNumber - last) & 0xffff);
    return this.#highest;
  }
}
