import type { Ms } from '../base/clock.ts';

/** What may wait for the terminal on top of the round trip, so that the line is kept busy. */
const SLACK_MS = 150;
/** Before anything was measured: little enough for a slow line, and a first picture on any other. */
const FIRST_BYTES = 4000;
/** Less is not worth the overhead of a frame. */
const LEAST_BYTES = 500;
/** The rate is that of so many bytes, or of so much time when they take longer. */
const WINDOW_BYTES = 32_000;
const WINDOW_MS = 1000;
/** Clocks tell no shorter times well. */
const LEAST_MS = 1;
/** An answer that is missing for so long is lost: some program in between was changed. */
const LOST_MS = 3000;

interface Frame {
  bytes: number;
  sentAt: Ms;
}

/** A frame that was answered, and the time that the line needed for it alone. */
interface Served {
  bytes: number;
  ms: Ms;
}

/**
 * How much may be written that the terminal has not yet shown. A line to a terminal (ssh, a serial line) swallows
 * megabytes before it pushes back, and each of them is delay; so each frame ends with a question, whose answer comes when
 * the frame was shown, and what is unanswered is bounded: bytes by the measured rate x (the least round trip + 150 ms), and
 * frames by 1 + fps x the least round trip, rounded up, for lines that suddenly become slow.
 */
export class Credit {
  readonly #fps: number;
  readonly #unanswered: Frame[] = [];
  readonly #served: Served[] = [];
  #minRttMs: number | undefined;
  #isStuck = false;
  #lastEventAt: Ms = -Infinity;
  #lastAnswerAt: Ms = -Infinity;

  /** `fps`: frames a second, at most. */
  constructor(fps: number) {
    this.#fps = fps;
  }

  /** The least time from a question to its answer; undefined before the first. */
  get minRttMs(): number | undefined {
    return this.#minRttMs;
  }

  /** What the line has carried while it was busy; undefined before the first answer. */
  get bytesPerSecond(): number | undefined {
    if (this.#served.length === 0) return undefined;
    const ms = Math.max(
      LEAST_MS,
      sum(this.#served, (frame) => frame.ms),
    );
    return (1000 * sum(this.#served, (frame) => frame.bytes)) / ms;
  }

  get unanswered(): number {
    return this.#unanswered.length;
  }

  /** A question that was no frame took so long. */
  measured(rttMs: number): void {
    this.#minRttMs = Math.min(this.#minRttMs ?? rttMs, rttMs);
  }

  /** A frame went out, with a question at its end. */
  sent(bytes: number, now: Ms): void {
    this.#unanswered.push({ bytes, sentAt: now });
    this.#lastEventAt = now;
  }

  /** The terminal has shown the oldest of the unanswered frames. An answer that nobody waits for is nothing. */
  answered(now: Ms): void {
    const frame = this.#unanswered.shift();
    if (!frame) return;
    this.measured(now - frame.sentAt);
    this.#serve(frame, now);
    this.#isStuck = false;
    this.#lastAnswerAt = now;
    this.#lastEventAt = now;
  }

  /** Bytes that the next frame may have; 0: the terminal is behind. */
  room(now: Ms): number {
    if (this.unanswered > 0 && now >= this.#lostAt) this.#giveUp();
    const rate = this.bytesPerSecond;
    if (this.#minRttMs === undefined || rate === undefined) return this.unanswered === 0 ? FIRST_BYTES : 0;
    const frames = this.#isStuck ? 0 : Math.ceil((this.#fps * this.#minRttMs) / 1000);
    if (this.unanswered > frames) return 0;
    const slack = (rate * SLACK_MS) / 1000;
    const left = slack + (rate * this.#minRttMs) / 1000 - sum(this.#unanswered, ({ bytes }) => bytes);
    const isWorthIt = this.unanswered === 0 || left * 2 >= slack;
    return isWorthIt ? Math.max(Math.min(left, slack), LEAST_BYTES) : 0;
  }

  /** When there may be room without an answer; undefined when none is waited for. */
  due(): Ms | undefined {
    return this.unanswered === 0 ? undefined : this.#lostAt;
  }

  /** The terminal has stopped, or the answers went elsewhere: one frame will show. */
  #giveUp(): void {
    this.#unanswered.length = 0;
    this.#isStuck = true;
  }

  get #lostAt(): Ms {
    return this.#lastEventAt + LOST_MS;
  }

  /** The line turned to a frame when it had arrived there, and was done with the one before. */
  #serve({ bytes, sentAt }: Frame, now: Ms): void {
    const begun = Math.max(sentAt + (this.#minRttMs ?? 0), this.#lastAnswerAt);
    this.#served.push({ bytes, ms: Math.max(0, now - begun) });
    const isOld = (): boolean =>
      sum(this.#served, (frame) => frame.bytes) > WINDOW_BYTES ||
      sum(this.#served, (frame) => frame.ms) > WINDOW_MS;
    while (this.#served.length > 1 && isOld()) this.#served.shift();
  }
}

const sum = <Item>(items: readonly Item[], value: (item: Item) => number): number =>
  items.reduce((total, item) => total + value(item), 0);
