import { expect, test } from 'vitest';
import { PipeTerminal } from '../../src/terminal/pipe-terminal.ts';

const ABILITIES = {
  columns: 80,
  rows: 24,
  cellWidth: 8,
  cellHeight: 16,
  colorDepth: 'truecolor',
  renderers: ['half'],
  sixel: undefined,
  multiplexer: undefined,
  synchronizedUpdate: false,
} as const;

/** A pipe whose reader takes a piece when it is told to. */
function pipe() {
  const taken: string[] = [];
  const waiting: (() => void)[] = [];
  const errors: (() => void)[] = [];
  return {
    taken,
    read: () => waiting.shift()?.(),
    leave: () => errors.forEach((listener) => listener()),
    output: {
      write: (bytes: Uint8Array | string, done: () => void) => {
        taken.push(Buffer.from(bytes).toString());
        waiting.push(done);
      },
      on: (_: 'error', listener: () => void) => errors.push(listener),
    },
  };
}

test('a frame is written when the one before it was read', async () => {
  const { output, taken, read } = pipe();
  const terminal = new PipeTerminal(output, ABILITIES);
  terminal.write(Buffer.from('one'));
  expect(terminal.ready).toBe(false);
  read();
  await terminal.written;
  expect(terminal.ready).toBe(true);
  expect(taken).toEqual(['one']);
});

test('frames are set apart by synchronized update, unless nobody wants it', () => {
  const { output, taken } = pipe();
  new PipeTerminal(output, { ...ABILITIES, synchronizedUpdate: true }).write(Buffer.from('one'));
  expect(taken).toEqual(['\x1b[?2026hone\x1b[?2026l']);
});

test('a reader that has stopped is not waited for when nobody wants more', async () => {
  const { output, taken } = pipe();
  const terminal = new PipeTerminal(output, ABILITIES);
  terminal.write(Buffer.from('one'));
  terminal.abandon();
  await terminal.written;
  await terminal.close();
  expect(taken).toEqual(['one']);
});

test('at the end attributes are reset, and the cursor is seen below the picture', async () => {
  const { output, taken, read } = pipe();
  const closing = new PipeTerminal(output, ABILITIES).close();
  await Promise.resolve();
  read();
  await closing;
  expect(taken).toEqual(['\x1b[m\x1b[?25h\x1b[24;1H\n']);
});

test('a reader that has read enough gets nothing more', async () => {
  const { output, taken, leave } = pipe();
  const terminal = new PipeTerminal(output, ABILITIES);
  leave();
  expect(terminal.gone).toBe(true);
  await terminal.close();
  expect(taken).toEqual([]);
});
