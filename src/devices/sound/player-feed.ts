import { FRAME_MS, SILENCE } from '../../base/audio.ts';
import type { Cancel, Clock, Ms } from '../../base/clock.ts';
import { pcmBytes } from '../../base/pcm.ts';
import { PlayerPace, PRIMING_FRAMES, type PlayerPaceOptions, type PlayerReport } from './player-pace.ts';
import { parseReport } from './players.ts';
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

/** Who is awake anyway fills so much early. While it does, others fill only what is so late that it must have been left out. */
const [EARLY_MS, LATE_MS] = [FRAME_MS / 2, FRAME_MS];
/** And the timer, which wakes a process that sleeps, looks only so often; or not at all where reports wake it. */
const LOOK_MS: Ms = 2 * FRAME_MS;

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
    this.#lives(readWord(record));
  }

  hear(text: string): boolean {
    const report = parseReport(text);
    if (report) this.#lives(0, report);
    return report !== undefined;
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

  #lives(ageMs: Ms, report?: PlayerReport): void {
    const now = this.#parts.clock.now();
    this.#pace.lives(now - ageMs, report);
    this.#look(now);
  }

  #isHelped(now: Ms): boolean {
    return now - this.#helpedAt < LOOK_MS;
  }

  #look(now: Ms): void {
    this.#fill(now, this.#isHelped(now) ? -LATE_MS : 0);
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
    const { clock, pace } = this.#parts;
    const due = this.#pace.due(now);
    const isHelped = this.#isHelped(now);
    if (due === undefined || (isHelped && pace.reports)) return;
    this.#cancel = clock.at(isHelped ? now + LOOK_MS : due, () => {
      this.#cancel = undefined;
      this.#look(clock.now());
    });
  }
}
