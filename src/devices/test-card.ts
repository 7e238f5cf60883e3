import type { Cancel, Clock, Ms } from '../base/clock.ts';
import type { Camera, CameraSink } from '../base/devices.ts';
import type { Size } from '../base/frame.ts';
import { drawTestCard } from './card-picture.ts';
import type { Look } from './card-picture.ts';

export interface TestCardOptions {
  clock: Clock;
  look: Look;
}

/** A camera that needs neither a device nor ffmpeg: somebody drawn, who blinks and talks over colour bars and a clock. */
export const testCard = (options: TestCardOptions): Camera => new TestCard(options);

class TestCard implements Camera {
  readonly id = 'test';
  readonly label = 'test card';
  readonly #clock: Clock;
  readonly #look: Look;
  #cancel: Cancel | undefined;

  constructor({ clock, look }: TestCardOptions) {
    this.#clock = clock;
    this.#look = look;
  }

  open(near: Size, fps: number, sink: CameraSink): void {
    void this.close();
    this.#schedule({ size: cardSize(near), periodMs: 1000 / fps, startedAt: this.#clock.now(), sink }, 0);
  }

  close(): Promise<void> {
    this.#cancel?.();
    this.#cancel = undefined;
    return Promise.resolve();
  }

  #schedule(show: Show, index: number): void {
    this.#cancel = this.#clock.at(show.startedAt + index * show.periodMs, () => this.#draw(show));
  }

  /** The next frame is due by the beat of the first, so that nothing drifts; beats that were missed are skipped. */
  #draw(show: Show): void {
    const now = this.#clock.now();
    this.#schedule(show, Math.floor((now - show.startedAt) / show.periodMs + 0.001) + 1);
    const data = drawTestCard(now, this.#look, show.size);
    show.sink.frame({ ...show.size, data, capturedAt: this.#clock.now() });
  }
}

interface Show {
  size: Size;
  periodMs: number;
  startedAt: Ms;
  sink: CameraSink;
}

/** Like most cameras it is 16:9; drawn at twice what is wanted it is smoother after scaling, up to a size that stays cheap. */
function cardSize(near: Size): Size {
  const unit = Math.min((2 * near.width) / 16, (2 * near.height) / 9);
  const width = Math.min(640, Math.max(16, Math.round(unit * 8) * 2));
  return { width, height: Math.round((width * 9) / 32) * 2 };
}
