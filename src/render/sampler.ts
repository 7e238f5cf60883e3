import type { RgbFrame } from '../base/frame.ts';
import type { Rect } from '../base/grid.ts';
import type { Kernel } from './kernel.ts';
import { NoiseMeter } from './noise.ts';
import type { Geometry, Workspace } from './workspace.ts';

/** Makes samples of the frames of one stream, and tells how noisy they are. */
export class Sampler {
  readonly #kernel: Kernel;
  readonly #cell: { across: number; down: number };
  readonly #noise = new NoiseMeter();
  #workspace: Workspace | undefined;
  #frame: RgbFrame | undefined;
  /** Of a sample of the last frame, due to noise, in levels squared. */
  variance = 0;

  constructor(kernel: Kernel, cell: { across: number; down: number }) {
    this.#kernel = kernel;
    this.#cell = cell;
  }

  /** The samples of a frame that fills a place; the workspace is the same until the sizes change. */
  take(frame: RgbFrame, { columns, rows }: Rect, mirrored: boolean): Workspace {
    const { width, height } = frame;
    const geometry = { frame: { width, height }, columns, rows, mirrored, ...this.#cell };
    const known = this.#workspace && isSame(this.#workspace.geometry, geometry) ? this.#workspace : undefined;
    if (known && frame === this.#frame) return known;
    const workspace = known ?? this.#kernel.layOut(geometry);
    this.#kernel.sample(frame.data);
    this.variance = this.#noise.measure(workspace);
    this.#workspace = workspace;
    this.#frame = frame;
    return workspace;
  }
}

const isSame = (one: Geometry, other: Geometry): boolean =>
  one.frame.width === other.frame.width &&
  one.frame.height === other.frame.height &&
  one.columns === other.columns &&
  one.rows === other.rows &&
  one.mirrored === other.mirrored;
