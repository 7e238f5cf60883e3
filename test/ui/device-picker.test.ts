import { describe, expect, it } from 'vitest';
import type { Device } from '../../src/base/devices.ts';
import { Style } from '../../src/base/grid.ts';
import type { CallState } from '../../src/call/state.ts';
import type { Ui } from '../../src/ui/ui.ts';
import { callState, letter, makeUi, press, printChrome, printGrid, printRow } from './support.ts';

const webcam: Device = { id: 'camera:/dev/video0', kind: 'camera', name: 'HD Webcam' };
const foreign: Device = { id: 'camera:/dev/video2', kind: 'camera', name: '摄像头' };
const screen: Device = { id: 'screen::0', kind: 'screen', name: 'X11 display :0' };
const card: Device = { id: 'test', kind: 'drawn', name: 'test card' };

/** The test card is in use. */
const choosing = (...devices: Device[]): CallState => callState({ devices });
const all = choosing(webcam, foreign, screen, card);

/** A Ui whose list is open and has been seen. */
function opened(state = all): Ui {
  const ui = makeUi();
  ui.draw(state, 80, 24);
  ui.key(letter('V'));
  ui.draw(state, 80, 24);
  return ui;
}

/** The row that stands out. */
function selected(ui: Ui, state = all): string | undefined {
  const { grid, overlays } = ui.draw(state, 80, 24);
  const { column, row, rows } = overlays[0]!;
  const inside = Array.from({ length: rows }, (_, index) => row + index);
  const at = inside.find((each) => grid.style[each * grid.columns + column + 2]! & Style.inverse);
  return at === undefined ? undefined : printRow(grid, at).split('│')[1]?.trim();
}

describe('golden lists', () => {
  it.each([
    [24, 6],
    [40, 12],
    [60, 18],
    [160, 45],
  ])('look as they should at %ix%i', async (columns, rows) => {
    const ui = makeUi();
    ui.draw(callState(), columns, rows);
    ui.key(letter('V'));
    const shots = [callState(), all].map((state) => printChrome(ui.draw(state, columns, rows)));
    await expect(shots.join('\n\n')).toMatchFileSnapshot(`golden/picker-${columns}x${rows}.txt`);
  });

  it('keep to ASCII when asked to', () => {
    const ui = makeUi({ asciiOnly: true });
    ui.draw(choosing(card), 80, 24);
    ui.key(letter('V'));
    const { grid, overlays } = ui.draw({ ...choosing(card), chat: [] }, 80, 24);
    expect(overlays).toHaveLength(1);
    expect(printGrid(grid)).toMatch(/^[\n -~]*$/);
  });
});

describe('keys', () => {
  it('V opens the list, which begins at the camera in use, and Esc leaves it', () => {
    const ui = makeUi();
    ui.draw(all, 80, 24);
    expect(ui.key(letter('V'))).toEqual({ do: 'browse', kind: 'camera' });
    expect(selected(ui)).toMatch(/^4 • test card/);
    expect(ui.key(press('escape'))).toEqual({ do: 'browse', kind: undefined });
    expect(ui.draw(all, 80, 24).overlays).toEqual([]);
    expect(ui.key(letter('q'))).toEqual({ do: 'quit' });
  });

  it('arrows and digits choose, and Enter takes', () => {
    const ui = opened();
    ui.key(press('up'));
    expect(selected(ui)).toMatch(/^3 {3}X11 display :0/);
    for (let turn = 0; turn < 9; turn++) ui.key(press('down'));
    expect(selected(ui)).toMatch(/^5 {3}none/);
    for (const digit of ['9', '2']) ui.key(letter(digit));
    expect(selected(ui)).toMatch(/^2 {3}摄像头/);
    expect(ui.key(press('enter'))).toEqual({ do: 'take', kind: 'camera', id: foreign.id });
    expect(ui.draw(all, 80, 24).overlays).toEqual([]);
  });

  it('the last of the list is not to be seen at all', () => {
    const ui = opened();
    ui.key(letter('5'));
    expect(ui.key(press('enter'))).toEqual({ do: 'take', kind: 'camera', id: undefined });
  });

  it.each(['q', 'v', 'c', '?', 'a'])('%s does nothing else', (name) => {
    const ui = opened();
    expect(ui.key(letter(name))).toBeUndefined();
    expect(ui.draw(all, 80, 24).overlays).toHaveLength(1);
  });

  it('nothing is taken before the list is known', () => {
    const ui = opened(callState());
    for (const key of [letter('1'), press('enter')]) expect(ui.key(key)).toBeUndefined();
    expect(printGrid(ui.draw(callState(), 80, 24).grid)).toContain('looking ...');
  });
});

