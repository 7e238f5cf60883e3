import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { textOf } from './file-text.ts';
import { makeFilm, noFilms } from './film.ts';
import { headlessCall } from './headless-call.ts';
import { Program, run } from './headless.ts';
import { Sandbox } from './sandbox.ts';
import { finalStatsIn, untilStats } from './stats-file.ts';
import { Window } from './window.ts';

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
});
afterEach(() => sandbox.close());

const hasCamera = readdirSync('/dev').some((name) => name.startsWith('video')) && 'there is a camera';

describe.skipIf(noFilms)('a film as the source', () => {
  test('both sides see the film of the other', async () => {
    const film = ['--source', makeFilm(sandbox, 2), '--loop', '--size', '160x45'];
    const args = (user: string): string[] => [...film, '--stats', sandbox.path(`${user}.stats`)];
    const { host, caller } = await headlessCall(sandbox, {
      host: { args: args('ana') },
      caller: { args: args('ben') },
    });
    for (const user of ['ana', 'ben']) {
      await untilStats(sandbox.path(`${user}.stats`), 'film frames', (lines) =>
        lines.some(({ video }) => video.received.shown > 60),
      );
    }
    caller.kill('SIGTERM');
    expect(await caller.ended()).toBe(143);
    expect(await host.ended()).toBe(0);
    for (const user of ['ana', 'ben']) {
      const { received } = finalStatsIn(sandbox.path(`${user}.stats`)).video;
      expect(received).toMatchObject({ width: 160, height: 90, lost: 0 });
    }
    expect(sandbox.processes()).toEqual([]);
  });

  test.each([
    { name: 'that ends leaves the call going, and the other side is told', loop: [], told: true },
    { name: 'starts again with --loop', loop: ['--loop'], told: false },
  ])('a film $name', async ({ loop, told }) => {
    const film = makeFilm(sandbox, 1);
    const listen = ['listen', '--bind', '127.0.0.1', '--port', '0', '--answer', 'auto', '--no-video'];
    const files = ['--invitation-file', sandbox.path('invitation'), '--stats', sandbox.path('stats')];
    const ana = Window.vtalk(sandbox, [...listen, ...files], { user: 'ana' });
    const invitation = await textOf(sandbox.path('invitation'));
    const ben = new Program(sandbox, ['call', invitation, '--headless', '--source', film, ...loop], {
      user: 'ben',
    });
    await ben.event('connected');
    if (told) await ana.sees(/their camera.* ended/);
    else {
      await untilStats(sandbox.path('stats'), 'the film again', (lines) =>
        lines.some(({ video }) => video.received.shown > 60),
      );
      expect(ana.text).not.toContain('ended');
    }
    ana.type('\tstill there\r');
    expect(await ben.event('chat')).toMatchObject({ text: 'still there' });
    ben.kill('SIGTERM');
    expect(await ana.ended()).toBe(0);
    expect(await ben.ended()).toBe(143);
    await ana.close();
    expect(sandbox.processes()).toEqual([]);
  });
});

async function failsWith(
  source: string,
  { code, error, more = [] }: { code: number; error: RegExp; more?: string[] },
): Promise<void> {
  const mirror = await run(sandbox, ['mirror', '--headless', '--source', source, ...more]);
  expect(mirror.stderr).toMatch(/^error: .+\nhint: .+\n$/);
  expect(mirror.stderr).toMatch(error);
  expect(mirror.exitCode).toBe(code);
  expect(mirror.stdout).toBe('');
}

describe('a source that can not be used', () => {
  const cases = [
    { what: 'a directory', source: () => sandbox.directory, code: 2, error: /is not a file/ },
    { what: 'no file', source: () => sandbox.path('nothing'), code: 2, error: /no such file/ },
    { what: 'an empty file', source: () => sandbox.write('empty.mp4', ''), code: 1, error: /is empty/ },
  ];
  test.each(cases)('$what: an error, a hint, exit code $code', async ({ source, code, error }) => {
    await failsWith(source(), { code, error });
  });

  test.skipIf(noFilms)('text: an error, a hint, exit code 1', async () => {
    await failsWith(sandbox.write('film.mp4', 'once upon a time\n'), { code: 1, error: /is not a video/ });
  });

  test('an ffmpeg that is not there: an error, a hint, exit code 5', async () => {
    const film = sandbox.write('film.mp4', 'x');
    await failsWith(film, {
      code: 5,
      error: /--ffmpeg names does not run/,
      more: ['--ffmpeg', '/nonexistent'],
    });
  });
});

test.skipIf(hasCamera || noFilms)(
  'a machine without a camera: the mirror stays and says why it is blind',
  async () => {
    const window = Window.vtalk(sandbox, ['mirror']);
    await window.sees('no camera found');
    window.type('q');
    expect(await window.ended()).toBe(0);
    await window.close();
  },
);

test('a machine without ffmpeg: the mirror stays and says why it is blind', async () => {
  const window = Window.vtalk(sandbox, ['mirror'], { env: { PATH: '/nonexistent' } });
  await window.sees('no ffmpeg found');
  window.type('q');
  expect(await window.ended()).toBe(0);
  await window.close();
});
