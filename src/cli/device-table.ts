import type { Device } from '../base/devices.ts';
import { VtalkError } from '../base/errors.ts';
import { shellWord } from '../base/shell-word.ts';
import { textWidth } from '../base/width.ts';
import { sanitiseText } from '../control/sanitise.ts';
import type { Ffmpeg } from '../devices/ffmpeg.ts';
import type { SoundDevices } from '../devices/sound/sound-list.ts';
import type { Inventory } from './inventory.ts';

/** For people: a row for each, with what to type. */
export function deviceTable({ platform, cameras, screens, ffmpeg }: Inventory, sound: SoundDevices): string {
  const typed = (flag: string, id: string): string => `${flag} ${quoted(printable(id), platform)}`;
  const rows = [
    ...rowsOf('camera', cameras, ({ id }) => typed('--source', `camera:${id}`)),
    ...rowsOf('screen', screens, ({ id }) => typed('--source', `screen:${id}`)),
    ...rowsOf('microphone', sound.microphones, ({ id }) => typed('--mic', id)),
    ...rowsOf('loudspeaker', sound.loudspeakers, ({ id }) => typed('--speaker', id)),
  ];
  return [...aligned(rows), ...ffmpegLines(ffmpeg)].join('\n');
}

/** For a call: what can be chosen during it. */
export const toDevices = ({ cameras, screens }: Inventory): Device[] => [
  ...cameras.map(({ id, name }) => deviceOf('camera', { id: `camera:${id}`, name })),
  ...screens.map(({ id, name }) => deviceOf('screen', { id: `screen:${id}`, name })),
];

/** As it is shown in a list. */
export const deviceOf = (kind: Device['kind'], { id, name }: Pick<Listed, 'id' | 'name'>): Device => ({
  id,
  kind,
  name: printable(name),
});

/** For programs: `id` is what follows "camera:" or "screen:" in --source, or what --mic or --speaker take. */
export const toJson = ({ cameras, screens, ffmpeg }: Inventory, sound: SoundDevices): object => ({
  cameras: cameras.map(({ id, name }) => ({ id, name })),
  screens: screens.map(({ id, name }) => ({ id, name })),
  microphones: sound.microphones.map(({ id, name, isDefault }) => ({ id, name, default: isDefault })),
  loudspeakers: sound.loudspeakers.map(({ id, name, isDefault }) => ({ id, name, default: isDefault })),
  ffmpeg: ffmpeg instanceof VtalkError ? null : { path: ffmpeg.path, version: versionOf(ffmpeg) },
});

type Row = readonly [kind: string, name: string, typed: string];

interface Listed {
  id: string;
  name: string;
  isDefault?: boolean;
}

function rowsOf(kind: string, found: readonly Listed[], typed: (device: Listed) => string): Row[] {
  if (found.length === 0) return [[kind, 'none found', '']];
  return found.map((device) => {
    const mark = device.isDefault ? ' (default)' : '';
    return [kind, `${printable(device.name)}${mark}`, typed(device)];
  });
}

/** Whoever builds a camera chooses its name. */
export const printable = (text: string): string =>
  sanitiseText(text, { maxCharacters: 500, newlines: false });

const quoted = (text: string, platform: NodeJS.Platform): string =>
  platform === 'win32' ? `"${text}"` : shellWord(text);

/** Of "loudspeaker", and a gap. */
const KIND_WIDTH = 13;

function aligned(rows: readonly Row[]): string[] {
  const width = Math.max(...rows.map(([, name]) => textWidth(name)));
  return rows.map(([kind, name, typed]) => {
    const gap = ' '.repeat(width - textWidth(name) + 2);
    return `${kind.padEnd(KIND_WIDTH)}${name}${gap}${typed}`.trimEnd();
  });
}

function ffmpegLines(ffmpeg: Ffmpeg | VtalkError): string[] {
  const kind = 'ffmpeg'.padEnd(KIND_WIDTH);
  if (!(ffmpeg instanceof VtalkError))
    return [`${kind}${versionOf(ffmpeg) ?? 'a build between releases'}, ${ffmpeg.path}`];
  const hint = ffmpeg.hint === undefined ? [] : [`${' '.repeat(KIND_WIDTH)}${ffmpeg.hint}`];
  return [`${kind}${ffmpeg.message}`, ...hint];
}

const versionOf = ({ version }: Ffmpeg): string | null =>
  version ? `${version.major}.${version.minor}` : null;
