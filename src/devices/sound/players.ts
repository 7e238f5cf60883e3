import type { Ms } from '../../base/clock.ts';
import type { PlayerPaceOptions, PlayerReport } from './player-pace.ts';
import type { ProgramPlan, SoundProgram } from './program.ts';
import { alsa, pipewire, pulse, sox, suitable, words } from './program.ts';

/** Something that plays sound. */
export interface Player extends SoundProgram, PlayerPaceOptions {
  /** It says on stderr how much was heard, as `pacat -v` does; else it is taken to keep our time. */
  reports: boolean;
  /** How much sound waits in it, or for it. */
  aheadMs: Ms;
  /** How long it takes until it plays what it gets, where it doesn't say so; what it got before would be late for ever. */
  startMs: Ms;
}

/** The npm package `speaker` instead of a program. */
export const SPEAKER = 'speaker';

const plays = (program: SoundProgram, startMs: Ms = 300): Player => ({
  ...program,
  reports: false,
  aheadMs: 80,
  startMs,
});

/**
 * What can play to a loudspeaker, the best first. On Linux that is who tells what was heard, so that the delay is known
 * and no clock can run away; then, as everywhere, the package `speaker`, which knows only the default device; then the
 * programs that just play.
 */
export function players({ platform, target }: ProgramPlan): Player[] {
  const id = target?.id;
  const speaker = plays({ path: SPEAKER, argv: [] }, 0);
  const ffplay = plays({ path: 'ffplay', argv: words(FFPLAY) });
  if (platform === 'darwin' || platform === 'win32') {
    return suitable(target, [
      [undefined, speaker],
      [undefined, ffplay],
      ['coreaudio', plays(sox('play', id))],
    ]);
  }
  return suitable(target, [
    ['pulse', pacat(id)],
    ['pulse', plays(pipewire('--playback --latency 40ms', id))],
    [undefined, speaker],
    ['alsa', plays(alsa('aplay', '--buffer-time=80000 --period-time=20000 --start-delay=1', id))],
    [undefined, ffplay],
    ['alsa', plays(sox('play', id))],
  ]);
}

/**
 * Half of what waits lies in the server, which is never late. With less there were gaps on a busy machine, with more
 * there it is a longer way to the ear (bench/sound.js). It asks for whole frames, and so less often.
 */
const pacat = (id: string | undefined): Player => ({
  ...pulse('pacat', '--playback --verbose --latency-msec=60 --process-time-msec=20', id),
  reports: true,
  aheadMs: 40,
  startMs: 0,
});

const FFPLAY =
  '-nodisp -autoexit -loglevel error -probesize 32 -analyzeduration 0 -fflags nobuffer -f s16le -ar 48000 -i pipe:0';

/** Longer is no report. */
const REPORT_CHARACTERS = 80;

/** What `pacat -v` says each 50 ms: how much was heard, and how much more it has taken. The last report of `text` counts. */
export function parseReport(text: string): PlayerReport | undefined {
  const at = text.lastIndexOf('Time: ');
  const last = at < 0 ? '' : text.slice(at, at + REPORT_CHARACTERS);
  const [, seconds, microseconds] = /^Time: (\d+\.\d+) sec; Latency: (\d+) usec/.exec(last) ?? [];
  return microseconds === undefined
    ? undefined
    : { heardMs: Number(seconds) * 1000, latencyMs: Number(microseconds) / 1000 };
}
