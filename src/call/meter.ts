import type { Ms } from '../base/clock.ts';
import type { Transport } from '../base/net.ts';
import type { Size } from '../base/frame.ts';
import type { Phase, Stats } from './state.ts';

/** Running totals since the call began; the meter turns their differences into rates. */
export interface Totals {
  sent: { frames: number; bytes: number; keyFrames: number; skipped: number } & Size;
  received: { shown: number; late: number; lost: number; bytes: number } & Size;
  tty: { frames: number; bytes: number; skipped: number };
  cpuMs: number;
}

/** What is as it is at the moment. */
export interface Readings {
  state: Phase;
  transport: Transport;
  peer: string;
  rttMs: number;
  lossPct: number;
  jitterMs: number;
  region: string;
  renderer: string;
  rssBytes: number;
  dropped: Record<string, number>;
}

interface Sample {
  at: Ms;
  totals: Totals;
}

/** Enough for the percentiles of a long call; older ones make room. */
const MAX_LATENCIES = 100_000;

/** Counts in, one line of --stats out: over the last second, or over the whole time connected. */
export class Meter {
  readonly #startedAt: Ms;
  #first: Sample | undefined;
  #last: Sample | undefined;
  #recent: number[] = [];
  #all: number[] = [];

  constructor(now: Ms) {
    this.#startedAt = now;
  }

  /** From the camera over there to the last byte in the terminal here. */
  latency(latencyMs: number): void {
    this.#recent.push(latencyMs);
    if (this.#all.push(latencyMs) > MAX_LATENCIES) this.#all = this.#all.slice(MAX_LATENCIES / 2);
  }

  /** The call is connected: means are counted from here. */
  begin(totals: Totals, now: Ms): void {
    this.#first = this.#last = { at: now, totals };
    this.#recent = [];
    this.#all = [];
  }

  /** Since the last line. */
  line(totals: Totals, readings: Readings, now: Ms): Stats {
    const stats = this.#between(this.#last, { totals, readings, latencies: this.#recent }, now);
    this.#last = { at: now, totals };
    this.#recent = [];
    return stats;
  }

  /** Since `begin`. */
  final(totals: Totals, readings: Readings, now: Ms): Stats & { final: true } {
    return { ...this.#between(this.#first, { totals, readings, latencies: this.#all }, now), final: true };
  }

  #between(
    from: Sample | undefined,
    to: { totals: Totals; readings: Readings; latencies: number[] },
    now: Ms,
  ): Stats {
    const { totals, readings, latencies } = to;
    const before = from?.totals ?? totals;
    const seconds = Math.max(0.001, (now - (from?.at ?? now)) / 1000);
    const rate = (later: number, earlier: number): number => (later - earlier) / seconds;
    const { sent, received, tty } = totals;
    const { state, transport, peer, rttMs, lossPct, jitterMs, region, renderer, rssBytes, dropped } = readings;
    return {
      t: round((now - this.#startedAt) / 1000),
      state,
      transport,
      peer,
      rttMs: round(rttMs),
      lossPct: round(lossPct),
      jitterMs: round(jitterMs),
      video: {
        sent: {
          fps: round(rate(sent.frames, before.sent.frames)),
          kbps: round((rate(sent.bytes, before.sent.bytes) * 8) / 1000),
          width: sent.width,
          height: sent.height,
          keyFrames: sent.keyFrames,
          skipped: sent.skipped,
        },
        received: {
          fps: round(rate(received.shown, before.received.shown)),
          shown: received.shown,
          late: received.late,
          lost: received.lost,
          kbps: round((rate(received.bytes, before.received.bytes) * 8) / 1000),
          width: received.width,
          height: received.height,
          latencyMsP50: round(percentile(latencies, 0.5)),
          latencyMsP95: round(percentile(latencies, 0.95)),
        },
      },
      tty: {
        fps: round(rate(tty.frames, before.tty.frames)),
        kBps: round(rate(tty.bytes, before.tty.bytes) / 1000),
        skipped: tty.skipped,
        region,
        renderer,
      },
      dropped,
      cpuPct: round(rate(totals.cpuMs, before.cpuMs) / 10),
      rssMb: Math.round(rssBytes / 1e6),
    };
  }
}

const round = (value: number): number => Math.round(value * 10) / 10;

function percentile(values: number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
