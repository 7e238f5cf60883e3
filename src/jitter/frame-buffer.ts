import type { Ms } from '../base/clock.ts';
import type { FrameMark, RtpPacket } from '../base/packet.ts';
import { PacketWindow } from './packet-window.ts';

/** A whole frame, its packets in order; or how many frames, at least one and as far as can be seen, are given up. */
export type FrameBufferOut = { frame: RtpPacket[] } | { lost: number };

/** Packets that were thrown away, in all. */
export interface FrameBufferCounts {
  /** Came after their frame was handed out or given up. */
  late: number;
  duplicate: number;
  /** Came from elsewhere in the number space than those before and after them. */
  astray: number;
  /** Don't say where their frame begins and ends. */
  unmarked: number;
  /** Of whole frames that need a frame which was lost. */
  undecodable: number;
}

/** As many as a sender keeps for sending again; about 1.1 MB, and two seconds at 5 Mbit/s. */
const MAX_WINDOW = 1024;
/** A longer jump isn't loss inside the stream, it is a stream that went on after a long silence, or nonsense. */
const MAX_JUMP = MAX_WINDOW;

type MarkedPacket = RtpPacket & { frameMark: FrameMark };

/**
 * Makes whole frames, in order, of the packets of one stream as the network delivers them. It waits for a missing
 * packet `deadlineMs` from when a later one came; then it gives the frame up and throws everything away until the
 * next independent frame, for which the caller has to ask. An independent frame goes out as soon as it is whole: the
 * newest picture beats the older ones that are still incomplete.
 */
export class FrameBuffer {
  readonly #deadlineMs: number;
  readonly #counts: FrameBufferCounts = { late: 0, duplicate: 0, astray: 0, unmarked: 0, undecodable: 0 };
  #window: PacketWindow | undefined;
  /** A packet from far away, kept until the next one shows whether the stream goes on there. */
  #stray: MarkedPacket | undefined;
  /** Every frame before the window was handed out, from an independent one on. */
  #decodable = false;
  /** The window begins inside a frame, of which the begin was given up. */
  #midFrame = false;
  #anyLossTold = false;

  constructor({ deadlineMs }: { deadlineMs: number }) {
    this.#deadlineMs = deadlineMs;
  }

  get counts(): Readonly<FrameBufferCounts> {
    return this.#counts;
  }

  /** The packets must all be of one SSRC and authentic. Those in the frames that come out are the ones pushed. */
  push(packet: RtpPacket, now: Ms): FrameBufferOut[] {
    const out: FrameBufferOut[] = [];
    if (!isMarked(packet)) this.#counts.unmarked++;
    else if (this.#isFarAway(packet)) this.#pushStray(packet, now, out);
    else this.#pushNear(packet, now, out);
    return out;
  }

  /** Gives up what has been waited for long enough. */
  tick(now: Ms): FrameBufferOut[] {
    const out: FrameBufferOut[] = [];
    const window = this.#window;
    const expired = window?.lastGapDue(now);
    if (window && expired !== undefined) {
      this.#skip(window, expired + 1, out);
      this.#drain(window, out);
    }
    return out;
  }

  /** When to call `tick`; undefined while no packet is missing. */
  due(): Ms | undefined {
    return this.#window?.due;
  }

  #isFarAway({ sequenceNumber }: RtpPacket): boolean {
    const window = this.#window;
    return window !== undefined && Math.abs(window.positionOf(sequenceNumber) - window.end) > MAX_JUMP;
  }

  /** Two in a row from far away, and the stream is taken up there (as in RFC 3550, A.1). */
  #pushStray(packet: MarkedPacket, now: Ms, out: FrameBufferOut[]): void {
    const before = this.#stray;
    this.#stray = packet;
    if (!before) return;
    if (packet.sequenceNumber !== ((before.sequenceNumber + 1) & 0xffff)) {
      this.#counts.astray++;
      return;
    }
    this.#stray = undefined;
    // One beyond the end: at least one packet is missing in between, even if nothing is in the window.
    if (this.#window) this.#skip(this.#window, this.#window.end + 1, out);
    this.#window = undefined;
    this.#pushNear(before, now, out);
    this.#pushNear(packet, now, out);
  }

  #pushNear(packet: MarkedPacket, now: Ms, out: FrameBufferOut[]): void {
    this.#window ??= new PacketWindow(packet.sequenceNumber);
    const window = this.#window;
    const position = window.positionOf(packet.sequenceNumber);
    const refusal = window.add(packet, now + this.#deadlineMs);
    if (refusal) {
      this.#counts[refusal]++;
      return;
    }
    if (window.end - window.next > MAX_WINDOW) this.#skip(window, window.end - MAX_WINDOW, out);
    const start = wholeIndependentFrame(window, position);
    if (start !== undefined && start > window.next) this.#skip(window, start, out);
    this.#drain(window, out);
  }

  /** Hands out, or throws away, as many whole frames as there are. */
  #drain(window: PacketWindow, out: FrameBufferOut[]): void {
    for (;;) {
      const frame = frameAt(window, window.next);
      if (frame === 'incomplete') return;
      if (frame === 'broken') this.#skip(window, window.next + 1, out);
      else this.#release(window, frame, out);
    }
  }

  #release(window: PacketWindow, frame: RtpPacket[], out: FrameBufferOut[]): void {
    window.advance(window.next + frame.length);
    this.#midFrame = false;
    if (frame[0]?.frameMark?.independent) this.#decodable = true;
    if (this.#decodable) {
      out.push({ frame });
      return;
    }
    this.#counts.undecodable += frame.length;
    // A stream that was joined in the middle: nothing is missing, and yet the caller has to ask.
    if (!this.#anyLossTold) this.#tellLoss(1, out);
  }

  /** Gives up what is below `next`. */
  #skip(window: PacketWindow, next: number, out: FrameBufferOut[]): void {
    let lost = 0;
    for (let position = window.next; position < next; position++) {
      const mark = window.at(position)?.frameMark;
      if (mark?.start || !this.#midFrame) lost++;
      this.#midFrame = !mark?.end;
    }
    window.advance(next);
    this.#decodable = false;
    if (lost > 0) this.#tellLoss(lost, out);
  }

  #tellLoss(lost: number, out: FrameBufferOut[]): void {
    this.#anyLossTold = true;
    out.push({ lost });
  }
}

const isMarked = (packet: RtpPacket): packet is MarkedPacket => packet.frameMark !== undefined;

/** The frame that begins at `start`; 'broken' when what is there can't become one. */
function frameAt(window: PacketWindow, start: number): RtpPacket[] | 'incomplete' | 'broken' {
  const frame: RtpPacket[] = [];
  for (let position = start; ; position++) {
    const packet = window.at(position);
    if (!packet?.frameMark) return 'incomplete';
    if (packet.frameMark.start !== (position === start)) return 'broken';
    frame.push(packet);
    if (packet.frameMark.end) return frame;
  }
}

/** Where the whole and independent frame with the packet at `position` begins; undefined when there is none. */
function wholeIndependentFrame(window: PacketWindow, position: number): number | undefined {
  let start = position;
  while (window.at(start)?.frameMark?.start === false) start--;
  if (!window.at(start)?.frameMark?.independent) return undefined;
  return typeof frameAt(window, start) === 'string' ? undefined : start;
}
