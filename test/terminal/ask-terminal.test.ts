import { expect, test } from 'vitest';
import { askTerminal, type Interview } from '../../src/terminal/ask-terminal.ts';
import { questionsFor } from '../../src/terminal/questions.ts';
import { SILENCE } from '../../src/terminal/testimony.ts';
import { VirtualClock } from '../virtual-clock.ts';
import { FakeInput, FakeOutput } from './fake-tty.ts';

const LIMIT_MS = 2000;

function ask(): {
  clock: VirtualClock;
  input: FakeInput;
  output: FakeOutput;
  asked: Promise<Interview>;
  interruptions: () => number;
} {
  const [clock, input, output] = [new VirtualClock(), new FakeInput(), new FakeOutput()];
  let interruptions = 0;
  const interrupted = (): void => void interruptions++;
  const asked = askTerminal({ input, output, env: {}, clock, limitMs: LIMIT_MS, interrupted });
  return { clock, input, output, asked, interruptions: () => interruptions };
}

test('a terminal that answers tells what it can do, and how long that took', async () => {
  const { clock, input, output, asked } = ask();
  expect(input.raw).toBe(true);
  expect(output.take()).toBe(questionsFor({}));
  clock.advance(40);
  input.emit('data', Buffer.from('\x1b[?2026;2$y\x1b[6;20;10t'));
  clock.advance(2);
  input.emit('data', Buffer.from('\x1b[?62;4c'));
  output.take();
  expect(await asked).toEqual({
    answeredMs: 42,
    told: {
      ...SILENCE,
      cells: { columns: 100, rows: 40 },
      complete: true,
      attributes: [62, 4],
      synchronizedUpdate: true,
      cell: { width: 10, height: 20 },
    },
  });
});

test.each([
  ['\x1b[?2026;0$y', 'says that it lacks it'],
  ['\x1b[?2004;2$y', 'speaks of another mode'],
  ['', 'says nothing of it'],
])('%j: a terminal that %s has no synchronized update', async (answer) => {
  const { input, output, asked } = ask();
  input.emit('data', Buffer.from(`${answer}\x1b[?1;2c`));
  output.take();
  expect((await asked).told).toMatchObject({ synchronizedUpdate: false, cell: undefined });
});

test('a silent terminal is left alone after the limit', async () => {
  const { clock, output, asked } = ask();
  clock.advance(LIMIT_MS);
  output.take();
  expect((await asked).answeredMs).toBeUndefined();
});

test('the terminal is as it was afterwards, with the line wiped that the question stood in', async () => {
  const before = process.listenerCount('exit');
  const { clock, input, output, asked } = ask();
  output.take();
  input.emit('data', Buffer.from('\x1b[?1;2c'));
  expect(output.take()).toBe('\r\x1b[K');
  await asked;
  expect(input).toMatchObject({ raw: false, flowing: false });
  expect(input.listenerCount('data')).toBe(0);
  expect(process.listenerCount('exit')).toBe(before);
  expect(clock.pending).toBe(0);
});

test('Ctrl-C is heard, other keys are nothing', async () => {
  const { clock, input, output, asked, interruptions } = ask();
  input.emit('data', Buffer.from('xc'));
  expect(interruptions()).toBe(0);
  input.emit('data', Buffer.from('\x03'));
  expect(interruptions()).toBe(1);
  clock.advance(LIMIT_MS);
  output.take();
  await asked;
});
