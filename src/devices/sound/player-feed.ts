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

/**
 * Who is awake anyway gives a frame each time, be it so much early or late: to give none now and two then, because of a
 * millisecond, would be to ask for one before it has come. It begins in the middle. While it goes on, others give only what is so
 * late that it must have been left out.
 */
const [EARLY_MS, LATE_MS] = [FRAME_MS, FRAME_MS];
const FIRST_EARLY_MS: Ms = FRAME_MS / 2;
/** Sound is recorded in bursts. What is played is asked for no two times at once: the second time it would not have come yet. */
const APART_MS: Ms = FRAME_MS / 2;
/** And the timer, which wakes a process that sleeps, looks only so often; or not at all where reports wake it. */
const LOOK_MS: Ms = 2 * FRAME_MS;

/** Gives one player sound as it has room for it. */
export class PlayerFeed implements Talk {
  readonly #parts: PlayerFeedParts;
  readonly #pace: PlayerPace;
  #helpedAt = -Infinity;
  #gaveAt = -Infinity;
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
    if (this.#closed) return;
    const now = this.#parts.clock.now();
    const isFirst = !this.#isHelped(now);
    this.#helpedAt = now;
    if (now - this.#gaveAt < APART_MS) return;
    this.#give(now, isFirst ? FIRST_EARLY_MS : EARLY_MS);
    if (this.#pace.hasRoom(now, 0)) this.#wake(now + APART_MS, (later) => this.#give(later, 0));
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
    while (this.#give(now, earlyMs));
    if (!this.#cancel && !this.#closed) this.#arm(now);
  }

  /** A frame, if there is room for it, or will be in `earlyMs`; false when there is not. */
  #give(now: Ms, earlyMs: Ms): boolean {
    const delayMs = this.#closed ? undefined : this.#pace.take(now, earlyMs);
    if (delayMs === undefined) return false;
    this.#gaveAt = now;
    this.#parts.write(pcmBytes(this.#parts.next(delayMs)));
    return true;
  }

  /** A timer that is moved would wake us all the same, so it stays, and looks again. */
  #arm(now: Ms): void {
    const due = this.#pace.due(now);
    const isHelped = this.#isHelped(now);
    if (due === undefined || (isHelped && this.#parts.pace.reports)) return;
    this.#wake(isHelped ? now + LOOK_MS : due, (later) => this.#look(later));
  }

  #wake(at: Ms, then: (now: Ms) => void): void {
    const { clock } = this.#parts;
    this.#cancel?.();
    this.#cancel = clock.at(at, () => {
      this.#cancel = undefined;
      then(clock.now());
    });
  }
}
