import { systemClock } from '../base/clock.ts';
import { ExitCode } from '../base/errors.ts';
import type { Call } from '../call/call.ts';
import type { Display } from '../call/display.ts';
import { Headless } from '../call/headless.ts';
import { Painter } from '../call/painter.ts';
import type { Command } from '../call/state.ts';
import type { Closers } from './closers.ts';
import type { Options } from './options.ts';

/** Where a call is seen and steered from: the terminal, or nothing at all. */
export interface Stand {
  readonly display: Display;
  /** From now on keys lead to the call; what was pressed before arrives first. */
  attach(call: Call): void;
  /** Stops this process as Ctrl-Z does; resolves when it goes on. */
  readonly suspend: () => Promise<void>;
  /** The terminal is given back. Harmless when called twice. */
  close(): Promise<void>;
}

const HEADLESS_SIZE = { columns: 80, rows: 24 };

export const openStand = async (options: Options, closers: Closers): Promise<Stand> => {
  const stand = await (options.headless ? headlessStand(options) : terminalStand(options));
  closers.add(() => stand.close());
  return stand;
};

async function headlessStand({ size = HEADLESS_SIZE }: Options): Promise<Stand> {
  let call: Call | undefined;
  return {
    display: new Headless({ ...size, painted: (capturedAt) => call?.painted(capturedAt) }),
    attach: (attached) => void (call = attached),
    suspend: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

/** The screen's packages are loaded only when there is one. */
async function terminalStand({ color, sync, size, layout, asciiOnly }: Options): Promise<Stand> {
  const [{ openTerminal }, { Ui }] = await Promise.all([
    import('../terminal/open-terminal.ts'),
    import('../ui/ui.ts'),
  ]);
  let call: Call | undefined;
  let painter: Painter | undefined;
  const early: Command[] = [];
  const command = (asked: Command): void => (call ? call.command(asked) : void early.push(asked));
  const terminal = await openTerminal(
    {
      input: process.stdin,
      output: process.stdout,
      env: process.env,
      clock: systemClock,
      color,
      sync: sync ? undefined : false,
      size,
    },
    {
      key: (key) => {
        const asked = ui?.key(key);
        if (asked) command(asked);
        call?.viewChanged();
      },
      changed: () => {
        painter?.resized();
        call?.viewChanged();
      },
      drained: () => {
        painter?.drained();
        call?.drain();
      },
      gone: () => call?.finish({ exitCode: ExitCode.failed, reason: 'the terminal is gone' }),
    },
  );
  const ui = new Ui({ layout, asciiOnly, colorDepth: terminal.abilities.colorDepth });
  painter = new Painter({ terminal, screen: ui, painted: (capturedAt) => call?.painted(capturedAt) });
  return {
    display: painter,
    attach: (attached) => {
      call = attached;
      for (const asked of early) attached.command(asked);
    },
    suspend: () => terminal.suspend(),
    close: () => terminal.close(),
  };
}
