import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseReport, players } from '../../../src/devices/sound/players.ts';
import { findProgram } from '../../../src/devices/sound/program.ts';
import type { SoundTarget } from '../../../src/devices/sound/program.ts';
import { recorders } from '../../../src/devices/sound/recorders.ts';
import { temporaryFolder } from '../fake-ffmpeg.ts';

const linux = 'linux';
const line = ({ path, argv }: { path: string; argv: readonly string[] }): string => [path, ...argv].join(' ');

const on = (platform: NodeJS.Platform, target?: SoundTarget): string[] =>
  recorders({ platform, target, ffmpeg: '/opt/ffmpeg' }).map(line);

describe('who records', () => {
  test('on Linux: the server, then ALSA, then whatever else there is', () => {
    expect(on(linux)).toEqual([
      'parec --record --latency-msec=20 --raw --format=s16le --rate=48000 --channels=1 --client-name=vtalk --property=media.role=phone',
      'pw-cat --record --latency 20ms --raw --format s16 --rate 48000 --channels 1 --media-role Communication -',
      'arecord -q -t raw -f S16_LE -r 48000 -c 1 --buffer-time=80000 --period-time=20000',
      '/opt/ffmpeg -hide_banner -loglevel error -nostdin -probesize 32 -analyzeduration 0 -f pulse -fragment_size 1920 -i default -vn -ar 48000 -ac 1 -f s16le -flush_packets 1 pipe:1',
      '/opt/ffmpeg -hide_banner -loglevel error -nostdin -probesize 32 -analyzeduration 0 -f alsa -i default -vn -ar 48000 -ac 1 -f s16le -flush_packets 1 pipe:1',
      'rec -q --buffer 1920 -t raw -r 48000 -c 1 -e signed-integer -b 16 -',
    ]);
  });

  test('a device is opened only by those who understand its id, and by that id', () => {
    const pulse = recorders({ platform: linux, target: { system: 'pulse', id: 'mic 1' }, ffmpeg: undefined });
    expect(pulse.map(({ path }) => path)).toEqual(['parec', 'pw-cat', 'ffmpeg']);
    for (const { argv } of pulse) expect(argv.some((word) => word.endsWith('mic 1'))).toBe(true);
    const alsa = recorders({
      platform: linux,
      target: { system: 'alsa', id: 'plughw:1' },
      ffmpeg: undefined,
    });
    expect(alsa.map(({ path, env }) => [path, env])).toEqual([
      ['arecord', undefined],
      ['ffmpeg', undefined],
      ['rec', { AUDIODEV: 'plughw:1' }],
    ]);
  });

  test('on macOS and Windows', () => {
    expect(on('darwin')).toEqual([
      expect.stringMatching(/^rec /),
      expect.stringContaining('-f avfoundation -i :default -vn'),
    ]);
    expect(on('win32', { system: 'dshow', id: '@device_cm_2' })).toEqual([
      expect.stringContaining('-f dshow -audio_buffer_size 20 -i audio=@device_cm_2 -vn'),
    ]);
  });
});

const names = (platform: NodeJS.Platform, target?: SoundTarget): string[] =>
  players({ platform, target }).map(({ path }) => path);

describe('who plays', () => {
  test('the default device', () => {
    expect(names(linux)).toEqual(['pacat', 'pw-cat', 'speaker', 'aplay', 'ffplay', 'play']);
    expect(names('darwin')).toEqual(['speaker', 'ffplay', 'play']);
    expect(names('win32')).toEqual(['speaker', 'ffplay', 'play']);
  });

  test('a device by its id', () => {
    expect(names(linux, { system: 'pulse', id: 'box' })).toEqual(['pacat', 'pw-cat']);
    expect(names(linux, { system: 'alsa', id: 'plughw:1' })).toEqual(['aplay', 'play']);
  });

  test('little waits for any of them', () => {
    for (const { aheadMs } of players({ platform: linux, target: undefined }))
      expect(aheadMs).toBeLessThanOrEqual(80);
  });

  test.each([
    ['Time: 0.960 sec; Latency: 40758 usec.  ', { heardMs: 960, latencyMs: 40.758 }],
    [
      'Time: 0.1 sec; Latency: 5 usec.  \rTime: 12.500 sec; Latency: 6 usec.',
      { heardMs: 12_500, latencyMs: 0.006 },
    ],
    ['Time: 0.960 sec; Lat', undefined],
    ['Connection established.', undefined],
  ])('says where it is: %j', (text, report) => {
    expect(parseReport(text)).toEqual(report);
  });
});

test('programs are found on PATH, if they may be run', async () => {
  const [folder, other] = [await temporaryFolder(), await temporaryFolder()];
  writeFileSync(join(folder, 'parec'), '');
  writeFileSync(join(other, 'parec'), '');
  chmodSync(join(other, 'parec'), 0o755);
  expect(findProgram('parec', { PATH: `${folder}:${other}` })).toBe(join(other, 'parec'));
  expect(findProgram('parec', { PATH: folder })).toBeUndefined();
  expect(findProgram('parec', {})).toBeUndefined();
  expect(findProgram(join(other, 'parec'), {})).toBe(join(other, 'parec'));
});
