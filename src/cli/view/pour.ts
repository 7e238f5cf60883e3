import { Painter } from '../../call/painter.ts';
import { PipeTerminal } from '../../terminal/pipe-terminal.ts';
import { renderersFor } from '../../terminal/renderers.ts';
import { BareScreen } from './bare-screen.ts';
import { DEFAULT_CELLS, pipeColors } from './pipe.ts';
import { shotsOf, type Showing } from './showing.ts';

/** Every picture of a film as a terminal of that size would get it, as fast as it can be made. */
export async function pour(showing: Showing): Promise<void> {
  const { options, title, stop } = showing;
  const { size = DEFAULT_CELLS, color = pipeColors(process.env), renderer: wanted, sync, fps } = options;
  const terminal = new PipeTerminal(process.stdout, {
    ...size,
    cellWidth: 8,
    cellHeight: 16,
    colorDepth: color,
    renderers: renderersFor({ depth: color, wanted }),
    synchronizedUpdate: sync,
  });
  const painter = new Painter({
    terminal,
    screen: new BareScreen(),
    news: () => ({ title, bell: false }),
    painted: () => {},
  });
  const near = painter.box(undefined) ?? { width: size.columns, height: size.rows };
  for await (const { frame } of shotsOf(showing, near, fps)) {
    painter.peerPicture(frame, frame.capturedAt);
    painter.drain(() => undefined);
    await terminal.written;
    painter.drained();
    if (terminal.gone) stop.abort();
  }
  if (!stop.signal.aborted) await terminal.close();
}
