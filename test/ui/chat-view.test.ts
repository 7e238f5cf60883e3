import { describe, expect, it } from 'vitest';
import { ChatView, messageRows } from '../../src/ui/chat-view.ts';
import { symbolsFor } from '../../src/ui/symbols.ts';
import type { Line } from '../../src/ui/span.ts';
import { noon, said } from './support.ts';

const symbols = symbolsFor(false);
const print = (line: Line): string =>
  line
    .map(({ text }) => text)
    .join('')
    .trimEnd();
const printed = (...message: Parameters<typeof said>): string[] =>
  messageRows(said(...message), 24, symbols).map(print);

describe('messageRows', () => {
  it('hangs long text under the name', () => {
    expect(printed('a rather long thing to say')).toEqual(['12:00 ana a rather long', '      thing to say']);
  });

  it('keeps the line breaks of the message', () => {
    expect(printed('one\n\ntwo')).toEqual(['12:00 ana one', '', '      two']);
  });

  it('never splits wide characters, flags or families', () => {
    expect(printed('日本語日本語日本語')).toEqual(['12:00 ana 日本語日本語日', '      本語']);
    expect(printed('👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧🇩🇪')).toEqual(['12:00 ana 👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', '      🇩🇪']);
  });

  it('marks my words until they have arrived', () => {
    expect(printed('hi', { from: 'me', name: 'bo', delivered: false })).toEqual(['12:00 bo hi …']);
    expect(printed('hi', { from: 'me', name: 'bo' })).toEqual(['12:00 bo hi']);
  });

  it('shortens a long name', () => {
    expect(printed('hi', { name: 'Wolfeschlegelsteinhausen' })).toEqual([
      '12:00 Wolfeschlegelst…',
      '      hi',
    ]);
  });
});

const lines = (count: number): ReturnType<typeof said>[] =>
  Array.from({ length: count }, (_, index) => said(`line ${index}`, { at: noon(index % 60) + index }));

describe('ChatView', () => {
  const place = { columns: 40, height: 3, symbols };
  const shown = (view: ChatView, count: number): string[] =>
    view.rows(lines(count), place).map((row) => print(row).replace(/.*line /, ''));

  it('shows the newest rows', () => {
    expect(shown(new ChatView(), 10)).toEqual(['7', '8', '9']);
    expect(shown(new ChatView(), 2)).toEqual(['0', '1']);
    expect(shown(new ChatView(), 0)).toEqual([]);
  });

  it('goes back, not beyond the first row, and forth again', () => {
    const view = new ChatView();
    view.scroll(2);
    expect(shown(view, 10)).toEqual(['5', '6', '7']);
    view.scroll(100);
    expect(shown(view, 10)).toEqual(['0', '1', '2']);
    expect(view.scrolledBack).toBe(true);
    view.scroll(-100);
    expect(shown(view, 10)).toEqual(['7', '8', '9']);
    expect(view.scrolledBack).toBe(false);
  });

  it('stays at what is being read when new lines come', () => {
    const view = new ChatView();
    shown(view, 10);
    view.scroll(4);
    expect(shown(view, 10)).toEqual(['3', '4', '5']);
    expect(shown(view, 13)).toEqual(['3', '4', '5']);
  });

  it('wraps only what is seen of an endless chat', () => {
    const words = 'word '.repeat(800);
    const chat = Array.from({ length: 100_000 }, () => said(words));
    expect(new ChatView().rows(chat, place)).toHaveLength(3);
  });
});
