import type { Device } from '../base/devices.ts';
import { VtalkError } from '../base/errors.ts';
import { shellWord } from '../base/shell-word.ts';
import { textWidth } from '../base/width.ts';
import { sanitiseText } from '../control/sanitise.ts';
import type { Ffmpeg } from '../devices/ffmpeg.ts';
import type { Screen, VideoDevice } from '../devices/machine.ts';
import type { Inventory } from './inventory.ts';

/** For people: a row for each, with what to type. */
export function deviceTable({ platform, cameras, screens, ffmpeg }: Inventory): string {
  const rows = [...rowsOf('camera', cameras, platform), ...rowsOf('screen', screens, platform)];
  return [...aligned(rows), ...ffmpegLines(ffmpeg)].join('\n');
}

/** For a call: what can be chosen during it. */
export const toDevices = ({ cameras, screens }: Inventory): Device[] => [
  ...cameras.map((camera) => deviceOf('camera', camera)),
  ...screens.map((screen) => deviceOf('screen', screen)),
];

const deviceOf = (kind: 'camera' | 'screen', { id, name }: VideoDevice | Screen): Device => ({
  id: `${kind}:${id}`,
  kind,
  name: printable(name),
});

/** For programs: `id` is what follows "camera:" or "screen:" in --source. */
export const toJson = ({ cameras, screens, ffmpeg }: Inventory): object => ({
  cameras: cameras.map(({ id, name }) => ({ id, name })),
  screens: screens.map(({ id, name }) => ({ id, name })),
  ffmpeg: ffmpeg instanceof VtalkError ? null : { path: ffmpeg.path, version: versionOf(ffmpeg) },
});

type Row = readonly [kind: string, name: string, source: string];

function rowsOf(
  kind: 'camera' | 'screen',
  found: readonly (VideoDevice | Screen)[],
  platform: NodeJS.Platform,
): Row[] {
  if (found.length === 0) return [[kind, 'none found', '']];
  return found.map(({ id, name }) => [
    kind,
    printable(name),
    `--source ${quoted(`${kind}:${printable(id)}`, platform)}`,
  ]);
}

/** Whoever builds a camera chooses its name. */
export const printable = (text: string): string =>
  sanitiseText(text, { maxCharacters: 500, newlines: false });

const quoted = (text: string, platform: NodeJS.Platform): string =>
  platform === 'win32' ? `"${text}"` : shellWord(text);

function aligned(rows: readonly Row[]): string[] {
  const width = Math.max(...rows.map(([, name]) => textWidth(name)));
  return rows.map(([kind, name, source]) => {
    const gap = ' '.repeat(width - textWidth(name) + 2);
    return `${kind}  ${name}${gap}${source}`.trimEnd();
  });
}

function ffmpegLines(ffmpeg: Ffmpeg | VtalkError): string[] {
  if (!(ffmpeg instanceof VtalkError))
    return [`ffmpeg  ${versionOf(ffmpeg) ?? 'a build between releases'}, ${ffmpeg.path}`];
  return [`ffmpeg  ${ffmpeg.message}`, ...(ffmpeg.hint === undefined ? [] : [`        ${ffmpeg.hint}`])];
}

const versionOf = ({ version }: Ffmpeg): string | null =>
  version ? `${version.major}.${version.minor}` : null;
