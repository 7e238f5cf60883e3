import type { Ms } from '../base/clock.ts';
import type { I420Frame, RgbFrame, Size } from '../base/frame.ts';
import { Grid, type Rect } from '../base/grid.ts';
import { i420ToRgb } from '../base/i420.ts';
import type { Renderer } from '../base/renderer.ts';
import { COLOR_DEPTHS, type ColorDepth, type Terminal } from '../base/terminal.ts';
import { drawHalf } from '../render/half.ts';
import { drawMono } from '../render/mono.ts';
import { placeFor } from '../render/place.ts';
import { ScreenEncoder } from '../render/screen-encoder.ts';
import type { Display, Painted } from './display.ts';
import type { CallState, Chrome, Screen } from './state.ts';
import type { News } from './title.ts';

/** A cell that is off by no more than this stays as it is: half the bytes of a film for .001 SSIM (bench/picture.js). */
const TOLERANCE = 1.5;
/** Without a picture of the peer for so long, one's own moves by itself. */
const PEER_PAUSE_MS = 100;
/** Blocks are two pixels high. */
const PIXELS_PER_CELL = 2;

export interface PainterParts<State> {
  terminal: Terminal;
  screen: Pick<Screen<State>, 'draw'>;
  /** What the window tells those who look elsewhere. */
  news: (state: State) => News;
  painted: Painted;
}

/**
 * The way from state and pictures to the terminal: chrome and pictures meet in one grid, its difference to what is
 * shown is written in one piece, and while that is under way only the newest of everything is kept.
 */
export class Painter<State = CallState> implements Display<State> {
  readonly counts = { painted: 0, skipped: 0, bytes: 0 };
  region = '0x0';
  readonly #terminal: Terminal;
  readonly #screen: Pick<Screen<State>, 'draw'>;
  readonly #news: (state: State) => News;
  readonly #painted: Painted;
  #encoder: ScreenEncoder;
  #renderer: Renderer;
  /** The user has chosen it: what the terminal tells later changes nothing. */
  #rendererChosen = false;
  #next: Grid;
  #chrome: Chrome | undefined;
  #peer: { frame: RgbFrame; fresh: boolean; at: Ms } | undefined;
  #self: { frame: I420Frame; pixelAspect: number } | undefined;
  #turn = 0;
  #title: string | undefined;
  #dirty = true;
  /** Of the peer's frame that the write under way shows. */
  #writing: Ms | undefined;

  constructor({ terminal, screen, news, painted }: PainterParts<State>) {
    const { columns, rows, colorDepth, renderers } = terminal.abilities;
    this.#terminal = terminal;
    this.#screen = screen;
    this.#news = news;
    this.#painted = painted;
    this.#renderer = renderers[0];
    this.#encoder = new ScreenEncoder(colorDepth);
    this.#encoder.resize(columns, rows);
    this.#next = new Grid(columns, rows);
  }

