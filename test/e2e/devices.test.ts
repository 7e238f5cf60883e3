import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Display, noDisplays } from './display.ts';
import { textOf } from './file-text.ts';
import { noFilms } from './film.ts';
import { Program, run } from './headless.ts';
import { Sandbox } from './sandbox.ts';
import { Window } from './window.ts';

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
});
afterEach(() => sandbox.close());

/** The one on the path: that of an npm package need not know screens. */
const FFMPEG = { FFMPEG_BIN: 'ffmpeg' };

/** A codec and rounding come between. */
const TOLERANCE = 16;
const channels = (color: number): number[] => [color >> 16, (color >> 8) & 0xff, color & 0xff];

function shows({ pictureColor }: Window, color: number): boolean {
  const seen = pictureColor;
  if (seen === undefined) return false;
  return channels(seen).every((value, index) => Math.abs(value - channels(color)[index]!) <= TOLERANCE);
}

const seesColor = (window: Window, color: number): Promise<true> =>
  window.until(`the colour ${color.toString(16)}`, () => shows(window, color));

describe.skipIf(noDisplays || noFilms)('a screen as the source', () => {
  test('is what the other side sees, as it is now', async () => {
    const display = await Display.open(sandbox);
    display.paint('#c02040');
    const listen = ['listen', '--bind', '127.0.0.1', '--port', '0', '--answer', 'auto', '--no-video'];
    const file = sandbox.path('invitation');
    const ana = Window.vtalk(sandbox, [...listen, '--invitation-file', file]);
    const call = ['call', await textOf(file), '--headless', '--source', 'screen'];
    const ben = new Program(sandbox, call, { user: 'ben', env: { ...FFMPEG, DISPLAY: display.name } });
    await ben.event('connected');
    await seesColor(ana, 0xc02040);
    display.paint('#2060c0');
    await seesColor(ana, 0x2060c0);
    ben.kill('SIGTERM');
    expect(await ben.ended()).toBe(143);
    expect(await ana.ended()).toBe(0);
    await ana.close();
    await display.close();
  });

  test('is chosen during the call; one that can not be read leaves the picture as it is', async () => {
    const display = await Display.open(sandbox);
    display.paint('#c02040');
    const listen = ['listen', '--bind', '127.0.0.1', '--port', '0', '--answer', 'auto', '--no-video'];
    const file = sandbox.path('invitation');
    const ana = Window.vtalk(sandbox, [...listen, '--invitation-file', file]);
    const call = ['call', await textOf(file), '--source', 'test'];
    const env = { ...FFMPEG, DISPLAY: display.name };
    const ben = Window.vtalk(sandbox, call, { user: 'ben', env });
    await ana.seesPicture();
    ben.type('V');
    await ben.sees(/1 +X11 display .* screen/);
    await ben.sees(/2 • test card/);
    ben.type('1\r');
    await seesColor(ana, 0xc02040);
    ben.type('V');
    await ben.sees(/1 • X11 display/);
    ben.type('2\r');
    await ana.until('the test card', () => ana.pictureCells > 300 && !shows(ana, 0xc02040));
    ben.type('V');
    await ben.sees(/2 • test card/);
    await display.close();
    ben.type('1\r');
    await ben.sees(/camera on.* ! X11 display .* can't be read/);
    ben.type('q');
    expect(await ben.ended()).toBe(0);
    expect(await ana.ended()).toBe(0);
    for (const window of [ana, ben]) await window.close();
    expect(sandbox.processes()).toEqual([]);
  });

  test('that is gone is told, and comes back by itself', async () => {
    const before = await Display.open(sandbox);
    before.paint('#c02040');
    const mirror = Window.vtalk(sandbox, ['mirror', '--source', `screen:${before.name}`], { env: FFMPEG });
    await seesColor(mirror, 0xc02040);
    await before.close();
    const gone = `X11 display ${before.name} is gone`;
    await mirror.sees(gone);
    const after = await Display.open(sandbox, before.name);
    after.paint('#20a040');
    await seesColor(mirror, 0x20a040);
    await mirror.until('no trouble', () => !mirror.text.includes(gone));
    mirror.type('q');
    expect(await mirror.ended()).toBe(0);
    await mirror.close();
    await after.close();
  });
});

describe.skipIf(noFilms || process.platform !== 'linux')('a screen that can not be read', () => {
  test.each([
    { env: {}, error: /DISPLAY is not set/ },
    { env: { WAYLAND_DISPLAY: 'wayland-0' }, error: /Wayland session/ },
  ])('with $env: an error, a hint, exit code 5', async ({ env, error }) => {
    const mirror = await run(sandbox, ['mirror', '--headless', '--source', 'screen'], { env });
    expect(mirror.stderr).toMatch(/^error: .+\nhint: .+\n$/);
    expect(mirror.stderr).toMatch(error);
    expect(mirror.exitCode).toBe(5);
  });
});

const hasCamera = readdirSync('/dev').some((name) => name.startsWith('video')) && 'there is a camera';

describe.skipIf(hasCamera || process.platform !== 'linux')('vtalk devices without a camera', () => {
  test.skipIf(noFilms)('says so, and lists the screen', async () => {
    const { stdout, stderr, exitCode } = await run(sandbox, ['devices'], { env: { DISPLAY: ':7' } });
    expect(stdout).toMatch(
      /^camera {7}none found\nscreen {7}X11 display :7 {2}--source screen::7\nmicrophone .+\nloudspeaker .+\nffmpeg {7}.+\n$/,
    );
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  });

  test.skipIf(noFilms)('gives programs an empty list', async () => {
    const { stdout, exitCode } = await run(sandbox, ['devices', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      cameras: [],
      screens: [],
      ffmpeg: { path: expect.any(String) },
    });
    expect(exitCode).toBe(0);
  });

  test('needs no ffmpeg, and tells how to get one', async () => {
    const { stdout, exitCode } = await run(sandbox, ['devices'], { env: { PATH: '/nonexistent' } });
    expect(stdout).toMatch(
      /camera {7}none found\nscreen {7}none found\nmicrophone {3}none found\nloudspeaker {2}none found\nffmpeg {7}no ffmpeg found.*\n +\S.*install/,
    );
    expect(exitCode).toBe(0);
  });
});
