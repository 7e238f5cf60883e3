import type { Ms } from '../../base/clock.ts';
import type { Fit } from '../../base/fit.ts';
import type { RgbFrame, Size } from '../../base/frame.ts';
import { Grid } from '../../base/grid.ts';
import type { Renderer } from '../../base/renderer.ts';
import { COLOR_DEPTHS, type ColorDepth, type Terminal } from '../../base/terminal.ts';
import type { Kernels } from '../../render/kernels.ts';
import { roughen } from '../../render/rough.ts';
import { ScreenEncoder } from '../../render/screen-encoder.ts';
import { Detail } from './detail.ts';
import type { Display, Painted } from './display.ts';
import { ImageLoad } from './image-load.ts';
import { after, type PeerPicture, Pictures, type SelfPicture } from './pictures.ts';
import type { CallState, Chrome, Screen } from '../state.ts';
import type { News } from '../report/title.ts';

/** A scene that would take so many times the room there is comes roughly first. */
const ROUGH_ROOMS = 2;
/** Without a picture of the peer for so long, one's own moves by itself. */
const PEER_PAUSE_MS = 100;

export interface PainterParts<State> {
  terminal: Terminal;
  screen: Pick<Screen<State>, 'draw'>;
  /** What the window tells those who look elsewhere. */
  news: (state: State) => News;
  painted: Painted;
  /** Images were too much for the terminal, so that the picture is made of cells; undefined: they never are. */
  gaveUpImages?: ((renderer: Renderer) => void) | undefined;
  fit: Fit;
  kernels: Kernels;
}

/**
 * The way from state and pictures to the terminal: chrome and pictures meet in one grid, its difference to what is
 * shown is written in one piece, and while that is under way only the newest of everything is kept.
 */
export class Painter<State = CallState> implements Display<State> {
  readonly counts = { painted: 0, skipped: 0, bytes: 0 };
  readonly #terminal: Terminal;
  readonly #screen: Pick<Screen<State>, 'draw'>;
  readonly #news: (state: State) => News;
  readonly #painted: Painted;
  readonly #gaveUpImages: PainterParts<State>['gaveUpImages'];
  readonly #detail = new Detail();
  readonly #imageLoad = new ImageLoad();
  #encoder: ScreenEncoder;
  readonly #pictures: Pictures;
  /** By the user: what the terminal tells later changes nothing. */
  #areColorsChosen = false;
  #next: Grid;
  #chrome: Chrome | undefined;
  /** The chrome would look a little different by now. */
  #metersMoved = false;
  #peer: (PeerPicture & { fresh: boolean; at: Ms }) | undefined;
  #self: SelfPicture | undefined;
  #turn = 0;
  #title: string | undefined;
  #dirty = true;
  /** Parts of the picture had no room, though it could not be painted more coarsely. */
  #isUnfinished = false;
  /** Of the peer's frame that the write under way shows. */
  #writing: Ms | undefined;

  constructor({ terminal, screen, news, painted, gaveUpImages, fit, kernels }: PainterParts<State>) {
    const { columns, rows, colorDepth } = terminal.abilities;
    this.#terminal = terminal;
    this.#screen = screen;
    this.#news = news;
    this.#painted = painted;
    this.#gaveUpImages = gaveUpImages;
    this.#encoder = new ScreenEncoder(colorDepth);
    this.#encoder.resize(columns, rows);
    this.#pictures = new Pictures(terminal.abilities, { fit, kernels });
    this.#next = new Grid(columns, rows);
  }

  get renderer(): Renderer {
    return this.#pictures.renderer;
  }

  get region(): string {
    return this.#pictures.region;
  }

  get rttMs(): Ms | undefined {
    return this.#terminal.rttMs;
  }

  box(state: State): (Size & { pixelAspect: number }) | undefined {
    const { columns, rows } = this.#terminal.abilities;
    // The screen keeps one drawing; this one is not what is to be shown.
    this.#chrome = undefined;
    const place = this.#screen.draw(state, columns, rows).peer;
    return place && this.#pictures.sizeIn(place);
  }

