import type { Workspace } from './workspace.ts';

/** A cell in the colours of a palette: which samples are ink, and both colours as indices. */
export interface CellLook {
  mask: number;
  ink: number;
  paper: number;
}

/** Finds looks for one cell after another; it is itself the look for the last. */
export interface LookFinder extends CellLook {
  /** Finds the look for the samples of a cell. */
  take(workspace: Workspace, row: number, column: number): void;
  /** The error of any look for those samples; squares of levels, 7 for one level in each channel of one sample. */
  error(look: CellLook): number;
}
