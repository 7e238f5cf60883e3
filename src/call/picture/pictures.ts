import type { Fit } from '../../base/fit.ts';
import type { I420Frame, RgbFrame, Size } from '../../base/frame.ts';
import type { Grid, Rect } from '../../base/grid.ts';
import { i420ToRgb } from '../../base/i420.ts';
import { CELL_RENDERERS, type CellRenderer, type Renderer } from '../../base/renderer.ts';
import type { Abilities, ColorDepth } from '../../base/terminal.ts';
import { cellPainter } from '../../render/cell-painter.ts';
import { cutToAspect } from '../../render/cut.ts';
import type { CellPainter, DrawOptions } from '../../render/draw.ts';
import { ImageLayer, type Picture } from '../../render/image-layer.ts';
import { imagePainter } from '../../render/image-painter.ts';
import type { Kernels } from '../../render/kernels.ts';
import { placeFor, steadyPlaceFor } from '../../render/place.ts';
import type { Chrome } from '../state.ts';

/** The peer's picture. */
export interface PeerPicture {
  frame: RgbFrame;
  /** Undefined: the frame was made for this terminal. */
  pixelAspect?: number | undefined;
}

/** One's own picture, as it was made for the peer. */
export interface SelfPicture {
  frame: I420Frame;
  /** Of the pixels that the frame was made for. */
  pixelAspect: number;
  /** The frame as it is drawn, from the first time on. */
  rgb?: RgbFrame;
}

/** What pictures are drawn into. */
export interface Canvas extends Pick<DrawOptions, 'shown' | 'tolerance' | 'turn'> {
  target: Grid;
  chrome: Chrome;
}

/** Of a picture that covers its place, at most so many times what is shown is asked for. */
const MAX_CUT = 2;
/** Pictures have whole pixels: so much is no other shape. */
const SAME_ASPECT = 0.04;

/**
 * How pictures get onto the screen: as cells of the grid, or the peer's as an image over cells that are kept free for it.
 * One's own is always made of cells: it is small, and not worth half of the line.
 */
export class Pictures {
  /** Cells of the peer's picture as drawn last, such as "118x38". */
  region = '0x0';
  /** Of the cells of the peer's picture as drawn last. */
  #place: Rect | undefined;
  readonly #fit: Fit;
  readonly #kernels: Kernels;
  #abilities: Abilities;
  #depth: ColorDepth;
  #renderer: Renderer;
  /** By the user, or because images were too much: what the terminal tells later changes nothing. */
  #isChosen = false;
  /** Each picture has one of its own, which knows the frame before. */
  #cells: { readonly peer: CellPainter; readonly self: CellPainter };
  #image: ImageLayer | undefined;
  /** How much wider than high the peer's picture is as it comes; only where some of it is cut off. */
  #peerAspect: number | undefined;
  /** What takes away the images of renderers that aren't used any more. */
  #farewells: Uint8Array[] = [];

  constructor(abilities: Abilities, { fit, kernels }: { fit: Fit; kernels: Kernels }) {
    this.#fit = fit;
    this.#kernels = kernels;
    this.#abilities = abilities;
    this.#depth = abilities.colorDepth;
    this.#renderer = abilities.renderers[0];
    this.#cells = this.#newCells();
    this.#image = this.#newImage();
  }

