import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Sandbox } from './sandbox.ts';
import { Window } from './window.ts';

vi.setConfig({ testTimeout: 60_000 });

const CLEAR = '\x1b[2J';

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
});
afterEach(() => sandbox.close());

test('a terminal that takes few bytes a second asks for a smaller picture, and shows it as large', async () => {
  const options = { columns: 160, rows: 45 };
  const window = Window.vtalk(sandbox, ['demo', '--layout', 'side', '--max-tty-rate', '20k'], options);
  await window.sees(/picture +\d{3}x\d\d /);
  await window.sees(/picture +\d\dx\d\d /);
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
