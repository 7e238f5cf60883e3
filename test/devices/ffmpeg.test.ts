import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ExitCode } from '../../src/base/errors.ts';
import { findFfmpeg, isAtLeast, parseVersion } from '../../src/devices/ffmpeg.ts';
import { errorOf } from './error-of.ts';
import { fakeFfmpeg, temporaryFolder } from './fake-ffmpeg.ts';

const nothing = { flag: undefined, env: {}, bundled: () => Promise.resolve(undefined) };

async function withPath<T>(path: string, work: () => Promise<T>): Promise<T> {
  const before = process.env['PATH'];
  process.env['PATH'] = path;
  try {
    return await work();
  } finally {
    process.env['PATH'] = before;
  }
}

test('the flag goes before FFMPEG_BIN, that before the package, that before PATH', async () => {
  const flag = await fakeFfmpeg('', '4.1');
  const variable = await fakeFfmpeg('', '4.2');
  const bundled = await fakeFfmpeg('', '4.3');
  const onPath = await fakeFfmpeg('', '4.4');
  const all = { flag, env: { FFMPEG_BIN: variable }, bundled: () => Promise.resolve(bundled) };
  await withPath(join(onPath, '..'), async () => {
    expect(await findFfmpeg(all)).toEqual({ path: flag, version: { major: 4, minor: 1 } });
    expect(await findFfmpeg({ ...all, flag: undefined })).toMatchObject({ version: { minor: 2 } });
    expect(await findFfmpeg({ ...all, flag: undefined, env: {} })).toMatchObject({ version: { minor: 3 } });
    expect(await findFfmpeg(nothing)).toEqual({ path: 'ffmpeg', version: { major: 4, minor: 4 } });
  });
});

test('a package whose file was cut short is passed over', async () => {
  const broken = join(await temporaryFolder(), 'ffmpeg');
  await writeFile(broken, '\x7fELF and no more');
  await chmod(broken, 0o755);
  const good = await fakeFfmpeg('');
  await withPath(join(good, '..'), async () => {
    const found = await findFfmpeg({ ...nothing, bundled: () => Promise.resolve(broken) });
    expect(found.path).toBe('ffmpeg');
  });
});

test.each([
  ['linux', /apt install ffmpeg/],
  ['darwin', /brew install ffmpeg/],
  ['win32', /winget install ffmpeg/],
  ['freebsd', /ffmpeg\.org/],
] as const)('none at all: on %s the hint says %s', async (platform, hint) => {
  const empty = await temporaryFolder();
  await withPath(empty, async () => {
    const error = await errorOf(findFfmpeg({ ...nothing, platform }));
    expect(error.exitCode).toBe(ExitCode.missing);
    expect(error.hint).toMatch(hint);
    expect(error.hint).toMatch(/--source test/);
  });
});

test('a named ffmpeg that does not run is never replaced by another', async () => {
  const missing = join(await temporaryFolder(), 'nothing-here');
  const error = await errorOf(findFfmpeg({ ...nothing, flag: missing }));
  expect(error.exitCode).toBe(ExitCode.missing);
  expect(error.message).toMatch(/--ffmpeg names does not run: .*ENOENT/);
  await expect(findFfmpeg({ ...nothing, env: { FFMPEG_BIN: '/bin/echo' } })).rejects.toMatchObject({
    message: 'the ffmpeg that FFMPEG_BIN names does not run: /bin/echo is not ffmpeg',
  });
});

test.each([
  ['ffmpeg version 5.1.9-0+deb12u1 Copyright', { major: 5, minor: 1 }],
  ['ffmpeg version n6.0 Copyright', { major: 6, minor: 0 }],
  ['ffmpeg version 7.0.2-static https://example.org', { major: 7, minor: 0 }],
  ['ffmpeg version N-109468-gd39b34123d Copyright', undefined],
  ['ffmpeg version 2023-01-01-git-62da0b4a74 Copyright', undefined],
])('the version in %j is %j', (line, expected) => {
  expect(parseVersion(line)).toEqual(expected);
});

test('versions are compared part by part', () => {
  expect(isAtLeast({ major: 5, minor: 10 }, 5, 9)).toBe(true);
  expect(isAtLeast({ major: 4, minor: 9 }, 5, 1)).toBe(false);
  expect(isAtLeast({ major: 6, minor: 0 }, 5, 1)).toBe(true);
});
