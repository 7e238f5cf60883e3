import { listDevices } from '../device-listing.ts';
import type { Ffmpeg } from '../ffmpeg.ts';
import { run } from '../run.ts';
import type { SoundSystem } from './program.ts';
import {
  parseAlsa,
  parseFfmpegMicrophones,
  parsePactl,
  parsePactlInfo,
  parsePipewire,
} from './sound-listing.ts';

/** A microphone or a loudspeaker that this machine has. */
export interface SoundDevice {
  system: SoundSystem;
  /** What the system opens; it is the same when the device was unplugged in between. */
  id: string;
  name: string;
  isDefault: boolean;
  /** It gives back what a loudspeaker plays. */
  isMonitor: boolean;
}

export interface SoundDevices {
  microphones: SoundDevice[];
  loudspeakers: SoundDevice[];
}

export interface SoundListing {
  platform: NodeJS.Platform;
  /** What PULSE_SOURCE and PULSE_SINK name is the default. */
  env: Readonly<Record<string, string | undefined>>;
  /** macOS and Windows are asked through it; without it, their microphones are not known. */
  ffmpeg: Ffmpeg | undefined;
}

/** Nothing that we know lists what macOS and Windows play to. */
const SYSTEM_OUTPUT: SoundDevice = {
  system: 'coreaudio',
  id: 'default',
  name: 'system output',
  isDefault: true,
  isMonitor: false,
};

/** The sound devices of the machine. */
export async function listSoundDevices({ platform, env, ffmpeg }: SoundListing): Promise<SoundDevices> {
  if (platform === 'darwin' || platform === 'win32') {
    const format = platform === 'darwin' ? 'avfoundation' : 'dshow';
    const stderr = ffmpeg ? await listDevices(ffmpeg, format) : '';
    return { microphones: parseFfmpegMicrophones(stderr, format), loudspeakers: [SYSTEM_OUTPUT] };
  }
  return (await askPulse(env)) ?? (await askPipewire()) ?? (await askAlsa());
}

/** What these print is for programs, when it is in English. A machine with a studio has some 100 kB of it. */
const say = async (program: string, ...argv: string[]): Promise<string | undefined> => {
  const { code, stdout } = await run(program, argv, { env: { LC_ALL: 'C' }, keptCharacters: 4_000_000 });
  return code === 0 ? stdout : undefined;
};

async function askPulse(env: SoundListing['env']): Promise<SoundDevices | undefined> {
  const [info, sources, sinks] = await Promise.all([
    say('pactl', 'info'),
    say('pactl', 'list', 'sources'),
    say('pactl', 'list', 'sinks'),
  ]);
  if (info === undefined || sources === undefined || sinks === undefined) return undefined;
  const { source, sink } = parsePactlInfo(info);
  return {
    microphones: parsePactl(sources, env['PULSE_SOURCE'] ?? source),
    loudspeakers: parsePactl(sinks, env['PULSE_SINK'] ?? sink),
  };
}

async function askPipewire(): Promise<SoundDevices | undefined> {
  const dump = await say('pw-dump');
  return dump === undefined ? undefined : parsePipewire(dump);
}

async function askAlsa(): Promise<SoundDevices> {
  const [microphones = '', loudspeakers = ''] = await Promise.all([say('arecord', '-L'), say('aplay', '-L')]);
  return { microphones: parseAlsa(microphones), loudspeakers: parseAlsa(loudspeakers) };
}
