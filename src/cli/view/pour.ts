import { Painter } from '../../call/painter.ts';
import { abilitiesOf } from '../../terminal/abilities.ts';
import { PipeTerminal } from '../../terminal/pipe-terminal.ts';
import { SILENCE } from '../../terminal/testimony.ts';
import { BareScreen } from './bare-screen.ts';
import { DEFAULT_CELLS, pipeColors } from './pipe.ts';
import { shotsOf, type Showing, SQUARE } from './showing.ts';

/** Every picture of a film as a terminal of that size would get it, as fast as it can be made. */
export async function pour(showing: Showing): Promise<void> {
  const { options, title, stop } = showing;
  const { size = DEFAULT_CELLS, color = pipeColors(process.env), renderer, sync, fps } = options;
  // Nobody can be asked at the end of a pipe.
  const told = { ...SILENCE, utf8: true, synchronizedUpdate: sync };
  const abilities = abilitiesOf(told, { env: process.env, output: size, color, renderer });
  const terminal = new PipeTerminal(process.stdout, abilities);
  const painter = new Painter({
    terminal,
    screen: new BareScreen(),
    news: () => ({ title, bell: false }),
    painted: () => {},
  });
  const near = painter.box(undefined) ?? { width: size.columns, height: size.rows };
  for await (const { frame } of shotsOf(showing, near, fps)) {
    painter.peerPicture(frame, frame.capturedAt, SQUARE);
    painter.drain(() => undefined);
    await terminal.written;
    painter.drained();
    if (terminal.gone) stop.abort();
  }
  if (!stop.signal.aborted) await terminal.close();
}
