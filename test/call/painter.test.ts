import { beforeEach, describe, expect, test } from 'vitest';
import type { Fit } from '../../src/base/fit.ts';
import type { RgbFrame } from '../../src/base/frame.ts';
import { Grid, type Rect } from '../../src/base/grid.ts';
import type { Renderer } from '../../src/base/renderer.ts';
import type { Abilities, ColorDepth, Terminal } from '../../src/base/terminal.ts';
import { Painter } from '../../src/call/picture/painter.ts';
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

/** What lies over the picture. */
let overlays: Rect[] = [];

/** The picture, and a line of text below it. */
function draw(text: string): Chrome {
  const grid = new Grid(COLUMNS, ROWS);
  grid.glyph.set(Buffer.from(text, 'latin1'), COLUMNS * (ROWS - 1));
  return { grid, peer: PICTURE, self: undefined, selfMirrored: false, overlays, cursor: undefined };
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

/** Lines that are brighter and darker by turns, around a level. */
function stripes(capturedAt: number, level: number): RgbFrame {
  const { width, height } = noise(1);
  const line = (at: number): number => Math.floor(at / (width * 3)) % 2;
  const data = Uint8Array.from({ length: width * height * 3 }, (_, at) => level + line(at) * 60 + (at % 97));
  return { width, height, data, capturedAt };
}

let terminal: FakeTerminal;
let painter: Painter<string>;
let painted: number[];
let gaveUp: Renderer[];
let fit: Fit;
beforeEach(() => {
  terminal = new FakeTerminal();
  painted = [];
  gaveUp = [];
  overlays = [];
  fit = 'contain';
  begin();
});

function begin(...renderers: Renderer[]): void {
  const [first = 'half', ...others] = renderers;
  terminal.abilities = { ...terminal.abilities, renderers: [first, ...others] };
  painter = new Painter<string>({
    terminal,
    screen: { draw },
    news: () => ({ title: '', bell: false }),
    painted: (capturedAt) => painted.push(capturedAt),
    gaveUpImages: (renderer) => gaveUp.push(renderer),
    fit,
    kernels: kernelsOf(undefined),
  });
  painter.drain(() => 'hello');
  terminal.written.length = 0;
}

/** Writes what there is to write, and is told that it is done. */
function paint(text = 'hello'): string {
  const { length } = terminal.written;
  painter.drain(() => text);
  painter.drained();
  return terminal.written.slice(length).join('');
}

/** How pictures are shown in some bytes, in that order. */
const shows = (bytes: string): string[] =>
  bytes.match(/a=T|a=d|P0;[01]q|File=inline|▀/g)?.filter((each, at, all) => each !== all[at - 1]) ?? [];

/** Paints a picture that only its time tells from the last one. */
function paintPicture(capturedAt: number): string {
  painter.peerPicture({ ...noise(1), capturedAt }, capturedAt);
  return paint();
}

/** The terminal tells its colours; what is painted then. */
function learn(colorDepth: ColorDepth): string {
  terminal.abilities = { ...terminal.abilities, colorDepth };
  painter.resized();
  return paint();
}

/** Of the picture that is asked for, its aspect and its height in cells, once such a picture came; there are 40x11 cells, of 8x16 pixels each. */
function askedFor(width: number, height: number): { aspect: number; rows: number } {
  begin('half');
  const data = new Uint8Array(width * height * 3);
  painter.peerPicture({ width, height, data, capturedAt: 1 }, 1, 1);
  paint();
  const box = painter.box('hello')!;
  return { aspect: (box.width / box.height) * box.pixelAspect, rows: box.height / 2 };
}
const PLACE = (40 * 8) / (11 * 16);

describe('the picture that is asked for', () => {
  test('fills its place', () => {
    expect(askedFor(96, 24)).toEqual({ aspect: PLACE, rows: 11 });
  });

  test('is larger where some of it is cut off', () => {
    fit = 'cover';
    expect(askedFor(36, 20)).toEqual({ aspect: PLACE, rows: 11 });
    expect(askedFor(60, 20)).toMatchObject({ aspect: expect.closeTo(3, 1), rows: 11 });
    expect(askedFor(30, 20).aspect).toBeCloseTo(1.5, 1);
    expect(askedFor(30, 20).rows).toBeGreaterThan(11);
  });

  test('is no more than twice as large', () => {
    fit = 'cover';
    expect(askedFor(2000, 20)).toEqual({ aspect: 2 * PLACE, rows: 11 });
  });

  test('stays the same where pictures differ by a pixel', () => {
    fit = 'cover';
    askedFor(60, 20);
    const before = painter.box('hello');
    painter.peerPicture({ width: 61, height: 20, data: new Uint8Array(61 * 60), capturedAt: 2 }, 2, 1);
    paint();
    expect(painter.box('hello')).toEqual(before);
  });
});

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

  test('skips what gives way to the next picture before it is wholly shown, however coarsely', () => {
    terminal.room = 500;
    for (let at = 1; at <= 20; at++) {
      painter.peerPicture(noise(at), at);
      paint();
    }
    expect(painter.counts.painted).toBe(20);
    expect(painter.counts.skipped).toBeGreaterThan(5);
  });

  test('gets the colours of a new scene first, and its details from then on', () => {
    terminal.room = 1e6;
    painter.peerPicture(stripes(1, 0), 1);
    paint();
    terminal.room = 2500;
    painter.peerPicture(stripes(2, 120), 2);
    const rough = paint();
    expect(rough).not.toContain('▀');
    expect(rough.length).toBeLessThan(2560);
    expect(painted).toEqual([1, 2]);
    expect(paint()).toContain('▀');
    let frames = 0;
    while (paint() !== '' && frames < 100) frames++;
    expect(frames).toBeLessThan(20);
    expect(painted).toEqual([1, 2]);
  });

  test('sees the letters of a chat before the picture that came with them', () => {
    terminal.room = 2000;
    painter.peerPicture(noise(1), 1);
    painter.changed();
    const bytes = paint('hallo');
    expect(bytes.indexOf('a')).toBeGreaterThan(0);
    expect(bytes.indexOf('a')).toBeLessThan(bytes.indexOf('48;2;'));
  });
});

