import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { shellWord } from '../../src/base/shell-word.ts';

describe('shellWord', () => {
  it.each([
    ['ana', 'ana'],
    ['josé', 'josé'],
    ['example.org:7373', 'example.org:7373'],
    ['Ana Lima', "'Ana Lima'"],
    ["O'Hara", `'O'\\''Hara'`],
    ['$(reboot)', "'$(reboot)'"],
    ['', "''"],
    ['-rf', '-- -rf'],
    ['-a b', "-- '-a b'"],
  ])('writes %j as %s', (text, word) => {
    expect(shellWord(text)).toBe(word);
  });

  it.skipIf(process.platform === 'win32').each(['~', '`id`;$HOME', `"a'b"\\`, '* ? [x]', '!!', '#x', 'a\nb'])(
    'is what a shell takes for %j',
    (text) => {
      const echoed = execFileSync('sh', ['-c', `printf %s ${shellWord(text)}`], { encoding: 'utf8' });
      expect(echoed).toBe(text);
    },
  );
});
