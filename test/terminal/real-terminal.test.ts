import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { Shell } from './shell.ts';

const program = join(import.meta.dirname, 'programs', 'screen.js');
const run = `"${process.execPath}" "${program}"`;
const PROMPT = '$ ';
const givenBack = { screen: 'normal', bracketedPaste: false, cursor: 'shown' };
const noBash = !process.env['CI'] && !existsSync('/bin/bash') && 'there is no bash';

let shell: Shell | undefined;
// The shells wait for a line at their end: what a terminal's last process wrote may be lost with it.
afterEach(() => shell?.end());

/** Resolves when a key comes after the answer to the question behind a frame: no shell may get that. */
async function painted(by: Shell): Promise<void> {
  await by.sees('PAINTED');
  await by.sees('\x1b[5n');
}

/** The text between two marks, which a shell writes with `mark`. */
const between = (output: string, from: number, to: number): string =>
  output.split(`MARK${from}\r\n`)[1]!.split(`MARK${to}`)[0]!;
const mark = (number: number): string => `echo MARK$((${number}))`;

describe('the terminal is given back', () => {
  test.each([
    ['after close', 'q', 0],
    ['after an exception that nobody caught', 't', 1],
    ['after process.exit', 'e', 3],
  ])('%s', async (_, key, status) => {
    const commands = [
      mark(1),
      'stty -a',
      mark(2),
      run,
      'echo STATUS$?',
      mark(3),
      'stty -a',
      mark(4),
      'read _',
    ];
    shell = new Shell('/bin/sh', ['-c', commands.join(';')]);
    await painted(shell);
    shell.type(key);
    await shell.sees('MARK4');
    expect(shell.output).toContain(`STATUS${status}`);
    expect(between(shell.output, 3, 4)).toBe(between(shell.output, 1, 2));
    expect(shell.modes).toEqual(givenBack);
  });

  test.skipIf(noBash)('while it is suspended, and taken again', async () => {
    shell = new Shell('/bin/bash', ['--norc', '--noprofile', '-i']);
    shell.type(`${mark(1)}; stty -a; ${mark(2)}; ${run}\r`);
    await painted(shell);
    expect(shell.modes).toEqual({ screen: 'alternate', bracketedPaste: true, cursor: 'hidden' });
    shell.type('z');
    await shell.sees('Stopped');
    await shell.sees(PROMPT);
    shell.type(`${mark(3)}; stty -a; ${mark(4)}\r`);
    await shell.sees('MARK4');
    expect(between(shell.output, 3, 4)).toBe(between(shell.output, 1, 2));
    expect(shell.modes).toMatchObject({ screen: 'normal', cursor: 'shown' });
    shell.type('fg\r');
    await painted(shell);
    expect(shell.modes).toEqual({ screen: 'alternate', bracketedPaste: true, cursor: 'hidden' });
    shell.type('q');
    await shell.sees('?1049l');
    // What is typed before would still be the program's.
    await shell.sees(PROMPT);
    shell.type(`${mark(5)}; stty -a; ${mark(6)}\r`);
    await shell.sees('MARK6');
    expect(between(shell.output, 5, 6)).toBe(between(shell.output, 1, 2));
    expect(shell.modes).toMatchObject({ screen: 'normal', cursor: 'shown' });
  });
});

test('a reader that has stopped blocks nothing: one frame is under way, the others are not taken', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'vtalk-'));
  const socket = join(directory, 'report');
  const report = new Promise<string>((resolve) => {
    const server = createServer((connection) => {
      connection.on('data', (data) => resolve(data.toString()));
      connection.on('end', () => server.close());
    }).listen(socket);
  });
  shell = new Shell('/bin/sh', ['-c', `${run} "${socket}"; ${mark(1)}; read _`]);
  await painted(shell);
  shell.pause();
  shell.type('s');
  expect(JSON.parse(await report)).toEqual({ written: 1, skipped: 49 });
  shell.resume();
  await shell.sees('MARK1');
  expect(shell.modes).toEqual(givenBack);
  rmSync(directory, { recursive: true });
});
