import type { Ms } from '../base/clock.ts';
import type { RtpPacket } from '../base/packet.ts';

/** A sequence number that came too late, or for the second time. */
export type Refusal = 'late' | 'duplicate';

/**
 * Packets of one stream between the first that is still wanted, `next`, and the newest that came. Positions are
 * sequence numbers that don't wrap. Each position from `next` to below `end` either holds a packet or is a gap.
 */
export class PacketWindow {
  readonly #packets = new Map<number, RtpPacket>();
  /** Gaps, and until when each is waited for; both only go up. */
  readonly #gaps = new Map<number, Ms>();
  #next: number;
  #end: number;

  /** `first`: the sequence number at which the window begins. */
  constructor(first: number) {
    this.#next = first;
    this.#end = first;
  }

  get next(): number {
    return this.#next;
  }

  /** One after the newest packet. */
  get end(): number {
    return this.#end;
  }

  /** The place of a sequence number: of all that it may mean, the one nearest to the newest packet. */
  positionOf(sequenceNumber: number): number {
    const newest = this.#end - 1;
    return newest + (((sequenceNumber - newest) << 16) >> 16);
  }

  /** Takes a packet in, or says why not. What it jumps over are gaps, waited for until `due`. */
  add(packet: RtpPacket, due: Ms): Refusal | undefined {
    const position = this.positionOf(packet.sequenceNumber);
    if (position < this.#next) return 'late';
    if (this.#packets.has(position)) return 'duplicate';
    for (let gap = this.#end; gap < position; gap++) this.#gaps.set(gap, due);
    this.#gaps.delete(position);
    this.#packets.set(position, packet);
    this.#end = Math.max(this.#end, position + 1);
    return undefined;
  }

  at(position: number): RtpPacket | undefined {
    return this.#packets.get(position);
  }

  /** Until when the oldest gap is waited for; undefined when there is none. */
  get due(): Ms | undefined {
    const [due] = this.#gaps.values();
    return due;
  }

  /** The newest gap that isn't waited for any longer. */
  lastGapDue(now: Ms): number | undefined {
    let last: number | undefined;
    for (const [position, due] of this.#gaps) {
      if (due > now) break;
      last = position;
    }
    return last;
  }

  /** Nothing below `next` is wanted any more. */
  advance(next: number): void {
    for (let position = this.#next; position < Math.min(next, this.#end); position++) {
      this.#packets.delete(position);
      this.#gaps.delete(position);
    }
    this.#next = next;
    this.#end = Math.max(this.#end, next);
  }
}
