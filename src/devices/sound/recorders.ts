import type { ProgramPlan, SoundProgram } from './program.ts';
import { alsa, pipewire, pulse, sox, suitable, words } from './program.ts';

export interface RecorderPlan extends ProgramPlan {
  /** The path of the one to use; undefined: whatever is on PATH. */
  ffmpeg: string | undefined;
}

/**
 * What can record from a microphone, the best first. On Linux the sound server is asked itself, for pieces of 10 ms; or
 * ALSA, where there is none. ffmpeg (pieces of 10 ms, but the first after 0.3 s) and sox (of 40 ms) are what may be
 * there when nothing else is. On macOS sox knows the default device; ffmpeg is known to lose samples there.
 */
export function recorders({ platform, target, ffmpeg }: RecorderPlan): SoundProgram[] {
  const id = target?.id ?? 'default';
  const byFfmpeg = (input: string, name = id): SoundProgram => reads(ffmpeg ?? 'ffmpeg', input, name);
  if (platform === 'win32')
    return suitable(target, [['dshow', byFfmpeg('-f dshow -audio_buffer_size 20', `audio=${id}`)]]);
  if (platform === 'darwin') {
    return suitable(target, [
      ['coreaudio', sox('rec', target?.id)],
      ['coreaudio', byFfmpeg('-f avfoundation', `:${id}`)],
    ]);
  }
  return suitable(target, [
    ['pulse', pulse('parec', '--record --latency-msec=20', target?.id)],
    ['pulse', pipewire('--record --latency 20ms', target?.id)],
    ['alsa', alsa('arecord', '--buffer-time=80000 --period-time=20000', target?.id)],
    ['pulse', byFfmpeg('-f pulse -fragment_size 1920')],
    ['alsa', byFfmpeg('-f alsa')],
    ['alsa', sox('rec', target?.id)],
  ]);
}

/** `name`: as the input device of ffmpeg calls it. */
const reads = (path: string, input: string, name: string): SoundProgram => ({
  path,
  argv: [
    ...words(`-hide_banner -loglevel error -nostdin -probesize 32 -analyzeduration 0 ${input} -i`),
    name,
    ...words('-vn -ar 48000 -ac 1 -f s16le -flush_packets 1 pipe:1'),
  ],
});
