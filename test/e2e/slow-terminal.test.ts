import { afterEach, beforeEach, expect, test } from 'vitest';
import { Sandbox } from './sandbox.ts';
import { Window } from './window.ts';

const [COLUMNS, ROWS] = [120, 40];
/** Two seconds of a film on this screen are more than ten times as much. */
const FEW_BYTES = 20_000;

let sandbox: Sandbox;
let window: Window;
beforeEach(async () => {
  sandbox = new Sandbox();
  window = Window.vtalk(sandbox, ['demo'], { columns: COLUMNS, rows: ROWS });
  await window.sees('demo with ben');
  await window.sees(/fps +[1-9]/);
});
afterEach(async () => {
  await window.close();
  sandbox.close();
});

test('a terminal that has not shown what it got yet gets no more pictures, but every letter', async () => {
  window.type('\t');
  await window.sees('Esc leaves the chat');
  window.holdAnswers();
  await window.sees(/fps +0 /);
  const { length } = window.output;
  for (const word of ['never', 'mind', 'the', 'line']) {
    window.type(`${word} `);
    await window.sees(word);
  }
  expect(window.output.length - length).toBeLessThan(FEW_BYTES);
  expect(window.text).toContain('> never mind the line');
});

test('when it has caught up, pictures go on, and the answers are typed nowhere', async () => {
  window.type('\t');
  await window.sees('Esc leaves the chat');
  window.holdAnswers();
  await window.sees(/fps +0 /);
  window.releaseAnswers();
  await window.sees(/fps +[1-9]/);
  window.type('x');
  await window.sees(/> x\s/);
});