  get renderer(): Renderer {
    return drawable(this.#renderer, this.#encoder.depth);
  }

  box(state: State): (Size & { pixelAspect: number }) | undefined {
    const { columns, rows } = this.#terminal.abilities;
    // The screen keeps one drawing; this one is not what is to be shown.
    this.#chrome = undefined;
    const place = this.#screen.draw(state, columns, rows).peer;
    if (!place) return undefined;
    return { width: place.columns, height: place.rows * PIXELS_PER_CELL, pixelAspect: this.#pixelAspect };
  }

  peerPicture(frame: RgbFrame, now: Ms): void {
    if (this.#peer?.fresh) this.counts.skipped++;
    this.#peer = { frame, fresh: true, at: now };
    this.#dirty = true;
  }

  /** Rides along with the peer's next picture; only when none comes is it worth a write of its own. */
  selfPicture(picture: { frame: I420Frame; pixelAspect: number }, now: Ms): void {
    this.#self = picture;
    if (!this.#peer || now - this.#peer.at > PEER_PAUSE_MS) this.#dirty = true;
  }

  forgetPeer(): void {
    this.#peer = undefined;
    this.changed();
  }

  forgetSelf(): void {
    this.#self = undefined;
    this.changed();
  }

  changed(): void {
    this.#chrome = undefined;
    this.#dirty = true;
  }

  /** All that the terminal showed is unknown, or its size is another. */
  resized(): void {
    const { columns, rows, renderers } = this.#terminal.abilities;
    if (!this.#rendererChosen) this.#renderer = renderers[0];
    this.#encoder.resize(columns, rows);
    this.#next = new Grid(columns, rows);
    this.changed();
  }

  repaint(): void {
    this.#encoder.invalidate();
    this.#dirty = true;
  }

  nextRenderer(): void {
    this.#renderer = after(this.#renderer, this.#terminal.abilities.renderers);
    this.#rendererChosen = true;
    this.#dirty = true;
  }

  nextColors(): void {
    const { columns, rows } = this.#terminal.abilities;
    this.#encoder = new ScreenEncoder(after(this.#encoder.depth, COLOR_DEPTHS));
    this.#encoder.resize(columns, rows);
    this.#dirty = true;
  }

  /** The write under way is done. */
  drained(): void {
    if (this.#writing === undefined) return;
    this.counts.painted++;
    this.#painted(this.#writing);
    this.#writing = undefined;
  }

  drain(stateNow: () => State): void {
    if (!this.#dirty || !this.#terminal.ready) return;
    const state = stateNow();
    this.#dirty = false;
    this.#announce(state);
    this.#turn++;
    const chrome = this.#compose(state);
    const bytes = this.#encoder.encode(this.#next, chrome.cursor);
    const frame = this.#peer?.fresh ? this.#peer.frame : undefined;
    if (this.#peer) this.#peer.fresh = false;
    this.#write(bytes, frame?.capturedAt);
  }

  /** The window says what goes on, also while nobody looks; who is called hears it, too. */
  #announce(state: State): void {
    const news = this.#news(state);
    if (news.title === this.#title) return;
    this.#title = news.title;
    this.#terminal.announce(news);
  }

  #write(bytes: Uint8Array, capturedAt: Ms | undefined): void {
    this.#writing = capturedAt;
    this.counts.bytes += bytes.length;
    if (bytes.length > 0) this.#terminal.write(bytes);
    else this.drained();
  }

  #compose(state: State): Chrome {
    const next = this.#next;
    this.#chrome ??= this.#screen.draw(state, next.columns, next.rows);
    const chrome = this.#chrome;
    next.copy(chrome.grid);
    if (this.#peer && chrome.peer) this.region = this.#place(this.#peer.frame, chrome.peer, 1, false);
    if (this.#self && chrome.self) this.#placeSelf(this.#self, chrome.self, chrome.selfMirrored);
    for (const overlay of chrome.overlays) next.copyRect(chrome.grid, overlay);
    return chrome;
  }

  /** Made for the peer's terminal, whose pixels may have another shape than ours. */
  #placeSelf(self: { frame: I420Frame; pixelAspect: number }, box: Rect, mirrored: boolean): void {
    this.#place(toRgb(self.frame), box, this.#pixelAspect / self.pixelAspect, mirrored);
  }

  #place(frame: RgbFrame, box: Rect, pixelAspect: number, mirrored: boolean): string {
    const place = placeFor(frame, box, pixelAspect);
    const draw = this.renderer === 'half' ? drawHalf : drawMono;
    const options = { mirrored, shown: this.#encoder.shown, tolerance: TOLERANCE, turn: this.#turn };
    draw(frame, this.#next, place, options);
    return `${place.columns}x${place.rows}`;
  }

  get #pixelAspect(): number {
    const { cellWidth, cellHeight } = this.#terminal.abilities;
    return cellWidth / (cellHeight / PIXELS_PER_CELL);
  }
}

/** The nearest to a renderer among those that can be drawn so far. */
const drawable = (renderer: Renderer, depth: ColorDepth): Renderer =>
  depth === 'mono' || renderer === 'ascii' || renderer === 'braille' ? 'ascii' : 'half';

/** The one that follows, round and round; the first after one that is none of them. */
const after = <Choice>(choice: Choice, choices: readonly [Choice, ...Choice[]]): Choice =>
  choices[choices.indexOf(choice) + 1] ?? choices[0];

const toRgb = ({ data, width, height, capturedAt }: I420Frame): RgbFrame => ({
  data: i420ToRgb(data, width, height),
  width,
  height,
  capturedAt,
});
