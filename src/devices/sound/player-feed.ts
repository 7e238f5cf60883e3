import { FRAME_MS, SILENCE } from '../../base/audio.ts';
import type { Cancel, Clock, Ms } from '../../base/clock.ts';
import { pcmBytes } from '../../base/pcm.ts';
import { PlayerPace, PRIMING_FRAMES, type PlayerPaceOptions } from './player-pace.ts';
import { readWord } from './records.ts';
import type { Talk } from './sound-take.ts';

export interface PlayerFeedParts {
  clock: Clock;
  pace: PlayerPaceOptions;
  /** To the child: its own from here on. */
  write: (pcm: Uint8Array) => void;
  /** The next frame, which will be heard in so long. */
  next: (delayMs: Ms) => Readonly<Int16Array>;
}

/** Who is awake anyway fills so much early, */
const EARLY_MS: Ms = FRAME_MS / 2;
/** and while it does the timer, which wakes a process that sleeps, waits so much longer than it must. */
const LATE_MS: Ms = FRAME_MS;

/** Gives one player sound as it has room for it. */
export class PlayerFeed implements Talk {
  readonly #parts: PlayerFeedParts;
  readonly #pace: PlayerPace;
  #helpedAt = -Infinity;
  #cancel: Cancel | undefined;
  #closed = false;

  constructor(parts: PlayerFeedParts) {
    this.#parts = parts;
    this.#pace = new PlayerPace(parts.pace);
    if (!parts.pace.reports) return;
    for (let frame = 0; frame < PRIMING_FRAMES; frame++) parts.write(pcmBytes(SILENCE));
  }

  read(record: Uint8Array): void {
    const { clock } = this.#parts;
    const { ageMs, report } = readWord(record);
    this.#pace.lives(clock.now() - ageMs, report);
    this.#fill(clock.now(), 0);
  }

  /** We are awake anyway: what the player would need soon it may get now. */
  help(): void {
    this.#helpedAt = this.#parts.clock.now();
    this.#fill(this.#helpedAt, EARLY_MS);
  }

  close(): void {
    this.#closed = true;
    this.#cancel?.();
  }

  #fill(now: Ms, earlyMs: Ms): void {
    if (this.#closed) return;
    const { write, next } = this.#parts;
    const room = (): Ms | undefined => this.#pace.take(now, earlyMs);
    for (let delayMs = room(); delayMs !== undefined; delayMs = room()) write(pcmBytes(next(delayMs)));
    if (!this.#cancel) this.#arm(now);
  }

  /** A timer that is moved would wake us all the same, so it stays, and looks again. */
  #arm(now: Ms): void {
    const { clock } = this.#parts;
    const due = this.#pace.due(now);
    if (due === undefined) return;
    const isHelped = now - this.#helpedAt < 2 * FRAME_MS;
    this.#cancel = clock.at(isHelped ? due + LATE_MS : due, () => {
      this.#cancel = undefined;
      this.#fill(clock.now(), 0);
    });
  }
}
