import { describe, expect, it } from 'vitest';
import { Editor, LONGEST_MESSAGE } from '../../src/ui/editor.ts';
import { ctrl, letter, paste, press } from './support.ts';

function type(editor: Editor, text: string): void {
  for (const character of text) editor.key(letter(character));
}

function edited(...keys: ReturnType<typeof press>[]): string {
  const editor = new Editor('↵');
  for (const key of keys) editor.key(key);
  return editor.view(80).text;
}

const countListeners = (): number =>
  process.stdin.eventNames().length + process.stdout.eventNames().length + process.eventNames().length;

describe('Editor', () => {
  it('types, moves and deletes', () => {
    const keys = Array.from('helo', letter);
    expect(edited(...keys, press('left'), letter('l'))).toBe('hello');
    expect(edited(...keys, press('home'), press('delete'))).toBe('elo');
    expect(edited(...keys, press('backspace'), press('backspace'))).toBe('he');
  });

  it('knows the keys of every line editor', () => {
    const words = paste('one two three');
    expect(edited(words, ctrl('w'))).toBe('one two ');
    expect(edited(words, ctrl('u'))).toBe('');
    expect(edited(words, ctrl('a'), ctrl('k'))).toBe('');
    expect(edited(words, press('b', { alt: true }), letter('X'))).toBe('one two Xthree');
    expect(edited(words, ctrl('u'), ctrl('y'))).toBe('one two three');
    expect(edited(words, press('left', { ctrl: true }), ctrl('u'))).toBe('three');
  });

  it('ignores keys that mean nothing to a line', () => {
    expect(
      edited(letter('a'), press('f5'), press('tab'), press('insert'), ctrl('c'), ctrl('d'), letter('b')),
    ).toBe('ab');
    expect(edited(ctrl('d'), letter('x'))).toBe('x');
  });

  it('takes wide characters and emoji, and counts cells for the cursor', () => {
    const editor = new Editor('↵');
    type(editor, 'a日👍');
    expect(editor.view(80)).toEqual({ text: 'a日👍', cursor: 5 });
    editor.key(press('left'));
    expect(editor.view(80).cursor).toBe(3);
    editor.key(press('backspace'));
    expect(editor.view(80)).toEqual({ text: 'a👍', cursor: 1 });
    editor.key(paste('👩‍👩‍👧'));
    expect(editor.submit()).toBe('a👩‍👩‍👧👍');
  });

  it('recalls what was said', () => {
    const editor = new Editor('↵');
    type(editor, 'first');
    expect(editor.submit()).toBe('first');
    type(editor, 'second');
    expect(editor.submit()).toBe('second');
    editor.key(press('up'));
    editor.key(press('up'));
    expect(editor.view(80).text).toBe('first');
  });

  it('says nothing when there is nothing but blanks', () => {
    const editor = new Editor('↵');
    expect(editor.submit()).toBeUndefined();
    editor.key(paste(' \n '));
    expect(editor.submit()).toBeUndefined();
    expect(editor.view(80).text).toBe('');
  });

  it('keeps the lines of a paste together until they are sent', () => {
    const editor = new Editor('\\n');
    editor.key(paste('one\r\ntwo\rthree\u2028four\n'));
    expect(editor.view(80).text).toBe('one\\ntwo\\nthree\\nfour\\n');
    expect(editor.submit()).toBe('one\ntwo\nthree\nfour');
  });

  it('drops control characters from a paste', () => {
    expect(edited(paste('a\x1b[31m\tb\x7f\x9bc'))).toBe('a[31mbc');
  });

  it('takes no more than the longest message, and cuts between characters', () => {
    const editor = new Editor('↵');
    editor.key(paste('x'.repeat(LONGEST_MESSAGE - 1)));
    editor.key(paste('👍y'));
    editor.key(letter('z'));
    editor.key(letter('z'));
    expect(editor.submit()).toBe(`${'x'.repeat(LONGEST_MESSAGE - 1)}z`);
  });

  it('scrolls sideways so that the cursor stays in sight', () => {
    const editor = new Editor('↵');
    editor.key(paste('0123456789日本'));
    expect(editor.view(6)).toEqual({ text: '9日本', cursor: 5 });
    editor.key(press('left'));
    expect(editor.view(6)).toEqual({ text: '789日', cursor: 5 });
    editor.key(press('home'));
    expect(editor.view(6)).toEqual({ text: '012345', cursor: 0 });
  });

  it('leaves nothing on stdin, stdout or the process', () => {
    const before = countListeners();
    type(new Editor('↵'), 'hello');
    expect(countListeners()).toBe(before);
  });
});
