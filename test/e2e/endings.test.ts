import { rmSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { textOf } from './file-text.ts';
import { makeFilm, noFilms } from './film.ts';
import { LISTEN } from './headless-call.ts';
import { Program } from './headless.ts';
import { signal } from './processes.ts';
import { Sandbox } from './sandbox.ts';
import { noTmux, Tmux } from './tmux.ts';
import { Window } from './window.ts';

const WHOLE = 'same modes, cursor shown, main screen';
/** A bug of ours, on demand. */
const BOMB = `--import "data:text/javascript,process.on('SIGUSR2',()=>{throw new Error('boom')})"`;

/** All of it happens in one session, so that what one ending leaves behind would meet the next. */
describe.skipIf(noTmux)('the terminal is whole, the exit code right and nothing left running', () => {
  let sandbox: Sandbox;
  let tmux: Tmux;
  let source = '--source test';
  beforeAll(async () => {
    sandbox = new Sandbox();
    if (!noFilms) source = `--loop --source ${makeFilm(sandbox, 2)}`;
    tmux = new Tmux(sandbox);
    await tmux.ready();
  });
  afterEach(() => {
    for (const { pid } of tmux.programs) signal(pid, 'SIGKILL');
  });
  afterAll(async () => {
    await tmux.close();
    sandbox.close();
  });

  /** Signals the program, not its children. */
  const kill = (...signals: NodeJS.Signals[]): void => {
    const program = tmux.programs.find(({ command }) => command.includes('main.js'));
    for (const name of signals) signal(program!.pid, name);
  };
  const nothingLeft = (): Promise<void> => vi.waitFor(() => expect(tmux.programs).toEqual([]), 60_000);

  test.each([
    { ending: 'q', code: 0, end: () => tmux.window.type('q') },
    { ending: 'Ctrl-C', code: 130, end: () => tmux.window.type('\x03') },
    { ending: 'Ctrl-C while writing', code: 130, end: () => tmux.window.type('\thalf a li\x03') },
    { ending: 'SIGTERM', code: 143, end: () => kill('SIGTERM') },
    { ending: 'SIGHUP', code: 129, end: () => kill('SIGHUP') },
    { ending: 'SIGQUIT', code: 131, end: () => kill('SIGQUIT') },
    { ending: 'SIGINT', code: 130, end: () => kill('SIGINT') },
    { ending: 'SIGINT twice', code: 130, end: () => kill('SIGINT', 'SIGINT'), says: '$' },
    { ending: 'an exception', code: 1, end: () => kill('SIGUSR2'), node: BOMB, says: 'error: boom' },
  ])('after $ending', async ({ code, end, node, says = / with ben, \d+ frames seen/ }) => {
    tmux.start(`demo ${source}`, node);
    await tmux.window.sees('demo with ben');
    await tmux.window.seesPicture();
    end();
    expect(await tmux.left()).toEqual({ code, terminal: WHOLE });
    await tmux.window.sees(says);
    await nothingLeft();
  });

  test('after its window was closed', async () => {
    const window = Window.vtalk(sandbox, ['demo', ...source.split(' ')]);
    await window.sees('demo with ben');
    await window.close();
    await nothingLeft();
  });

  test('after --duration', async () => {
    tmux.start(`mirror --source test --duration 1`);
    expect(await tmux.left()).toEqual({ code: 0, terminal: WHOLE });
    await nothingLeft();
  });

  test('while it is stopped by Ctrl-Z, and after it was brought back', async () => {
    tmux.start(`demo ${source}`);
    await tmux.window.sees('demo with ben');
    await tmux.window.seesPicture();
    tmux.window.type('\x1a');
    expect(await tmux.left()).toMatchObject({ terminal: WHOLE });
    expect(tmux.programs.filter(({ command }) => command.includes('ffmpeg'))).toEqual([]);
    tmux.foreground();
    await tmux.window.sees('demo with ben');
    await tmux.window.seesPicture();
    tmux.window.type('q');
    expect(await tmux.left()).toEqual({ code: 0, terminal: WHOLE });
    await nothingLeft();
  });

  async function answerer(): Promise<Program> {
    const peer = new Program(sandbox, [...LISTEN, '--name', 'ben', '--source', 'test'], { user: 'ben' });
    const { invitation } = await peer.event('listening');
    tmux.start(`call "${invitation}" --source test`);
    return peer;
  }

  async function caller(): Promise<Program> {
    const file = sandbox.path('invitation');
    rmSync(file, { force: true });
    tmux.start(`listen --bind 127.0.0.1 --port 0 --answer auto --invitation-file ${file} --source test`);
    await tmux.window.sees('waiting for a call');
    return new Program(sandbox, ['call', await textOf(file), '--headless', '--name', 'ben'], {
      user: 'ben',
    });
  }

  describe.each(['call', 'listen'] as const)('%s, after the other side', (command) => {
    /** Brings a call about between the shell and a peer without a screen. */
    async function meet(): Promise<Program> {
      const peer = command === 'call' ? await answerer() : await caller();
      await peer.event('connected');
      await tmux.window.sees('end-to-end');
      return peer;
    }

    test('hung up', async () => {
      const peer = await meet();
      peer.kill('SIGTERM');
      expect(await tmux.left()).toEqual({ code: 0, terminal: WHOLE });
      await tmux.window.sees(/with ben, \d+ frames seen/);
      await nothingLeft();
    });

    test('was killed', async () => {
      const peer = await meet();
      peer.kill('SIGKILL');
      // At once, and not for want of a sign of life.
      await tmux.window.sees(/ben was lost: the connection was /);
      expect(await tmux.left()).toEqual({ code: 6, terminal: WHOLE });
      await nothingLeft();
    });

    test('fell silent and came back', async () => {
      const peer = await meet();
      peer.kill('SIGSTOP');
      await tmux.window.sees('nothing heard from ben');
      peer.kill('SIGCONT');
      await tmux.window.until('no trouble', () => !tmux.window.text.includes('nothing heard'));
      peer.kill('SIGTERM');
      expect(await tmux.left()).toEqual({ code: 0, terminal: WHOLE });
      await nothingLeft();
    });
  });
});
