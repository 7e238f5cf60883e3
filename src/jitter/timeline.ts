import { FRAME_SAMPLES } from '../base/audio.ts';
import type { SoundPacket } from '../base/audio.ts';

/** What a packet tells about those between it and the newest one before. */
export interface Gap {
  /** 20 ms each. */
  turns: number;
  /** Packets that were sent and have not come. Fewer than `turns`: the others are a pause. */
  packets: number;
}

const NO_GAP: Gap = { turns: 0, packets: 0 };

/** Counts the turns, 20 ms each, of a stream from its first packet on; timestamps and sequence numbers wrap, turns don't. */
export class Timeline {
  #newest: { turn: number; timestamp: number; sequenceNumber: number } | undefined;

  /** Which turn a timestamp means: of all that it may, the one nearest to the newest packet; 0 before there is one. */
  turnOf(timestamp: number): number {
    if (!this.#newest) return 0;
    return this.#newest.turn + Math.round(((timestamp - this.#newest.timestamp) | 0) / FRAME_SAMPLES);
  }

  /** A packet came in; `timestamp` is that of its last sound. */
  push({ sequenceNumber }: SoundPacket, timestamp: number): Gap {
    const newest = this.#newest;
    const turn = this.turnOf(timestamp);
    if (newest && turn <= newest.turn) return NO_GAP;
    this.#newest = { turn, timestamp, sequenceNumber };
    if (!newest) return NO_GAP;
    const steps = ((sequenceNumber - newest.sequenceNumber) << 16) >> 16;
    return { turns: turn - newest.turn - 1, packets: Math.max(0, steps - 1) };
  }
}
