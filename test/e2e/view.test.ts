import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import xterm from '@xterm/headless';
import { makeFilm, noFilms } from './film.ts';
import { run } from './headless.ts';
import { MAIN, Sandbox } from './sandbox.ts';
import { noTmux, Tmux } from './tmux.ts';
import { Window } from './window.ts';

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
});
afterEach(() => sandbox.close());

/** 2 x 2 pixels of red, as a GIF that a person can read. */
const RED = 'R0lGODlhAgACAPAAAP8AAAAAACH5BAAAAAAALAAAAAACAAIAAAIChFEAOw==';
const redPicture = (): string => sandbox.write('red.gif', Buffer.from(RED, 'base64'));

/** The rows of a terminal that gets these bytes. */
async function screenOf(bytes: string, columns: number, rows: number): Promise<xterm.Terminal> {
  const terminal = new xterm.Terminal({ cols: columns, rows, convertEol: true, allowProposedApi: true });
  await new Promise<void>((resolve) => terminal.write(bytes, resolve));
  return terminal;
}

describe('down a pipe', () => {
  test('a picture is printed where the cursor is, and the cursor ends below it', async () => {
    const program = await run(sandbox, ['view', redPicture(), '--size', '8x4', '--renderer', 'half']);
    expect([program.exitCode, program.stderr]).toEqual([0, '']);
    expect(program.stdout).toBe('\x1b[38;2;255;0;0;48;2;255;0;0m        \x1b[m\n'.repeat(4));
  });

  test('a picture is printed as an image, too', async () => {
    const program = await run(sandbox, ['view', redPicture(), '--size', '8x4', '--renderer', 'sixel']);
    expect([program.exitCode, program.stderr]).toEqual([0, '']);
    expect(program.stdout.startsWith('\n\n\n\n\x1b[4A\x1b7\x1bP')).toBe(true);
    expect(program.stdout.endsWith('\x1b\\\x1b8\n\n\n\n')).toBe(true);
  });

  test.skipIf(noFilms)('every picture of a film comes, and at the end the last one is seen', async () => {
    const program = await run(sandbox, ['view', makeFilm(sandbox, 2), '--size', '40x12']);
    expect([program.exitCode, program.stderr]).toEqual([0, '']);
    expect(program.stdout.split('\x1b[?2026h')).toHaveLength(1 + 60);
    const screen = await screenOf(program.stdout, 40, 13);
    expect(screen.buffer.active.cursorY).toBe(12);
    expect(screen.buffer.active.getLine(6)?.getCell(20)?.isBgRGB()).toBe(true);
    screen.dispose();
  });

  test.skipIf(noFilms)('no more pictures come than are wanted', async () => {
    const args = ['--loop', '--frames', '100', '--size', '40x12', '--no-sync'];
    const program = await run(sandbox, ['view', makeFilm(sandbox, 1), ...args]);
    expect(program.exitCode).toBe(0);
    expect(program.stdout).not.toContain('\x1b[?2026');
  });

  test.skipIf(noFilms)('a reader that has read enough is left alone', async () => {
    const film = makeFilm(sandbox, 1);
    const command = `"${process.execPath}" "${MAIN}" view ${film} --loop | head -c 1000 | wc -c`;
    const environment = {
      env: sandbox.environment('ana'),
      encoding: 'utf8',
      cwd: sandbox.directory,
    } as const;
    expect(execFileSync('/bin/sh', ['-c', command], environment).trim()).toBe('1000');
    expect(sandbox.processes()).toEqual([]);
  });

  test.skipIf(noFilms)('a signal ends it, also while nobody reads', async () => {
    const film = makeFilm(sandbox, 1);
    const child = spawn(process.execPath, [sandbox.main, 'view', film, '--loop'], {
      env: sandbox.environment('ana'),
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await once(child.stdout, 'readable');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([143, null]);
    expect(sandbox.processes()).toEqual([]);
  });
});

describe('in a terminal', () => {
  test('a picture stays until q', async () => {
    const window = Window.vtalk(sandbox, ['view', redPicture()], { columns: 60, rows: 20 });
    await window.seesPicture();
    expect(window.pictureColor).toBe(0xff0000);
    window.type('q');
    expect(await window.ended()).toBe(0);
    expect(window.screen).toBe('normal');
    await window.close();
  });

  test.skipIf(noFilms || noTmux)(
    'a film ends by itself, by q or by Ctrl-C, and the terminal is whole',
    async () => {
      const film = makeFilm(sandbox, 1);
      const tmux = new Tmux(sandbox);
      await tmux.ready();
      const whole = 'same modes, cursor shown, main screen';
      tmux.start(`view ${film}`);
      expect(await tmux.left()).toEqual({ code: 0, terminal: whole });
      for (const [key, code] of [
        ['q', 0],
        ['\x03', 130],
      ] as const) {
        tmux.start(`view ${film} --loop`);
        await tmux.window.seesPicture();
        tmux.window.type(' rc');
        tmux.window.type(key);
        expect(await tmux.left()).toEqual({ code, terminal: whole });
      }
      expect(tmux.programs).toEqual([]);
      await tmux.close();
    },
  );

  test.skipIf(noFilms)('a window that grows is filled', async () => {
    const window = Window.vtalk(sandbox, ['view', makeFilm(sandbox, 1), '--loop'], { columns: 40, rows: 12 });
    await window.seesPicture(300);
    window.resize(120, 40);
    await window.seesPicture(3000);
    window.type('q');
    expect(await window.ended()).toBe(0);
    await window.close();
  });
});

describe('what can not be shown is said in two lines', () => {
  test.each([
    ['nothing.png', undefined, 2, 'error: no such file: nothing.png'],
    ['words.txt', 'just some words\n'.repeat(20), 1, 'error: words.txt is not a video or a picture'],
    ['cut.gif', Buffer.from(RED, 'base64').subarray(0, 20), 1, "error: cut.gif can't be decoded: "],
  ])('%s', async (name, content, exitCode, error) => {
    if (content !== undefined) sandbox.write(name, content);
    const program = await run(sandbox, ['view', name]);
    expect([program.exitCode, program.stdout]).toEqual([exitCode, '']);
    expect(program.stderr).toMatch(/^error: [^\n]+\nhint: [^\n]+\n$/);
    expect(program.stderr).toContain(error);
  });

  test.each(['.', 'pipe'])('%s, which is no file', async (name) => {
    execFileSync('mkfifo', [sandbox.path('pipe')]);
    const program = await run(sandbox, ['view', name]);
    expect([program.exitCode, program.stderr]).toEqual([
      2,
      `error: ${name} is not a file\nhint: give a video or a picture\n`,
    ]);
  });
});
