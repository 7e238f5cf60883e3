import { writeBand } from './band';
import { quantizeRow } from './quantizer';
import { COLORS, SixelWorkspace } from './sixel-workspace';

/** A new image: no register is set. */
export function beginImage(workspace: SixelWorkspace): void {
  memory.fill(workspace.defined, 0, COLORS);
}

/** Writes the data of the band whose first row is `top`; returns how long it is. */
export function drawBand(workspace: SixelWorkspace, top: i32, keep: i32, reuse: i32): i32 {
  const rows = min(workspace.rows, workspace.height - top);
  if (rows < workspace.rows) memory.fill(workspace.columns, 0, workspace.width * workspace.rows);
  for (let row = 0; row < rows; row++) quantizeRow(workspace, top + row, row, keep, reuse);
  return <i32>(writeBand(workspace, workspace.out) - workspace.out);
}