describe('a terminal that shows images', () => {
  test('is asked for pictures of its pixels, less the row after which it may scroll', () => {
    begin('sixel');
    expect(painter.box('')).toEqual({ width: 40 * 8, height: 11 * 16, pixelAspect: 1 });
    begin('half');
    expect(painter.box('')).toEqual({ width: 80, height: 22, pixelAspect: 0.5 });
  });

  test.each([
    ['sixel', 'P0;0q'],
    ['kitty', 'a=T'],
    ['iterm2', 'File=inline'],
  ] as const)('gets %s, once for each picture, after the text', (renderer, image) => {
    begin(renderer);
    const bytes = paintPicture(1);
    expect(shows(bytes)).toEqual([image]);
    expect(painter.renderer).toBe(renderer);
    painter.changed();
    expect(paint('hallo')).toMatch(/^\W+\d*;?\d*Ha$/);
    expect(shows(paintPicture(2))).toContain(image);
    expect(painted).toEqual([1, 2]);
  });

  test('shows the picture by cells while something lies over it', () => {
    begin('kitty', 'half');
    paintPicture(1);
    overlays = [{ column: 3, row: 2, columns: 5, rows: 5 }];
    painter.changed();
    expect(shows(paint())).toEqual(['▀', 'a=d']);
    painter.peerPicture(noise(2), 2);
    expect(shows(paint())).toEqual(['▀']);
    overlays = [];
    painter.changed();
    expect(shows(paint())).toEqual(['a=T']);
  });

  test('keeps nothing of an image when the renderer is another, or the peer has no picture', () => {
    begin('kitty', 'half');
    paintPicture(1);
    painter.nextRenderer();
    expect(shows(paint())).toEqual(['▀', 'a=d']);
    painter.nextRenderer();
    expect(shows(paint())).toEqual(['a=T']);
    painter.forgetPeer();
    expect(shows(paint())).toEqual(['a=d']);
  });

  test('gets a whole image after its size has changed or it was painted anew', () => {
    terminal.abilities = {
      ...terminal.abilities,
      sixel: { registers: 256, delta: true, largest: undefined },
    };
    begin('sixel');
    paintPicture(1);
    expect(shows(paintPicture(2))).toEqual(['P0;1q']);
    painter.repaint();
    expect(shows(paint())).toEqual(['P0;0q']);
    painter.resized();
    expect(shows(paint())).toEqual(['P0;0q']);
    expect(shows(paintPicture(3))).toEqual(['P0;1q']);
  });

  test('leaves an image alone while it has no room for another, unless text was written over it', () => {
    begin('kitty', 'half');
    paintPicture(1);
    terminal.room = 0;
    painter.peerPicture(noise(2), 2);
    painter.changed();
    expect(shows(paint('hallo'))).toEqual([]);
    terminal.room = 1e6;
    expect(shows(paint())).toEqual(['a=T', 'a=d']);
  });

  test('gets cells instead when it is too slow for images, and images again when the user wants them', () => {
    begin('kitty', 'half');
    terminal.room = 50;
    for (let at = 1; at <= 2; at++) expect(shows(paintPicture(at))).toContain('a=T');
    expect(gaveUp).toEqual([]);
    paintPicture(3);
    expect(gaveUp).toEqual(['kitty']);
    painter.resized();
    terminal.room = 1e6;
    expect(shows(paintPicture(4))).toEqual(['▀', 'a=d']);
    painter.nextRenderer();
    terminal.room = 50;
    for (let at = 5; at < 20; at++) paintPicture(at);
    expect(painter.renderer).toBe('kitty');
    expect(gaveUp).toEqual(['kitty']);
  });

  test('gets images as long as it has the room, but for one or the other', () => {
    begin('kitty', 'half');
    for (let at = 1; at < 20; at++) {
      terminal.room = at % 2 ? 1e6 : 50;
      expect(shows(paintPicture(at))).toContain('a=T');
    }
    expect(gaveUp).toEqual([]);
  });
});

describe('a level meter that moves', () => {
  test('is shown with the next picture', () => {
    painter.peerPicture(noise(1), 1000);
    paint();
    painter.metersMoved(1050);
    expect(paint('moved')).toBe('');
    painter.peerPicture(noise(2), 1060);
    expect(paint('moved')).toContain('moved');
  });

  test('is shown by itself where no picture comes', () => {
    painter.metersMoved(0);
    expect(paint('first')).toContain('first');
    painter.peerPicture(noise(1), 1000);
    paint('first');
    painter.metersMoved(1101);
    expect(paint('later')).toContain('late');
  });

  test('waits while the terminal has no room, as a picture does', () => {
    terminal.room = 0;
    painter.metersMoved(0);
    expect(paint('moved')).toBe('');
    terminal.room = 1000;
    expect(paint('moved')).toContain('moved');
  });
});
