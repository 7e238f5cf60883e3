import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Abilities, Terminal } from '../../src/base/terminal.ts';
import { openTerminal } from '../../src/terminal/open-terminal.ts';
import type { TerminalOptions } from '../../src/terminal/terminal-options.ts';
import { FakeInput, FakeOutput } from './fake-tty.ts';
import { VirtualClock } from '../virtual-clock.ts';

const ENTER = '\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[22;2t';
const QUERIES = [
  '\x1b[?2026$p\x1b[>q\x1b[?u\x1b[14t\x1b[16t\x1b[18t\x1b[?1;3;256S\x1b[?1;1;0S\x1b[?2;1;0S',
  '\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\',
  '\rñ\x1b[6n\x1b[5n\x1b[c',
].join('');
const ignore = (): void => {};
const LEAVE = '\x1b[m\x1b[?2004l\x1b[23;2t\x1b[?25h\x1b[?1049l';

const terminals: { input: FakeInput; output: FakeOutput; opened: Promise<Terminal> }[] = [];
afterEach(async () => {
  for (const { input, output, opened } of terminals.splice(0)) {
    input.emit('data', Buffer.from('\x1b[0n'.repeat(9)));
    const closed = opened.then((terminal) => terminal.close());
    await opened;
    output.take();
    await closed;
  }
});

/** A terminal that is about to be opened, and all that it says. */
function opening(options: Partial<TerminalOptions> = {}) {
  const [input, output, clock] = [new FakeInput(), new FakeOutput(), new VirtualClock()];
  const events: string[] = [];
  const sink = {
    key: ({ name }: { name: string }): unknown => events.push(`key ${name}`),
    released: ({ name }: { name: string }): unknown => events.push(`released ${name}`),
    changed: ({ columns, rows, cellWidth, synchronizedUpdate }: Abilities): unknown =>
      events.push(`changed ${columns}x${rows} ${cellWidth} ${synchronizedUpdate ? 'sync' : 'no sync'}`),
    drained: (): unknown => events.push('drained'),
    gone: (): unknown => events.push('gone'),
  };
  const env = { TERM: 'xterm-256color', LANG: 'C.UTF-8' };
  const opened = openTerminal({ input, output, env, clock, ...options }, sink);
  terminals.push({ input, output, opened });
  const type = (text: string): unknown => input.emit('data', Buffer.from(text));
  return { input, output, clock, events, opened, type };
}

/** A terminal that says when it has caught up, and nothing else. */
async function open(options: Partial<TerminalOptions> = {}) {
  const parts = opening(options);
  parts.type('\x1b[0n\x1b[?1;2c');
  const terminal: Terminal = await parts.opened;
  parts.output.take();
  parts.events.length = 0;
  return { ...parts, terminal };
}

