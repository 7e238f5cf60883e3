import type { Stats } from '../../src/call/state.ts';

export interface Figures {
  fps?: number;
  kbpsIn?: number;
  kbpsOut?: number;
  latencyMsP50?: number;
  rttMs?: number;
}

/** A line of --stats, of which only a few figures matter. */
export const statsLine = ({
  fps = 30,
  kbpsIn = 200,
  kbpsOut = 100,
  latencyMsP50 = 20,
  rttMs = 10,
}: Figures): Stats => ({
  t: 1,
  state: 'connected',
  transport: 'udp',
  peer: 'ana',
  rttMs,
  lossPct: 0,
  jitterMs: 0,
  video: {
    sent: { fps: 30, kbps: kbpsOut, width: 160, height: 90, keyFrames: 1, skipped: 0 },
    received: {
      fps,
      shown: 30,
      late: 0,
      lost: 0,
      kbps: kbpsIn,
      width: 160,
      height: 90,
      latencyMsP50,
      latencyMsP95: latencyMsP50,
    },
  },
  audio: {
    sent: { kbps: 0, level: -127 },
    received: { kbps: 0, concealedPct: 0, delayMs: 0, loudspeakerMs: 0, level: -127 },
  },
  tty: { fps, kBps: 100, skipped: 0, rttMs: 0, region: '80x24', renderer: 'half' },
  dropped: {},
  cpuPct: 1,
  rssMb: 100,
});
