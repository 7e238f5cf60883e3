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
    this.#start();
    return !replaced;
  }

  /** No answer is delivered any more. */
  close(): void {
    this.#closed = true;
    this.#waiting = undefined;
  }

  #start(): void {
    const next = this.#waiting;
    if (this.#busy || !next) return;
    this.#waiting = undefined;
    this.#busy = true;
    void this.#run(next.job);
  }

  /** The next job is under way before the answer is delivered, which may bring another one. */
  async #run(job: Job): Promise<void> {
    const answer = await this.#answer(job);
    this.#busy = false;
    this.#start();
    if (!this.#closed) this.#deliver(answer);
  }

  async #answer(job: Job): Promise<Answer<Result>> {
    try {
      return { result: await this.#work(job) };
    } catch (error) {
      return { failed: reasonOf(error) };
    }
  }
}
