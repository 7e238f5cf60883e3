import type { Course, Stats, Trends } from '../state.ts';

const SECONDS = 60;

/** Remembers the last minute of a call. */
export class History {
  /** Never changed in place. */
  trends: Trends = { seconds: 0, kbpsIn: [], kbpsOut: [], fps: [], latencyMs: [], rttMs: [] };

  /** What was measured over the second that is over now. */
  push({ rttMs, video: { sent, received } }: Stats): void {
    const before = this.trends;
    this.trends = {
      seconds: before.seconds + 1,
      kbpsIn: append(before.kbpsIn, received.kbps),
      kbpsOut: append(before.kbpsOut, sent.kbps),
      fps: append(before.fps, received.fps),
      latencyMs: append(before.latencyMs, received.fps > 0 ? received.latencyMsP50 : undefined),
      rttMs: append(before.rttMs, rttMs),
    };
  }
}

const append = (course: Course, value: number | undefined): Course => [...course, value].slice(-SECONDS);
