import type { Call } from '../call/call.ts';
import type { CallParts } from '../call/call-parts.ts';
import { Headless } from '../call/headless.ts';
import { Painter } from '../call/picture/painter.ts';
import type { Command } from '../call/state.ts';
import { newsOf } from '../call/report/title.ts';
import type { Closers } from './closers.ts';
import { loadKernels } from './kernels.ts';
import type { Options } from './options.ts';
import type { Leave } from './signals.ts';
import { terminalOptions } from './terminal-options.ts';

/** Where a call is seen and steered from: the terminal, or nothing at all. */
export interface Stand extends Pick<CallParts, 'display' | 'suspend'> {
  /** From now on keys lead to the call. */
  readonly attach: (call: Call) => void;
  /** The terminal is given back. Harmless when called twice. */
  readonly close: () => Promise<void>;
}

/** `leave`: what Ctrl-C does while there is no call yet. */
export const openStand = async (options: Options, leave: Leave, closers: Closers): Promise<Stand> =>
  options.headless ? headlessStand(options) : await terminalStand(options, leave, closers);

const HEADLESS_SIZE = { columns: 80, rows: 24 };

function headlessStand({ size = HEADLESS_SIZE }: Options): Stand {
  let call: Call | undefined;
  return {
    display: new Headless({ ...size, painted: (capturedAt) => call?.painted(capturedAt) }),
    attach: (attached) => void (call = attached),
    suspend: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

/** The screen's packages are loaded only when there is one. */
async function terminalStand(options: Options, leave: Leave, closers: Closers): Promise<Stand> {
  const [{ openTerminal }, { colorDepth }, { Ui }, kernels] = await Promise.all([
    import('../terminal/open-terminal.ts'),
    import('../terminal/color-depth.ts'),
    import('../ui/ui.ts'),
    loadKernels(),
  ]);
  let call: Call | undefined;
  let painter: Painter | undefined;
  const { layout, asciiOnly, color, fit } = options;
  const ui = new Ui({ layout, asciiOnly, colorDepth: color ?? colorDepth(process.env) });
  const obey = (command: Command): void => {
    if (call) call.command(command);
    else if (command.do === 'interrupt') leave(130);
  };
  const pressed = (command: Command | undefined): void => {
    if (command) obey(command);
    call?.viewChanged();
  };
  const terminal = await openTerminal(terminalOptions(options), {
    key: (key) => pressed(ui.key(key)),
    released: (key) => pressed(ui.released(key)),
    changed: () => {
      painter?.resized();
      call?.viewChanged();
    },
    drained: () => {
      painter?.drained();
      call?.drain();
    },
    gone: () => (call ? call.finish(HUNG_UP) : leave(HUNG_UP.exitCode)),
  });
  closers.add(() => terminal.close());
  painter = new Painter({
    terminal,
    screen: ui,
    news: newsOf,
    painted: (capturedAt) => call?.painted(capturedAt),
    // Who names a renderer gets it.
    gaveUpImages: options.renderer === undefined ? (renderer) => call?.gaveUpImages(renderer) : undefined,
    fit,
    kernels,
  });
  return {
    display: painter,
    attach: (attached) => void (call = attached),
    suspend: () => terminal.suspend(),
    close: () => terminal.close(),
  };
}

/** Its window was closed, or its line was cut: as SIGHUP says. */
const HUNG_UP = { exitCode: 129, reason: 'the terminal is gone' };
