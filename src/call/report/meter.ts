import type { Ms } from '../../base/clock.ts';
import type { Transport } from '../../base/net.ts';
import type { Size } from '../../base/frame.ts';
import type { Phase, ReceivedStats, SentStats, Stats } from '../state.ts';

/** Running totals since the call began; the meter turns their differences into rates. */
export interface Totals {
  sent: { frames: number; bytes: number; keyFrames: number; skipped: number } & Size;
  received: { shown: number; late: number; lost: number; bytes: number } & Size;
  /** `pieces` of 20 ms that were heard, `concealed` of them made up. */
  audio: { sentBytes: number; receivedBytes: number; pieces: number; concealed: number };
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
  /** dBFS. */
  levels: { sent: number; received: number };
  voiceDelayMs: number;
  loudspeakerMs: number;
  region: string;
  renderer: string;
  /** Of the terminal; 0 where it is not known. */
  ttyRttMs: number;
  rssBytes: number;
  dropped: Record<string, number>;
}

interface Sample {
  at: Ms;
  totals: Totals;
}

interface Reading {
  totals: Totals;
  readings: Readings;
  latencies: readonly number[];
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

  #between(from: Sample | undefined, to: Reading, now: Ms): Stats {
    const { totals, readings } = to;
    const before = from?.totals ?? totals;
    const seconds = Math.max(0.001, (now - (from?.at ?? now)) / 1000);
    const rate: Rate = (later, earlier) => (later - earlier) / seconds;
    const { state, transport, peer, rttMs, lossPct, jitterMs, region, renderer, rssBytes, dropped } =
      readings;
    return {
      t: round((now - this.#startedAt) / 1000),
      state,
      transport,
      peer,
      rttMs: round(rttMs),
      lossPct: round(lossPct),
      jitterMs: round(jitterMs),
      video: {
        sent: sentStats(totals.sent, before.sent, rate),
        received: receivedStats(totals.received, before.received, { rate, latencies: to.latencies }),
      },
      audio: audioStats(totals.audio, before.audio, { rate, readings }),
      tty: {
        fps: round(rate(totals.tty.frames, before.tty.frames)),
        kBps: round(rate(totals.tty.bytes, before.tty.bytes) / 1000),
        skipped: totals.tty.skipped,
        rttMs: round(readings.ttyRttMs),
        region,
        renderer,
      },
      dropped,
      cpuPct: round(rate(totals.cpuMs, before.cpuMs) / 10),
      rssMb: Math.round(rssBytes / 1e6),
    };
  }
}

/** A second's worth of what grew from one total to another. */
type Rate = (later: number, earlier: number) => number;

const kbps = (bytesPerSecond: number): number => round((bytesPerSecond * 8) / 1000);

const sentStats = (sent: Totals['sent'], before: Totals['sent'], rate: Rate): SentStats => ({
  fps: round(rate(sent.frames, before.frames)),
  kbps: kbps(rate(sent.bytes, before.bytes)),
  width: sent.width,
  height: sent.height,
  keyFrames: sent.keyFrames,
  skipped: sent.skipped,
});

const receivedStats = (
  received: Totals['received'],
  before: Totals['received'],
  { rate, latencies }: { rate: Rate; latencies: readonly number[] },
): ReceivedStats => ({
  fps: round(rate(received.shown, before.shown)),
  shown: received.shown,
  late: received.late,
  lost: received.lost,
  kbps: kbps(rate(received.bytes, before.bytes)),
  width: received.width,
  height: received.height,
  latencyMsP50: round(percentile(latencies, 0.5)),
  latencyMsP95: round(percentile(latencies, 0.95)),
});

function audioStats(
  now: Totals['audio'],
  before: Totals['audio'],
  { rate, readings }: { rate: Rate; readings: Readings },
): Stats['audio'] {
  const pieces = Math.max(1, now.pieces - before.pieces);
  const { levels, voiceDelayMs, loudspeakerMs } = readings;
  return {
    sent: { kbps: kbps(rate(now.sentBytes, before.sentBytes)), level: Math.round(levels.sent) },
    received: {
      kbps: kbps(rate(now.receivedBytes, before.receivedBytes)),
      concealedPct: round((100 * (now.concealed - before.concealed)) / pieces),
      delayMs: Math.round(voiceDelayMs),
      loudspeakerMs: Math.round(loudspeakerMs),
      level: Math.round(levels.received),
    },
  };
}

const round = (value: number): number => Math.round(value * 10) / 10;

function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).toSorted();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
