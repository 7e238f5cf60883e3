import { Grid } from '../../base/grid.ts';
import type { Chrome } from '../../call/state.ts';

/** A screen that is a picture and nothing else. */
export class BareScreen {
  #grid = new Grid(0, 0);

  draw(_state: unknown, columns: number, rows: number): Chrome {
    if (this.#grid.columns !== columns || this.#grid.rows !== rows) this.#grid = new Grid(columns, rows);
    return {
      grid: this.#grid,
      peer: { column: 0, row: 0, columns, rows },
      self: undefined,
      selfMirrored: false,
      overlays: [],
      cursor: undefined,
    };
  }
}
