import type { Ms } from '../base/clock.ts';
import type { I420Frame, RgbFrame, Size } from '../base/frame.ts';
import { Grid, type Rect } from '../base/grid.ts';
import { i420ToRgb } from '../base/i420.ts';
import { CELL_RENDERERS, type CellRenderer, type Renderer } from '../base/renderer.ts';
import { COLOR_DEPTHS, type Terminal } from '../base/terminal.ts';
import { cellPainter } from '../render/cell-painter.ts';
import type { CellPainter, DrawOptions } from '../render/draw.ts';
import { ScriptKernel } from '../render/kernel.ts';
import { placeFor } from '../render/place.ts';
import { ScreenEncoder } from '../render/screen-encoder.ts';
import type { Display, Painted } from './display.ts';
import type { CallState, Chrome, Screen } from './state.ts';
import type { News } from './title.ts';

/** A cell that is off by no more than this stays as it is: half the bytes of a film for .001 SSIM (bench/picture.js). */
const TOLERANCE = 1.5;
/** Without a picture of the peer for so long, one's own moves by itself. */
const PEER_PAUSE_MS = 100;

interface PeerPicture {
  frame: RgbFrame;
  /** Undefined: the frame was made for this terminal. */
  pixelAspect: number | undefined;
  fresh: boolean;
  at: Ms;
}

interface SelfPicture {
  frame: I420Frame;
  /** Of the pixels that the frame was made for. */
  pixelAspect: number;
  /** The frame as it is drawn, from the first time on. */
  rgb?: RgbFrame;
}

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
  #painters: { readonly peer: CellPainter; readonly self: CellPainter };
  /** The user has chosen it: what the terminal tells later changes nothing. */
  #rendererChosen = false;
  #next: Grid;
  #chrome: Chrome | undefined;
  #peer: PeerPicture | undefined;
  #self: SelfPicture | undefined;
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
    this.#painters = this.#newPainters();
    this.#next = new Grid(columns, rows);
  }

  get renderer(): Renderer {
    return this.#painters.peer.renderer;
  }

  box(state: State): (Size & { pixelAspect: number }) | undefined {
    const { columns, rows } = this.#terminal.abilities;
    // The screen keeps one drawing; this one is not what is to be shown.
    this.#chrome = undefined;
    const place = this.#screen.draw(state, columns, rows).peer;
    if (!place) return undefined;
    const { across, down } = this.#painters.peer;
    return { width: place.columns * across, height: place.rows * down, pixelAspect: this.#pixelAspect };
  }

  peerPicture(frame: RgbFrame, now: Ms, pixelAspect?: number): void {
    if (this.#peer?.fresh) this.counts.skipped++;
    this.#peer = { frame, pixelAspect, fresh: true, at: now };
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
    if (!this.#rendererChosen && this.#renderer !== renderers[0]) {
      this.#renderer = renderers[0];
      this.#painters = this.#newPainters();
    }
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
    this.#painters = this.#newPainters();
    this.#dirty = true;
  }

  nextColors(): void {
    const { columns, rows } = this.#terminal.abilities;
    this.#encoder = new ScreenEncoder(after(this.#encoder.depth, COLOR_DEPTHS));
    this.#encoder.resize(columns, rows);
    this.#painters = this.#newPainters();
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
    if (this.#peer && chrome.peer) this.region = this.#placePeer(this.#peer, chrome.peer);
    if (this.#self && chrome.self) this.#placeSelf(this.#self, chrome.self, chrome.selfMirrored);
    for (const overlay of chrome.overlays) next.copyRect(chrome.grid, overlay);
    return chrome;
  }

  #placePeer({ frame, pixelAspect }: PeerPicture, box: Rect): string {
    const { peer } = this.#painters;
    const shape = pixelAspect === undefined ? 1 : this.#pixelAspect / pixelAspect;
    const place = placeFor(frame, box, { across: peer.across, down: peer.down, pixelAspect: shape });
    peer.draw(frame, this.#next, place, this.#drawOptions(false));
    return `${place.columns}x${place.rows}`;
  }

  /** Made for the peer's terminal, whose pixels may have another shape than ours. */
  #placeSelf(picture: SelfPicture, box: Rect, mirrored: boolean): void {
    const { self } = this.#painters;
    const frame = (picture.rgb ??= toRgb(picture.frame));
    const place = placeFor(frame, box, {
      across: self.across,
      down: self.down,
      pixelAspect: this.#pixelAspect / picture.pixelAspect,
    });
    self.draw(frame, this.#next, place, this.#drawOptions(mirrored));
  }

  #drawOptions(mirrored: boolean): DrawOptions {
    return { mirrored, shown: this.#encoder.shown, tolerance: TOLERANCE, turn: this.#turn };
  }

  /** Each picture has one of its own, which knows the frame before. */
  #newPainters(): { peer: CellPainter; self: CellPainter } {
    const look = { renderer: drawable(this.#renderer), depth: this.#encoder.depth };
    return {
      peer: cellPainter({ ...look, kernel: new ScriptKernel() }),
      self: cellPainter({ ...look, kernel: new ScriptKernel() }),
    };
  }

  get #pixelAspect(): number {
    const { cellWidth, cellHeight } = this.#terminal.abilities;
    const { across, down } = this.#painters.peer;
    return (cellWidth * down) / (cellHeight * across);
  }
}

/** Pictures as pixels can't be drawn so far. */
const drawable = (renderer: Renderer): CellRenderer =>
  CELL_RENDERERS.find((each) => each === renderer) ?? 'quadrant';

/** The one that follows, round and round; the first after one that is none of them. */
const after = <Choice>(choice: Choice, choices: readonly [Choice, ...Choice[]]): Choice =>
  choices[choices.indexOf(choice) + 1] ?? choices[0];

const toRgb = ({ data, width, height, capturedAt }: I420Frame): RgbFrame => ({
  data: i420ToRgb(data, width, height),
  width,
  height,
  capturedAt,
});
