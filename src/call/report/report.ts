import { SILENT_DB } from '../../base/audio.ts';
import type { Ms } from '../../base/clock.ts';
import type { Display } from '../picture/display.ts';
import type { FarEnd } from '../far-end.ts';
import { Grading, gradeOf } from './grade.ts';
import { History } from './history.ts';
import { Meter, type Readings, type Totals } from './meter.ts';
import type { Send } from '../send.ts';
import { Signs } from './signs.ts';
import type { Grade, Phase, Stats, Trends } from '../state.ts';
import type { Voice } from '../sound/voice.ts';
import type { Wishes } from '../picture/wishes.ts';

export interface ReportParts {
  now: Ms;
  send: Send;
  display: Display;
  wishes: Wishes;
  voice: Voice | undefined;
  usage: () => { cpuMs: number; rssBytes: number };
}

/** A whole call in a few numbers. */
export interface Summary {
  peer: string;
  seconds: number;
  framesSeen: number;
  framesSent: number;
  bytesReceived: number;
  bytesSent: number;
}

/** Gathers what the rooms have counted into lines of --stats. */
export class Report {
  readonly #parts: ReportParts;
  readonly #meter: Meter;
  readonly #dropped: Record<string, number> = {};
  readonly #history = new History();
  readonly #signs = new Signs();
  readonly #grading = new Grading();
  latest: Stats | undefined;
  grade: Grade | undefined;
  /** Undefined before the call was connected. */
  connectedAt: Ms | undefined;

  constructor(parts: ReportParts) {
    this.#parts = parts;
    this.#meter = new Meter(parts.now);
  }

  /** Bytes from outside were thrown away. */
  drop(reason: string): void {
    this.#dropped[reason] = (this.#dropped[reason] ?? 0) + 1;
  }

  latency(latencyMs: number): void {
    this.#meter.latency(latencyMs);
  }

  /** The call is connected. */
  begin(far: FarEnd, now: Ms): void {
    this.connectedAt = now;
    this.#meter.begin(this.#totals(far), now);
  }

  /** Once a second. */
  line(phase: Phase, far: FarEnd | undefined, now: Ms): Stats {
    const stats = this.#meter.line(this.#totals(far), this.#readings(phase, far), now);
    this.latest = stats;
    this.#history.push(stats);
    if (far) this.#judge(stats, far, now);
    return stats;
  }

  get trends(): Trends {
    return this.#history.trends;
  }

  final(phase: Phase, far: FarEnd | undefined, now: Ms): Stats {
    return this.#meter.final(this.#totals(far), this.#readings(phase, far), now);
  }

  /** Undefined when the call was never connected. */
  summary(far: FarEnd | undefined, now: Ms): Summary | undefined {
    if (this.connectedAt === undefined) return undefined;
    const { sent, received } = this.#totals(far);
    return {
      peer: far?.person.name ?? '',
      seconds: (now - this.connectedAt) / 1000,
      framesSeen: received.shown,
      framesSent: sent.frames,
      bytesReceived: received.bytes,
      bytesSent: sent.bytes,
    };
  }

  #judge(stats: Stats, { camera, wire }: FarEnd, now: Ms): void {
    const askedFps = camera.on && camera.trouble === undefined ? this.#parts.wishes.fps : 0;
    const signs = this.#signs.read({ stats, askedFps, receivedBytes: wire.video.received }, now);
    this.grade = this.#grading.push(gradeOf(signs), now);
  }

  #totals(far: FarEnd | undefined): Totals {
    const { send, display, usage } = this.#parts;
    const { painted, skipped, bytes } = display.counts;
    const received = far?.receive;
    return {
      sent: { ...send.counts, ...send.size, bytes: far?.wire.video.sent ?? 0 },
      received: {
        shown: painted,
        late: received?.counts.late ?? 0,
        lost: received?.counts.lost ?? 0,
        bytes: far?.wire.video.received ?? 0,
        ...(received?.size ?? { width: 0, height: 0 }),
      },
      audio: {
        sentBytes: far?.wire.audio.sent ?? 0,
        receivedBytes: far?.wire.audio.received ?? 0,
        pieces: far?.voice?.pieces ?? 0,
        concealed: far?.voice?.counts.concealed ?? 0,
      },
      tty: { frames: painted, bytes, skipped },
      cpuMs: usage().cpuMs,
    };
  }

  #readings(state: Phase, far: FarEnd | undefined): Readings {
    const { voice, display, usage } = this.#parts;
    const reception = far?.receive?.reception;
    return {
      state,
      transport: far?.transport ?? 'udp',
      peer: far?.person.name ?? '',
      rttMs: far?.rttMs ?? 0,
      lossPct: reception?.lossPct ?? 0,
      jitterMs: reception?.jitterMs ?? 0,
      levels: {
        sent: voice?.desk.levelsDb.captured ?? SILENT_DB,
        received: voice?.desk.levelsDb.played ?? SILENT_DB,
      },
      voiceDelayMs: (far && voice?.delayMs(far)) ?? 0,
      loudspeakerMs: voice?.desk.playoutMs ?? 0,
      region: display.region,
      renderer: display.renderer,
      ttyRttMs: display.rttMs ?? 0,
      rssBytes: usage().rssBytes,
      dropped: { ...this.#dropped, ...jitterDrops(far) },
    };
  }
}

/** Packets that came whole and were no use, by reason; only those that happened. */
function jitterDrops(far: FarEnd | undefined): Record<string, number> {
  const counts = Object.entries(far?.receive?.jitterCounts ?? {}).filter(([, count]) => count > 0);
  return Object.fromEntries(counts.map(([reason, count]) => [`rtp ${reason}`, count]));
}