  peerPicture(frame: RgbFrame, now: Ms, pixelAspect?: number): void {
    if (this.#peer?.fresh || this.#isUnfinished) this.counts.skipped++;
    this.#peer = { frame, pixelAspect, fresh: true, at: now };
    this.#dirty = true;
  }

  /** Rides along with the peer's next picture; only when none comes is it worth a write of its own. */
  selfPicture(picture: SelfPicture, now: Ms): void {
    this.#self = picture;
    this.#rideAlong(now);
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
    const { columns, rows, colorDepth } = this.#terminal.abilities;
    this.#pictures.learn(this.#terminal.abilities);
    if (!this.#areColorsChosen && colorDepth !== this.#encoder.depth) this.#useColors(colorDepth);
    this.#encoder.resize(columns, rows);
    this.#next = new Grid(columns, rows);
    this.changed();
  }

  /** Rides along, too. */
  metersMoved(now: Ms): void {
    this.#metersMoved = true;
    this.#rideAlong(now);
  }

  repaint(): void {
    this.#encoder.invalidate();
    this.#dirty = true;
  }

  nextRenderer(): void {
    this.#pictures.nextRenderer();
    this.#dirty = true;
  }

  nextColors(): void {
    this.#areColorsChosen = true;
    this.#useColors(after(this.#encoder.depth, COLOR_DEPTHS));
  }

  #rideAlong(now: Ms): void {
    if (!this.#peer || now - this.#peer.at > PEER_PAUSE_MS) this.#dirty = true;
  }

  #useColors(depth: ColorDepth): void {
    const { columns, rows } = this.#terminal.abilities;
    this.#encoder = new ScreenEncoder(depth);
    this.#encoder.resize(columns, rows);
    this.#pictures.useColors(depth);
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
    const { ready, room } = this.#terminal;
    // What people write does not wait for pictures.
    const isUrgent = this.#chrome === undefined;
    if (!this.#dirty || !ready || (room === 0 && !isUrgent)) return;
    const state = stateNow();
    this.#announce(state);
    this.#turn++;
    this.#write(this.#paint(this.#compose(state), room), room > 0 ? this.#takeFresh() : undefined);
  }

  #paint({ cursor }: Chrome, room: number): Uint8Array {
    const isRough = room > 0 && roughen(this.#next, this.#encoder.shown, ROUGH_ROOMS * room);
    const cells = this.#encoder.encode(this.#next, cursor, room);
    const { isWhole: whole, overwroteImage } = this.#encoder;
    // A picture for which there is no room is still to be shown.
    this.#dirty = isRough || !whole || (room === 0 && this.#peer?.fresh === true);
    if (room > 0) {
      this.#isUnfinished = !whole && this.#detail.isCoarsest;
      this.#detail.painted({ bytes: cells.length, room, whole });
    } else if (!overwroteImage) return cells;
    const images = this.#pictures.images(overwroteImage);
    if (this.#imageLoad.push({ bytes: images.length, room })) this.#giveUpImages();
    return images.length > 0 ? Buffer.concat([cells, images]) : cells;
  }

  #giveUpImages(): void {
    const { renderer } = this;
    if (!this.#gaveUpImages || !this.#pictures.giveUpImages()) return;
    this.#dirty = true;
    this.#gaveUpImages(renderer);
  }

  /** When the peer's picture that is shown now was captured, the first time that it is shown. */
  #takeFresh(): Ms | undefined {
    if (!this.#peer?.fresh) return undefined;
    this.#peer.fresh = false;
    return this.#peer.frame.capturedAt;
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

  #drawChrome(state: State): Chrome {
    const { columns, rows } = this.#next;
    if (this.#metersMoved || !this.#chrome) this.#chrome = this.#screen.draw(state, columns, rows);
    this.#metersMoved = false;
    return this.#chrome;
  }

  #compose(state: State): Chrome {
    const next = this.#next;
    const chrome = this.#drawChrome(state);
    next.copy(chrome.grid);
    const pictures = { peer: this.#peer, self: this.#self };
    const { shown } = this.#encoder;
    const { tolerance } = this.#detail;
    this.#pictures.draw(pictures, { target: next, chrome, shown, tolerance, turn: this.#turn });
    for (const overlay of chrome.overlays) next.copyRect(chrome.grid, overlay);
    return chrome;
  }
}
