import { beforeEach, describe, expect, test } from 'vitest';
import type { RgbFrame } from '../../src/base/frame.ts';
import { Grid } from '../../src/base/grid.ts';
import type { Abilities, ColorDepth, Terminal } from '../../src/base/terminal.ts';
import { Painter } from '../../src/call/painter.ts';
import { kernelsOf } from '../../src/render/kernels.ts';
import type { Chrome } from '../../src/call/state.ts';

const [COLUMNS, ROWS] = [40, 12];
const PICTURE = { column: 0, row: 0, columns: COLUMNS, rows: ROWS - 1 };

/** Takes what it is given, and has as much room as it is told. */
class FakeTerminal implements Terminal {
  abilities: Abilities = {
    columns: COLUMNS,
    rows: ROWS,
    cellWidth: 8,
    cellHeight: 16,
    colorDepth: 'truecolor',
    renderers: ['half', 'ascii'],
    sixel: undefined,
    multiplexer: undefined,
    synchronizedUpdate: false,
  };
  readonly written: string[] = [];
  readonly rttMs = undefined;
  ready = true;
  room = Infinity;

  write(bytes: Uint8Array): void {
    this.written.push(Buffer.from(bytes).toString());
  }

  announce(): void {}
  suspend = (): Promise<void> => Promise.resolve();
  close = (): Promise<void> => Promise.resolve();
}

/** The picture, and a line of text below it. */
function draw(text: string): Chrome {
  const grid = new Grid(COLUMNS, ROWS);
  grid.glyph.set(Buffer.from(text, 'latin1'), COLUMNS * (ROWS - 1));
  return { grid, peer: PICTURE, self: undefined, selfMirrored: false, overlays: [], cursor: undefined };
}

/** Noise that is another one in each frame. */
function noise(capturedAt: number): RgbFrame {
  const [width, height] = [COLUMNS, (ROWS - 1) * 2];
  const data = Uint8Array.from(
    { length: width * height * 3 },
    (_, at) => (at * 7919 * (capturedAt + 1)) % 256,
  );
  return { width, height, data, capturedAt };
}

let terminal: FakeTerminal;
let painter: Painter<string>;
let painted: number[];
beforeEach(() => {
  terminal = new FakeTerminal();
  painted = [];
  painter = new Painter<string>({
    terminal,
    screen: { draw },
    news: () => ({ title: '', bell: false }),
    painted: (capturedAt) => painted.push(capturedAt),
    fit: 'contain',
    kernels: kernelsOf(undefined),
  });
  painter.drain(() => 'hello');
  terminal.written.length = 0;
});

/** Writes what there is to write, and is told that it is done. */
function paint(text = 'hello'): string {
  const { length } = terminal.written;
  painter.drain(() => text);
  painter.drained();
  return terminal.written.slice(length).join('');
}

/** The terminal tells its colours; what is painted then. */
function learn(colorDepth: ColorDepth): string {
  terminal.abilities = { ...terminal.abilities, colorDepth };
  painter.resized();
  return paint();
}

describe('colours that the terminal tells of late', () => {
  test('are used', () => {
    painter.peerPicture(noise(1), 1);
    expect(learn('256')).toMatch(/[34]8;5;/);
    expect(learn('truecolor')).toMatch(/[34]8;2;/);
  });

  test('are nothing to a user who has chosen others', () => {
    painter.peerPicture(noise(1), 1);
    painter.nextColors();
    expect(learn('truecolor')).toMatch(/[34]8;5;/);
  });
});

describe('a terminal that is behind', () => {
  test('gets no picture, and the newest of those that came when it has room again', () => {
    terminal.room = 0;
    for (const capturedAt of [1, 2, 3]) painter.peerPicture(noise(capturedAt), capturedAt);
    expect(paint()).toBe('');
    expect(painter.counts).toMatchObject({ painted: 0, skipped: 2 });
    terminal.room = 1e6;
    expect(paint()).not.toBe('');
    expect(painted).toEqual([3]);
  });

  test('gets what is written at once, and no more', () => {
    terminal.room = 0;
    painter.peerPicture(noise(1), 1);
    painter.changed();
    expect(paint('hallo')).toBe('\r\x1b[Ca');
    expect(painted).toEqual([]);
  });

  test('gets as much of a picture as it has room for, and the rest later', () => {
    painter.peerPicture(noise(1), 1);
    terminal.room = 1000;
    const pieces = [paint()];
    expect(painted).toEqual([1]);
    while (pieces.at(-1) !== '') pieces.push(paint());
    expect(pieces.length).toBeGreaterThan(5);
    for (const piece of pieces) expect(piece.length).toBeLessThan(1060);
    expect(painted).toEqual([1]);
    expect(painter.counts.painted).toBe(1);
  });

  test('sees the letters of a chat before the picture that came with them', () => {
    terminal.room = 2000;
    painter.peerPicture(noise(1), 1);
    painter.changed();
    const bytes = paint('hallo');
    expect(bytes.indexOf('a')).toBeGreaterThan(0);
    expect(bytes.indexOf('a')).toBeLessThan(bytes.indexOf('▀'));
  });
});