describe('microphones and loudspeakers', () => {
  const built: Device = { id: 'mic', kind: 'microphone', name: 'Built-in Audio' };
  const usb: Device = { id: 'usb', kind: 'microphone', name: 'USB Headset' };

  it('have a list of their own, where the one in use has a meter', () => {
    const ui = makeUi();
    ui.draw(all, 80, 24);
    expect(ui.key(letter('M'))).toEqual({ do: 'browse', kind: 'microphone' });
    const state = choosing(built, usb);
    expect(selected(ui, state)).toMatch(/^1 • Built-in Audio +▁▂▃▄$/);
    const louder = { ...state, microphone: { ...state.microphone, level: 6 } };
    expect(selected(ui, louder)).toMatch(/^1 • Built-in Audio +▁▂▃▄▅▆▇$/);
    ui.key(letter('2'));
    expect(selected(ui, state)).toMatch(/^2 {3}USB Headset +microphone$/);
    ui.key(letter('3'));
    expect(selected(ui, state)).toMatch(/^3 {3}none +nobody hears you$/);
    expect(ui.key(press('enter'))).toEqual({ do: 'take', kind: 'microphone', id: undefined });
  });

  it('follow each other by Tab', () => {
    const ui = opened();
    for (const kind of ['microphone', 'loudspeaker', 'camera']) {
      expect(ui.key(press('tab'))).toEqual({ do: 'browse', kind });
      expect(printGrid(ui.draw(callState(), 80, 24).grid)).toContain(`┌─ ${kind} ─`);
    }
  });

  it('are not asked for in a call without sound', () => {
    const silent = { ...all, loudspeaker: undefined };
    const ui = opened(silent);
    expect(ui.key(press('tab'))).toBeUndefined();
    expect(printGrid(ui.draw(silent, 80, 24).grid)).not.toContain('Tab: microphone');
    ui.key(press('escape'));
    expect(ui.key(letter('M'))).toBeUndefined();
    expect(ui.draw(silent, 80, 24).overlays).toEqual([]);
  });

  it('are shown as they should be', async () => {
    const ui = makeUi();
    ui.draw(all, 80, 24);
    ui.key(letter('M'));
    const shot = printChrome(ui.draw(choosing(built, usb), 80, 24));
    await expect(shot).toMatchFileSnapshot('golden/picker-microphone.txt');
  });
});

describe('while devices come and go', () => {
  it('the same one stays selected', () => {
    const ui = opened();
    ui.key(letter('3'));
    expect(selected(ui, choosing(screen, card))).toMatch(/^1 {3}X11 display :0/);
    expect(selected(ui, all)).toMatch(/^3 {3}X11 display :0/);
  });

  it('one that is gone leaves the selection in the list', () => {
    const ui = opened();
    ui.key(letter('4'));
    expect(selected(ui, choosing(webcam))).toMatch(/^2 {3}none/);
  });
});

it('marks none while the user is not seen', () => {
  const state = { ...all, camera: { ...all.camera, on: false } };
  expect(selected(opened(state), state)).toMatch(/^5 • none/);
});