describe('opening', () => {
  test('takes the terminal and asks in one batch', async () => {
    const { input, output, events, opened, type } = opening();
    expect(output.written).toBe(ENTER + QUERIES);
    expect([input.raw, input.flowing]).toEqual([true, true]);
    type('\x1b[?2026;2$y\x1b[6;20;10t\x1b[?62;4c');
    const { abilities } = await opened;
    expect(abilities).toEqual({
      columns: 100,
      rows: 40,
      cellWidth: 10,
      cellHeight: 20,
      colorDepth: '256',
      renderers: ['quadrant', 'half', 'ascii', 'braille', 'sixel'],
      sixel: { registers: 256, delta: false, largest: undefined },
      multiplexer: undefined,
      synchronizedUpdate: true,
    });
    expect(events).toEqual([]);
  });

  test('waits 150 ms for answers; later ones still count', async () => {
    const { clock, events, opened, type } = opening();
    clock.advance(150);
    expect((await opened).abilities).toMatchObject({
      cellWidth: 6,
      cellHeight: 12,
      synchronizedUpdate: false,
    });
    type('\x1b[?2026;1$y');
    type('\x1b[?2026;1$y');
    expect(events).toEqual(['changed 100x40 6 sync']);
  });

  test('waits for the rest when the first answer took long', async () => {
    const { clock, opened, type } = opening();
    clock.advance(149);
    type('\x1b[?2026;1$y\x1b[6;2');
    clock.advance(2 * 149 - 60);
    type('0;10t\x1b[?62c');
    expect((await opened).abilities).toMatchObject({ synchronizedUpdate: true, cellHeight: 20 });
  });

  test('over a line waits a second', async () => {
    const { clock, opened, type } = opening({ env: { SSH_CONNECTION: 'x' } });
    clock.advance(999);
    type('\x1b[?2026;1$y\x1b[?62c');
    expect((await opened).abilities.synchronizedUpdate).toBe(true);
  });

  test('answers that come in one piece are one change, however late', async () => {
    const { clock, events, opened, type } = opening();
    clock.advance(150);
    await opened;
    clock.advance(60_000);
    type('\x1b[?2026;1$y\x1b[6;20;10t\x1bP>|foot(1.20.2)\x1b\\\x1b[?62;4c');
    expect(events).toEqual(['changed 100x40 10 sync']);
  });

  test('the console of Linux is asked only what it understands', () => {
    const { output, type } = opening({ env: { TERM: 'linux' } });
    expect(output.written).toBe(`${ENTER}\rñ\x1b[6n\x1b[5n\x1b[c`);
    type('\x1b[?6c');
  });

  test('a megabyte of garbage is survived, and typed nowhere', async () => {
    const { clock, events, opened, type } = opening();
    for (const junk of ['\x1b]', '\x1b[?', '\x1b[200~', '\x1bPq']) type(junk + '9;#'.repeat(80_000));
    clock.advance(10_000);
    const terminal = await opened;
    expect(terminal.ready).toBe(false);
    expect(events.filter((event) => event !== 'key paste' && !event.startsWith('changed'))).toEqual([]);
  });

  test('what the user says stands above what the terminal says', async () => {
    const { opened, type } = opening({ color: 'mono', sync: false, size: { columns: 60, rows: 200 } });
    type('\x1b[?2026;1$y\x1b[?1c');
    expect((await opened).abilities).toMatchObject({
      columns: 60,
      rows: 40,
      colorDepth: 'mono',
      synchronizedUpdate: false,
    });
  });

  test('a file is no terminal', async () => {
    const tty = { input: new FakeInput(), output: new FakeOutput(), env: {}, clock: new VirtualClock() };
    const sink = { key: ignore, changed: ignore, drained: ignore, gone: ignore };
    tty.input.isTTY = false;
    await expect(openTerminal(tty, sink)).rejects.toThrow('stdin is not a terminal');
    tty.output.isTTY = false;
    await expect(openTerminal(tty, sink)).rejects.toThrow('stdout is not a terminal');
    expect(tty.output.written).toBe('');
  });

  test('one that is dumb, and silent when asked, is refused with its modes as they were', async () => {
    const { clock, input, output, opened } = opening({ env: { TERM: 'dumb' } });
    terminals.pop();
    clock.advance(1000);
    output.take();
    await expect(opened).rejects.toThrow('a dumb terminal has no place for a picture');
    expect([input.raw, input.flowing, clock.pending]).toEqual([false, false, 0]);
  });

  test('one that is only called dumb is opened', async () => {
    const { input, output, opened, type } = opening({ env: { TERM: 'dumb' } });
    type('\x1b[?1;2c');
    output.take();
    while (input.listenerCount('data') === 0) await Promise.resolve();
    type('\x1b[?1;2c');
    expect((await opened).abilities.colorDepth).toBe('mono');
  });
});

describe('writing', () => {
  test('one frame is under way at a time', async () => {
    const { terminal, output, events } = await open();
    terminal.write(Buffer.from('one'));
    expect(terminal.ready).toBe(false);
    expect(() => terminal.write(Buffer.from('two'))).toThrow('not ready');
    expect(output.take()).toBe('one\x1b[5n');
    expect(events).toEqual(['drained']);
    expect(terminal.ready).toBe(true);
  });

  test('a frame is one synchronized update where there is such a thing', async () => {
    const { terminal, output } = await open({ sync: true });
    terminal.write(Buffer.from('frame'));
    expect(output.take()).toBe('\x1b[?2026hframe\x1b[?2026l\x1b[5n');
  });
});

/** A terminal that has not yet answered for a frame of 3000 bytes. */
async function afterFrame(env: Record<string, string>) {
  const parts = await open({ env });
  parts.terminal.write(Buffer.from('x'.repeat(3000)));
  parts.output.take();
  return parts;
}

describe('a terminal that is slow', () => {
  test('has no room while a frame is unanswered, and tells when it has', async () => {
    const { terminal, clock, events, type } = await afterFrame({});
    expect([terminal.ready, terminal.room]).toEqual([true, 0]);
    clock.advance(30);
    type('\x1b[0n');
    expect(terminal.room).toBeGreaterThan(3000);
    expect(terminal.rttMs).toBe(0);
    expect(events).toEqual(['drained', 'drained']);
  });

  test('has its answers taken out of the keys, and Escape stays a key', async () => {
    const { clock, events, type } = await afterFrame({});
    type('a\x1b');
    clock.advance(200);
    type('[0nb\x1b');
    clock.advance(50);
    expect(events).toEqual(['drained', 'key a', 'drained', 'key b', 'key escape']);
  });

  test.each([{ TMUX: 'x' }, { STY: 'x' }])('behind %j is not asked, but believed', async (env) => {
    const { terminal, clock, output, events } = await open({ env });
    expect([terminal.room, terminal.rttMs]).toEqual([300_000, undefined]);
    terminal.write(Buffer.alloc(250_000));
    expect(output.take()).not.toContain('\x1b[5n');
    expect(terminal.room).toBe(0);
    clock.advance(50);
    expect(terminal.room).toBeGreaterThan(0);
    expect(events).toEqual(['drained', 'drained']);
  });

  test('may answer before the shell gets the keys back', async () => {
    const { terminal, input, output, type } = await afterFrame({});
    const closed = terminal.close();
    output.take();
    await new Promise((resolve) => setImmediate(resolve));
    expect(input.raw).toBe(true);
    type('\x1b[0n');
    await closed;
    expect(input.raw).toBe(false);
  });
});

