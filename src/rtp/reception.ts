import type { Ms } from '../base/clock.ts';
import type { RtpPacket } from '../base/packet.ts';
import { ntpMiddle32 } from './ntp.ts';
import type { ReportBlock } from './report.ts';

const MAX_CUMULATIVE_LOST = 0x7fffff;
const MIN_CUMULATIVE_LOST = -0x800000;

/**
 * Keeps the books on one source: what was lost, and how unevenly the rest came in (RFC 3550, A.1, A.3 and A.8). The
 * packets are authenticated, so the source needs no probation and its jumps are believed.
 */
export class Reception {
  readonly #ssrc: number;
  readonly #clockRate: number;
  #first = 0;
  #highest: number | undefined;
  #received = 0;
  #before = { expected: 0, received: 0 };
  #lossPct = 0;
  #jitter = 0;
  #transit: number | undefined;
  #senderReport: { sentAt: Ms; arrivedAt: Ms } | undefined;

  constructor(ssrc: number, clockRate: number) {
    this.#ssrc = ssrc;
    this.#clockRate = clockRate;
  }

  /** Each packet of the source as it comes in, in whatever order, duplicates too. */
  push(packet: RtpPacket, now: Ms): void {
    this.#count(packet.sequenceNumber);
    this.#time(packet.timestamp, now);
  }

  /** A report of the source came in now; `sentAt` is the time in it. */
  senderReport(sentAt: Ms, now: Ms): void {
    this.#senderReport = { sentAt, arrivedAt: now };
  }

  /** The block to send now; ends the interval that `fractionLost` and `lossPct` are about. */
  report(now: Ms): ReportBlock {
    const { lost, expected } = this.#closeInterval();
    const latest = this.#senderReport;
    return {
      ssrc: this.#ssrc,
      fractionLost: expected > 0 ? Math.min(255, Math.floor((lost * 256) / expected)) : 0,
      cumulativeLost: Math.max(
        MIN_CUMULATIVE_LOST,
        Math.min(MAX_CUMULATIVE_LOST, this.#expected - this.#received),
      ),
      highestSequence: (this.#highest ?? 0) >>> 0,
      jitter: Math.floor(this.#jitter),
      lastSenderReport: latest ? ntpMiddle32(latest.sentAt) : 0,
      delaySinceLastSenderReport: latest ? Math.round(((now - latest.arrivedAt) * 65536) / 1000) : 0,
    };
  }

  /** Percentage of the packets of the last reporting interval that didn't come. */
  get lossPct(): number {
    return this.#lossPct;
  }

  get jitterMs(): number {
    return (this.#jitter * 1000) / this.#clockRate;
  }

  /** With 65536 for each wrap; undefined before the first packet. */
  get highestSequence(): number | undefined {
    return this.#highest;
  }

  get #expected(): number {
    return this.#highest === undefined ? 0 : this.#highest - this.#first + 1;
  }

  #count(sequenceNumber: number): void {
    this.#received++;
    if (this.#highest === undefined) {
      this.#first = sequenceNumber;
      this.#highest = sequenceNumber;
      return;
    }
    const ahead = ((sequenceNumber - this.#highest) << 16) >> 16;
    if (ahead > 0) this.#highest += ahead;
  }

  /** Both clocks are arbitrary; only how their difference changes from packet to packet matters. */
  #time(timestamp: number, now: Ms): void {
    const transit = Math.round((now * this.#clockRate) / 1000) - timestamp;
    if (this.#transit !== undefined) {
      const change = Math.abs((transit - this.#transit) | 0);
      this.#jitter += (change - this.#jitter) / 16;
    }
    this.#transit = transit;
  }

  #closeInterval(): { lost: number; expected: number } {
    const expected = this.#expected - this.#before.expected;
    const received = this.#received - this.#before.received;
    this.#before = { expected: this.#expected, received: this.#received };
    const lost = Math.max(0, expected - received);
    this.#lossPct = expected > 0 ? (100 * lost) / expected : 0;
    return { lost, expected };
  }
}
