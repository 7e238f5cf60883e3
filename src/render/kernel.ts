import { Heap } from './heap.ts';
import { fitLetters } from './letter-fit.ts';
import { sample } from './sampling.ts';
import { fitTwoColors, type Masks } from './two-colors.ts';
import { workspaceOf, type Geometry, type Workspace } from './workspace.ts';

/** Which shapes ink can have in a cell: `Masks`, or letters of `LETTERS`. */
export type Shapes = Masks | 'letters';

/** The work that is done to each sample of each frame: in plain TypeScript, or in WebAssembly with the same results. */
export interface Kernel {
  /** Makes room for frames and cells; what an earlier workspace held is lost. */
  layOut(geometry: Geometry): Workspace;
  /** Fills the sample planes from the pixels of a frame: RGB, width x height x 3 bytes. */
  sample(rgb: Uint8Array): void;
  /** Fills `mask`, `ink`, `paper` and `kept` from the samples and from what is shown. Letters need 2 x 4 samples. */
  fitTwoColors(shapes: Shapes): void;
}

/** The kernel that runs everywhere. */
export class ScriptKernel implements Kernel {
  #workspace: Workspace | undefined;

  layOut(geometry: Geometry): Workspace {
    return (this.#workspace = workspaceOf(geometry, new Heap()));
  }

  sample(rgb: Uint8Array): void {
    if (this.#workspace) sample(rgb, this.#workspace);
  }

  fitTwoColors(shapes: Shapes): void {
    if (!this.#workspace) return;
    if (shapes === 'letters') fitLetters(this.#workspace);
    else fitTwoColors(this.#workspace, shapes);
  }
}
