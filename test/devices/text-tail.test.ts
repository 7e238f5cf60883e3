import { expect, test } from 'vitest';
import { TextTail } from '../../src/devices/text-tail.ts';

const after = (...chunks: string[]): TextTail => {
  const tail = new TextTail();
  for (const chunk of chunks) tail.push(Buffer.from(chunk, 'latin1'));
  return tail;
};

test.each([
  ['', undefined],
  ['\n \n', undefined],
  ['one\ntwo\n', 'two'],
  ['progress 1\rprogress 2\r', 'progress 2'],
  ['[v4l2 @ 0x55d0] [demux] busy\n', 'busy'],
  ['red \x1b[31malert\x07\n', 'red  [31malert'],
])('the last line of %j is %j', (said, expected) => {
  expect(after(said).lastLine).toBe(expected);
});

test('a character that was cut in two is one again', () => {
  expect(after('caf\xc3', '\xa9').text).toBe('café');
});

test('a child that never stops talking fills no memory', () => {
  const tail = after(...Array.from({ length: 100 }, () => 'x'.repeat(1000)), 'last');
  expect(tail.text).toHaveLength(16_384);
  expect(tail.text.endsWith('last')).toBe(true);
});