test('news goes out once, before the next frame', async () => {
  const { terminal, output } = await open({ sync: false });
  output.take();
  terminal.announce({ title: 'vtalk: listening', bell: false });
  terminal.announce({ title: 'vtalk: ana is calling', bell: true });
  terminal.write(Buffer.from('one'));
  expect(output.take()).toBe('\x1b]2;vtalk: ana is calling\x1b\\\x07one\x1b[5n');
  terminal.write(Buffer.from('two'));
  expect(output.take()).toBe('two\x1b[5n');
});

test('a lone ESC becomes a key with time', async () => {
  const { clock, events, type } = await open();
  type('\x1b');
  expect(events).toEqual([]);
  clock.advance(50);
  expect(events).toEqual(['key escape']);
});

test('a window that is dragged is one change', async () => {
  const { clock, output, events } = await open();
  for (const columns of [90, 80, 70]) {
    output.columns = columns;
    output.emit('resize');
    clock.advance(49);
  }
  expect(events).toEqual([]);
  clock.advance(1);
  expect(events).toEqual(['changed 70x40 6 no sync']);
});

describe('a terminal that is gone', () => {
  test.each<[string, (parts: { input: FakeInput; output: FakeOutput; terminal: Terminal }) => unknown]>([
    ['by the end of its input', ({ input }) => input.emit('end')],
    ['by an error of its input', ({ input }) => input.emit('error', new Error('read EIO'))],
    ['by an error of its output', ({ output }) => output.emit('error', new Error('write EPIPE'))],
    [
      'by a write that failed',
      ({ output, terminal }) => {
        terminal.write(Buffer.from('x'));
        output.take(new Error('write EIO'));
      },
    ],
  ])('%s is told once', async (_, end) => {
    const parts = await open();
    end(parts);
    parts.output.emit('error', new Error('write EIO'));
    expect(parts.events).toEqual(['gone']);
    expect(parts.terminal.ready).toBe(false);
  });
});

describe('a terminal that tells when keys are let go', () => {
  const [POP, PUSH] = ['\x1b[<u', '\x1b[>31u'];

  test('is asked to, and tells', async () => {
    const { output, events, opened, type } = opening();
    output.take();
    type('\x1b[?0u');
    expect(output.take()).toBe(POP + PUSH);
    type('\x1b[?1;2c');
    await opened;
    events.length = 0;
    type('\x1b[32u\x1b[32;1:2u\x1b[32;1:3u');
    expect(events).toEqual(['key  ', 'key  ', 'released  ']);
  });

  test('has its keys as they were before its screen is', async () => {
    const { output, opened, type } = opening();
    type('\x1b[?0u\x1b[0n\x1b[?1;2c');
    const terminal = await opened;
    output.take();
    const closed = terminal.close();
    const last = output.take();
    expect(last).toContain(POP);
    expect(last.indexOf(POP)).toBeLessThan(last.indexOf('\x1b[?1049l'));
    expect(last).not.toContain(PUSH);
    type('\x1b[113;1:3u\x1b[0n');
    await closed;
  });

  test('may tell so of late', async () => {
    const { output, clock, opened, type } = opening();
    clock.advance(150);
    await opened;
    output.take();
    type('\x1b[?0u');
    type('\x1b[?0u');
    expect(output.take()).toBe(POP + PUSH);
  });

  test('is asked anew when the process was stopped meanwhile', async () => {
    const { output, type } = opening();
    type('\x1b[?0u\x1b[?1;2c');
    output.take();
    process.emit('SIGCONT');
    expect(output.take()).toBe(ENTER + POP + PUSH);
  });

  test('that says nothing of it is left alone', async () => {
    const { terminal, output } = await open();
    const closed = terminal.close();
    expect(output.take()).not.toContain('u');
    await closed;
  });
});

describe('closing', () => {
  test('gives the terminal back, once, and leaves nothing behind', async () => {
    const exits = process.listenerCount('exit');
    const { terminal, input, output, clock } = await open();
    const closed = Promise.all([terminal.close(), terminal.close()]);
    expect(output.take()).toBe(LEAVE);
    await closed;
    expect([input.raw, input.flowing, terminal.ready]).toEqual([false, false, false]);
    expect(input.listenerCount('data')).toBe(0);
    expect(process.listenerCount('exit')).toBe(exits);
    expect(clock.pending).toBe(0);
  });

  test('waits no longer than 700 ms for a terminal that takes nothing', async () => {
    const { terminal, clock, output } = await open();
    const directory = mkdtempSync(join(tmpdir(), 'vtalk-tty-'));
    const forced = join(directory, 'forced');
    output.fd = openSync(forced, 'w');
    terminal.write(Buffer.from('stuck'));
    const closed = terminal.close();
    await clock.play(1400);
    await closed;
    expect(output.written).toBe(`stuck\x1b[5n${LEAVE}`);
    // What is stuck may be torn: a sequence, and a synchronized update.
    expect(readFileSync(forced, 'utf8')).toBe(`\x18\x1b\\\x1b[?2026l${LEAVE}`);
    rmSync(directory, { recursive: true });
  });
});
