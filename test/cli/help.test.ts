import { afterEach, expect, test, vi } from 'vitest';
import { EXAMPLES } from '../../src/cli/examples.ts';
import { runProgram } from '../../src/cli/program.ts';

afterEach(() => vi.restoreAllMocks());

async function help(...command: string[]): Promise<string> {
  let text = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  expect(await runProgram([...command, '--help'], () => {})).toBe(0);
  return text;
}

const { vtalk, ...commands } = EXAMPLES;

test('the help of the program shows examples before anything else, unwrapped', async () => {
  const text = await help();
  expect(text).toContain(`\n${vtalk}\n`);
  expect(text.indexOf('Examples:')).toBeLessThan(text.indexOf('Options:'));
});

test.each(Object.entries(commands))('the help of %s does, too', async (command, examples) => {
  const text = await help(command);
  expect(text).toContain(`\n${examples}\n`);
  expect(text.indexOf('Examples:')).toBeLessThan(text.indexOf('Options:'));
  expect(text).not.toMatch(/default: false|choices/);
});

test('a demo offers nothing that would mean nothing there', async () => {
  expect(await help('demo')).not.toMatch(/--(?:port|audio-port|ring-timeout|bind|answer)\b/);
});

test('a number that is none is refused in the words of its own option', async () => {
  const ring = runProgram(['call', 'host', '--ring-timeout', 'soon'], () => {});
  await expect(ring).rejects.toMatchObject({
    message: '--ring-timeout "soon" is not a number of seconds',
    hint: '--ring-timeout 30',
  });
});
