import { reasonOf } from './errors.ts';

/** What an engine answers: a result (undefined: the job gave none), or the reason why it failed. */
export type Answer<Result> = { result: Result | undefined } | { failed: string };

/**
 * Slow work on another thread. One job is in flight; of those that wait only the newest is kept. Each answer is
 * delivered as a message, in the order of the jobs.
 */
export class Engine<Job, Result> {
  readonly #work: (job: Job) => Promise<Result | undefined>;
  readonly #deliver: (answer: Answer<Result>) => void;
  #waiting: { job: Job } | undefined;
  #busy = false;
  #closed = false;

  constructor(work: (job: Job) => Promise<Result | undefined>, deliver: (answer: Answer<Result>) => void) {
    this.#work = work;
    this.#deliver = deliver;
  }

  get busy(): boolean {
    return this.#busy;
  }

  /** Returns false when an older job that still waited was thrown away for this one. */
  push(job: Job): boolean {
    const replaced = this.#waiting !== undefined;
    this.#waiting = { job };
    if (!this.#busy) void this.#run();
    return !replaced;
  }

  /** No answer is delivered any more. */
  close(): void {
    this.#closed = true;
    this.#waiting = undefined;
  }

  async #run(): Promise<void> {
    this.#busy = true;
    for (let next = this.#take(); next; next = this.#take()) {
      const answer = await this.#work(next.job).then(
        (result) => ({ result }),
        (error: unknown) => ({ failed: reasonOf(error) }),
      );
      if (!this.#waiting) this.#busy = false;
      if (!this.#closed) this.#deliver(answer);
    }
    this.#busy = false;
  }

  #take(): { job: Job } | undefined {
    const next = this.#waiting;
    this.#waiting = undefined;
    if (next) this.#busy = true;
    return next;
  }
}
