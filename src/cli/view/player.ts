import { systemClock } from '../../base/clock.ts';
import type { Size } from '../../base/frame.ts';
import type { Key, Terminal } from '../../base/terminal.ts';
import { Painter } from '../../call/picture/painter.ts';
import type { News } from '../../call/report/title.ts';
import { openTerminal } from '../../terminal/open-terminal.ts';
import type { Closers } from '../closers.ts';
import { terminalOptions } from '../terminal-options.ts';
import { loadKernels } from '../kernels.ts';
import { BareScreen } from './bare-screen.ts';
import { Pace } from './pace.ts';
import { largestFor, shotsOf, SQUARE, type Showing } from './showing.ts';

/** Blocks don't show more. */
const DEFAULT_FPS = 30;
/** In pixels; as much as a usual window can show. */
const ENOUGH: Size = { width: 640, height: 360 };
const HUNG_UP = 129;
const INTERRUPTED = 130;

/** Plays a film in this terminal at the film's own pace, until it or the user ends it. */
export async function play(showing: Showing, closers: Closers): Promise<void> {
  const player = new Player(showing);
  await player.open(closers);
  await player.run();
}

const news = (title: string): News => ({ title, bell: false });

class Player {
  readonly #showing: Showing;
  readonly #pace = new Pace(systemClock);
  #terminal: Terminal | undefined;
  #painter: Painter<string> | undefined;

  constructor(showing: Showing) {
    this.#showing = showing;
    showing.stop.signal.addEventListener('abort', () => this.#pace.stop());
  }

  async open(closers: Closers): Promise<void> {
    const { options } = this.#showing;
    const terminal = await openTerminal(terminalOptions(options), {
      key: (key) => this.#key(key),
      changed: () => this.#changePlace((painter) => painter.resized()),
      drained: () => this.#change((painter) => painter.drained()),
      gone: () => this.#showing.stop.abort(HUNG_UP),
    });
    closers.add(() => terminal.close());
    this.#terminal = terminal;
    this.#painter = new Painter({
      terminal,
      screen: new BareScreen(),
      news,
      painted: () => {},
      fit: options.fit,
      kernels: await loadKernels(),
    });
  }

  /** A picture that the terminal can't take yet gives way to the next one: the film is never late for long. */
  async run(): Promise<void> {
    const { film, options, stop } = this.#showing;
    const fps = options.fps ?? DEFAULT_FPS;
    do {
      for await (const { frame, lastsMs } of shotsOf(this.#showing, this.#largest, fps)) {
        this.#change((painter) => painter.peerPicture(frame, systemClock.now(), SQUARE));
        await this.#pace.seen(lastsMs);
      }
    } while (film.still && !stop.signal.aborted);
  }

  /** A film goes on as it is when its window grows, so it begins with enough. */
  get #largest(): Size {
    const box = this.#painter?.box(this.#showing.title);
    if (!box || !this.#painter) return ENOUGH;
    const { width, height } = largestFor(box, this.#painter.renderer);
    if (this.#showing.film.still) return { width, height };
    return { width: Math.max(width, ENOUGH.width), height: Math.max(height, ENOUGH.height) };
  }

  /** A still that has another place is read again, in the size of that. */
  #changePlace(change: (painter: Painter<string>) => void): void {
    this.#change(change);
    if (this.#showing.film.still) this.#pace.skip();
  }

  #change(change: (painter: Painter<string>) => void): void {
    if (!this.#painter) return;
    change(this.#painter);
    this.#painter.drain(() => this.#showing.title);
  }

  #key({ name, ctrl }: Key): void {
    const { stop } = this.#showing;
    if (ctrl && name === 'c') stop.abort(INTERRUPTED);
    else if (ctrl && name === 'l') this.#change((painter) => painter.repaint());
    else if (ctrl && name === 'z') void this.#suspend();
    else if (ctrl) return;
    else if (name === 'q' || name === 'escape') stop.abort(0);
    else if (name === 'r') this.#changePlace((painter) => painter.nextRenderer());
    else if (name === 'c') this.#change((painter) => painter.nextColors());
    else if (name === ' ') this.#pace.toggle();
  }

  async #suspend(): Promise<void> {
    const { paused } = this.#pace;
    this.#pace.pause();
    await this.#terminal?.suspend();
    if (!paused) this.#pace.resume();
  }
}