  get renderer(): Renderer {
    return (this.#image ?? this.#cells.peer).renderer;
  }

  /** The terminal has told more of itself, or has another size. */
  learn(abilities: Abilities): void {
    this.#abilities = abilities;
    if (!this.#isChosen) this.#renderer = abilities.renderers[0];
    this.#renew();
  }

  nextRenderer(): void {
    this.#renderer = after(this.#renderer, this.#abilities.renderers);
    this.#isChosen = true;
    this.#renew();
  }

  /** From now on cells, until the user asks for something else; false if that is what there was, or was asked for. */
  giveUpImages(): boolean {
    if (this.#isChosen || !this.#image) return false;
    this.#renderer = this.#cells.peer.renderer;
    this.#isChosen = true;
    this.#renew();
    return true;
  }

  useColors(depth: ColorDepth): void {
    this.#depth = depth;
    this.#renew();
  }

  /** The pixels that the peer's picture can have in `box`, with those that are outside and cut off, and the shape of one. */
  sizeIn(box: Rect): Size & { pixelAspect: number } {
    const { box: inner, across, down } = this.#shapeIn(box);
    const pixelAspect = this.#pixelAspect({ across, down });
    const [width, height] = [inner.columns * across, inner.rows * down];
    const wider = this.#peerAspect ? this.#peerAspect / ((width / height) * pixelAspect) : 1;
    return {
      width: Math.floor(width * Math.min(MAX_CUT, Math.max(1, wider))),
      height: Math.floor(height * Math.min(MAX_CUT, Math.max(1, 1 / wider))),
      pixelAspect,
    };
  }

  /** Draws into the grid, under whatever lies over the pictures. */
  draw(pictures: { peer: PeerPicture | undefined; self: SelfPicture | undefined }, canvas: Canvas): void {
    const { peer, self } = pictures;
    this.#image?.vacate();
    if (peer && canvas.chrome.peer) this.#drawPeer(peer, canvas.chrome.peer, canvas);
    if (self && canvas.chrome.self) this.#drawSelf(self, canvas.chrome.self, canvas);
  }

  /** The bytes of images, which follow those of the cells. `overwritten`: as `ImageLayer.update`. */
  images(overwritten: boolean): Uint8Array {
    const bytes = [...this.#farewells, ...(this.#image ? [this.#image.update(overwritten)] : [])];
    this.#farewells = [];
    return Buffer.concat(bytes);
  }

  /** Text can't lie over an image in every terminal, but in all of them it can over cells. */
  #drawPeer(picture: PeerPicture, box: Rect, canvas: Canvas): void {
    const { pixelAspect = this.#pixelAspect(this.#shapeIn(box)) } = picture;
    if (this.#fit === 'cover') this.#learnAspect((picture.frame.width / picture.frame.height) * pixelAspect);
    const frame = this.#fitted(picture.frame, box, pixelAspect);
    const image = canvas.chrome.overlays.length === 0 ? this.#image : undefined;
    const place = image
      ? image.reserve({ frame, pixelAspect }, box, canvas.target)
      : this.#drawCells({ frame, pixelAspect }, box, canvas);
    this.region = `${place.columns}x${place.rows}`;
  }

  #learnAspect(aspect: number): void {
    const known = this.#peerAspect ?? 0;
    if (Math.abs(aspect - known) > SAME_ASPECT * known) this.#peerAspect = aspect;
  }

  #drawCells({ frame, pixelAspect }: Picture, box: Rect, canvas: Canvas): Rect {
    const { peer } = this.#cells;
    const shape = { ...shapeOf(peer), pixelAspect: this.#pixelAspect(peer) / pixelAspect };
    const place = steadyPlaceFor(frame, box, shape, this.#place);
    this.#place = place;
    peer.draw(frame, canvas.target, place, optionsFor(canvas, false));
    return place;
  }

  /** Made for the peer's terminal, whose pixels may have another shape than ours. */
  #drawSelf(picture: SelfPicture, box: Rect, canvas: Canvas): void {
    const { self } = this.#cells;
    const frame = this.#fitted((picture.rgb ??= toRgb(picture.frame)), box, picture.pixelAspect);
    const pixelAspect = this.#pixelAspect(self) / picture.pixelAspect;
    const place = placeFor(frame, box, { ...shapeOf(self), pixelAspect });
    self.draw(frame, canvas.target, place, optionsFor(canvas, canvas.chrome.selfMirrored));
  }

  #fitted(frame: RgbFrame, { columns, rows }: Rect, pixelAspect: number): RgbFrame {
    if (this.#fit === 'contain') return frame;
    const { cellWidth, cellHeight } = this.#abilities;
    return cutToAspect(frame, (columns * cellWidth) / (rows * cellHeight) / pixelAspect);
  }

  #shapeIn(box: Rect): Shape & { box: Rect } {
    const { across, down } = this.#cells.peer;
    return this.#image?.canvasIn(box, this.#abilities) ?? { box, across, down };
  }

  /** How much wider than high a pixel is. */
  #pixelAspect({ across, down }: Shape): number {
    const { cellWidth, cellHeight } = this.#abilities;
    return (cellWidth * down) / (cellHeight * across);
  }

  #renew(): void {
    if (this.#image) this.#farewells.push(this.#image.leave());
    this.#cells = this.#newCells();
    this.#image = this.#newImage();
  }

  #newCells(): { peer: CellPainter; self: CellPainter } {
    const renderer = [this.#renderer, ...this.#abilities.renderers].find(isMadeOfCells) ?? 'quadrant';
    const look = { renderer, depth: this.#depth };
    return {
      peer: cellPainter({ ...look, kernel: this.#kernels.cells() }),
      self: cellPainter({ ...look, kernel: this.#kernels.cells() }),
    };
  }

  #newImage(): ImageLayer | undefined {
    const renderer = this.#renderer;
    if (isMadeOfCells(renderer)) return undefined;
    const { cellWidth: width, cellHeight: height, sixel } = this.#abilities;
    const cell = { width, height };
    return new ImageLayer(imagePainter({ renderer, cell, sixel, kernels: this.#kernels }));
  }
}

/** How many pixels of a picture a cell has. */
type Shape = Pick<CellPainter, 'across' | 'down'>;

const isMadeOfCells = (renderer: Renderer): renderer is CellRenderer =>
  CELL_RENDERERS.some((each) => each === renderer);

const shapeOf = ({ across, down }: Shape): Shape => ({ across, down });

const optionsFor = ({ shown, tolerance, turn }: Canvas, mirrored: boolean): DrawOptions => ({
  mirrored,
  shown,
  tolerance,
  turn,
});

/** The one that follows, round and round; the first after one that is none of them. */
export const after = <Choice>(choice: Choice, choices: readonly [Choice, ...Choice[]]): Choice =>
  choices[choices.indexOf(choice) + 1] ?? choices[0];

const toRgb = ({ data, width, height, capturedAt }: I420Frame): RgbFrame => ({
  data: i420ToRgb(data, width, height),
  width,
  height,
  capturedAt,
});
