import { afterEach, beforeEach, expect, test } from 'vitest';
import { Sandbox } from './sandbox.ts';
import { Window } from './window.ts';

const CLEAR = '\x1b[2J';
/** Whether there is kitty's protocol, and an image by it. */
const QUESTION = '\x1b_Gi=31,';
const IMAGE = '\x1b_Ga=T';

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
});
afterEach(() => sandbox.close());

test('a terminal that takes few bytes a second asks for a smaller picture, and shows it as large', async () => {
  const options = { columns: 160, rows: 45 };
  const window = Window.vtalk(sandbox, ['demo', '--layout', 'side', '--max-tty-rate', '6k'], options);
  const width = (): number => Number(/picture +(\d+)x\d+ /.exec(window.text)?.[1] ?? 0);
  const wide = await window.until('a picture', () => (width() > 200 ? width() : undefined));
  await window.until('a smaller picture', () => width() > 0 && width() <= wide / 2);
  await window.seesPicture(3000);
  await window.close();
});

test('a picture that is all new is there roughly with a third of its bytes', async () => {
  const options = { columns: 80, rows: 24 };
  const window = Window.vtalk(sandbox, ['demo', '--layout', 'full', '--max-tty-rate', '50k'], options);
  await window.seesPicture(1500);
  const before = window.output.length;
  window.type('\f');
  await window.until('a clear screen', () => window.output.includes(CLEAR, before));
  const cleared = window.output.indexOf(CLEAR, before);
  await window.seesPicture(1500);
  expect(window.output.length - cleared).toBeLessThan(20_000);
  await window.close();
});

test('images that are too much for the line become cells, and come back when the user wants them', async () => {
  const options = { columns: 100, rows: 30 };
  const window = Window.vtalk(sandbox, ['demo', '--layout', 'full', '--max-tty-rate', '20k'], options);
  await window.until('the question', () => window.output.includes(QUESTION));
  window.type('\x1b_Gi=31;OK\x1b\\');
  await window.sees('too slow here for kitty');
  await window.seesPicture(1500);
  const { length } = window.output;
  // Round by way of half, ascii and braille.
  window.type('rrrr');
  await window.until('an image', () => window.output.includes(IMAGE, length));
  await window.close();
});
