import { expect, test } from 'vitest';
import { VtalkError } from '../../src/base/errors.ts';
import { complaintOf } from '../../src/cli/complaint.ts';

test('a trouble of the user is told in two lines', () => {
  const error = new VtalkError('no such file: a.png', { exitCode: 2, hint: 'give another' });
  expect(complaintOf(error)).toEqual({
    text: 'error: no such file: a.png\nhint: give another\n',
    exitCode: 2,
  });
  expect(complaintOf(new VtalkError('too late'))).toEqual({ text: 'error: too late\n', exitCode: 1 });
});

test('the name of a file does not steer the terminal', () => {
  const error = new VtalkError('no such file: a\x1b]0;b\x07\x9b31m\x1b[2J.png', { hint: 'rm \x1b[5mit' });
  expect(complaintOf(error).text).toBe('error: no such file: a.png\nhint: rm it\n');
});

test('a bug of ours shows where it is', () => {
  const { text, exitCode } = complaintOf(new TypeError('x is not a function'));
  expect(text).toMatch(
    /^error: x is not a function\nhint: this is a bug [^\n]+\nTypeError: x is not[^]+complaint/,
  );
  expect(exitCode).toBe(1);
});
