import type { SoundDevice, SoundDevices } from './sound-list.ts';

/**
 * Reads what `pactl list sources` or `pactl list sinks` says:
 *
 *     Source #1
 *             Name: alsa_input.pci-0000_00_1f.3.analog-stereo
 *             Description: Built-in Audio Analog Stereo
 *             Monitor of Sink: n/a
 */
export function parsePactl(text: string, defaultId: string | undefined): SoundDevice[] {
  return text.split(/^(?:Source|Sink) #/m).flatMap((part) => {
    const field = (name: string): string | undefined =>
      new RegExp(`^[ \\t]+${name}: (.+)$`, 'm').exec(part)?.[1];
    const id = field('Name');
    if (id === undefined) return [];
    const isMonitor = (field('Monitor of Sink') ?? 'n/a') !== 'n/a';
    return [
      {
        system: 'pulse' as const,
        id,
        name: field('Description') ?? id,
        isDefault: id === defaultId,
        isMonitor,
      },
    ];
  });
}

/** Reads the ids of the default devices out of `pactl info`. */
export const parsePactlInfo = (text: string): { source: string | undefined; sink: string | undefined } => ({
  source: /^Default Source: (.+)$/m.exec(text)?.[1],
  sink: /^Default Sink: (.+)$/m.exec(text)?.[1],
});

/** What is looked at in what `pw-dump` writes: an array of objects with whatever properties. */
interface PipewireObject {
  info?: { props?: Readonly<Record<string, unknown>> } | null;
  metadata?: readonly { key?: unknown; value?: { name?: unknown } | null }[];
}

/** Reads what `pw-dump` writes; undefined when it is no such thing. PipeWire shows no monitors. */
export function parsePipewire(json: string): SoundDevices | undefined {
  let objects: unknown;
  try {
    objects = JSON.parse(json);
  } catch {
    return undefined;
  }
  if (!Array.isArray(objects)) return undefined;
  const all: readonly (PipewireObject | null)[] = objects;
  const defaults = all.flatMap((object) => object?.metadata ?? []);
  const devicesOf = (mediaClass: string, key: string): SoundDevice[] => {
    const defaultId = defaults.find((entry) => entry.key === key)?.value?.name;
    return all.flatMap((object) => {
      const props = object?.info?.props;
      const id = props?.['node.name'];
      if (props?.['media.class'] !== mediaClass || typeof id !== 'string') return [];
      const described = props['node.description'];
      const name = typeof described === 'string' ? described : id;
      return [{ system: 'pulse' as const, id, name, isDefault: id === defaultId, isMonitor: false }];
    });
  };
  return {
    microphones: devicesOf('Audio/Source', 'default.audio.source'),
    loudspeakers: devicesOf('Audio/Sink', 'default.audio.sink'),
  };
}

/**
 * Reads what `arecord -L` or `aplay -L` says. Besides "default", those that change rates for us are devices; the others
 * are the same ones once more, or filters.
 *
 *     plughw:CARD=PCH,DEV=0
 *         HDA Intel PCH, ALC257 Analog
 *         Hardware device with all software conversions
 */
export function parseAlsa(text: string): SoundDevice[] {
  const listed = text.matchAll(/^(default|plughw:\S+)$(?:\r?\n\s+(.+))?/gm);
  return Array.from(listed, ([, id = '', name = id]) => ({
    system: 'alsa' as const,
    id,
    name,
    isDefault: id === 'default',
    isMonitor: false,
  }));
}

/**
 * Reads the microphones out of what ffmpeg says of the devices of macOS and Windows (see ../device-listing.ts). The
 * default one of Windows has no name, so the first is taken for it.
 *
 *     [AVFoundation indev @ 0x7f8] AVFoundation audio devices:
 *     [AVFoundation indev @ 0x7f8] [0] MacBook Pro Microphone
 *
 *     [dshow @ 0001] "Microphone (Realtek Audio)" (audio)
 *     [dshow @ 0001]   Alternative name "@device_cm_{33D9A762}"
 */
export function parseFfmpegMicrophones(stderr: string, format: 'avfoundation' | 'dshow'): SoundDevice[] {
  if (format === 'avfoundation') {
    const audio = stderr.split('AVFoundation audio devices:')[1] ?? '';
    return Array.from(audio.matchAll(/\] \[\d+\] (.+)$/gm), ([, name = '']) => ({
      system: 'coreaudio' as const,
      id: name,
      name,
      isDefault: false,
      isMonitor: false,
    }));
  }
  const older = stderr.split('DirectShow audio devices')[1];
  const listed = older
    ? older.matchAll(/^\[[^\]\n]*\]  "(.+)"(?:\r?\n\[[^\]\n]*\] +Alternative name "(.+)")?/gm)
    : stderr.matchAll(/^\[[^\]\n]*\] "(.+)" \(audio\)(?:\r?\n\[[^\]\n]*\] +Alternative name "(.+)")?/gm);
  return Array.from(listed, ([, name = '', id = name], index) => ({
    system: 'dshow' as const,
    id,
    name,
    isDefault: index === 0,
    isMonitor: false,
  }));
}
