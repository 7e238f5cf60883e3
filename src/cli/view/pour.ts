import { Painter } from '../../call/picture/painter.ts';
import { PipeTerminal } from '../../terminal/pipe-terminal.ts';
import { loadKernels } from '../kernels.ts';
import { BareScreen } from './bare-screen.ts';
import { largestFor, shotsOf, SQUARE, type Showing } from './showing.ts';
import { unaskedAbilities } from './unasked.ts';

/** Every picture of a film as a terminal would get it, as fast as it can be made. */
export async function pour(showing: Showing): Promise<void> {
  const { options, title, stop } = showing;
  const terminal = new PipeTerminal(process.stdout, unaskedAbilities(options));
  stop.signal.addEventListener('abort', () => terminal.abandon());
  const painter = new Painter({
    terminal,
    screen: new BareScreen(),
    news: () => ({ title, bell: false }),
    painted: () => {},
    fit: options.fit,
    kernels: await loadKernels(),
  });
  const within = largestFor(painter.box(undefined) ?? { width: 1, height: 1 }, painter.renderer);
  for await (const { frame } of shotsOf(showing, within, options.fps)) {
    painter.peerPicture(frame, frame.capturedAt, SQUARE);
    painter.drain(() => undefined);
    await terminal.written;
    painter.drained();
    if (terminal.gone) stop.abort();
  }
  if (!stop.signal.aborted) await terminal.close();
}
