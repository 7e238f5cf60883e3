import { Worker } from 'node:worker_threads';
import type { Answer, Product, Task } from './wasm-messages.ts';

interface Waiting {
  resolve: (product: Product | undefined) => void;
  reject: (reason: Error) => void;
}

/**
 * The main thread's end of the worker. A worker that dies takes the jobs under way with it and the next job starts
 * another, in which encoders and decoders begin anew: with a key frame.
 */
export class WasmThread {
  readonly #script: URL;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #jobs = 0;
  #closed = false;

  /** `script` answers each `Request` with an `Answer`. */
  constructor(script: URL) {
    this.#script = script;
  }

  /** Copies the task's bytes once. Undefined when nothing came of it; rejects when the job failed or the worker died. */
  ask(task: Task): Promise<Product | undefined> {
    if (this.#closed) return Promise.reject(new Error('the video codec is closed'));
    const worker = (this.#worker ??= this.#start());
    const job = ++this.#jobs;
    // A copy of its own to give away: cloning would copy the whole memory that the bytes are a window of.
    const data = 'data' in task ? task.data.slice() : undefined;
    worker.postMessage({ ...task, job, ...(data && { data }) }, data ? [data.buffer] : []);
    return new Promise((resolve, reject) => this.#waiting.set(job, { resolve, reject }));
  }

  /** Frees what the worker holds for a coder, after its last job. */
  async forget(coder: number): Promise<void> {
    if (this.#worker && !this.#closed) await this.ask({ do: 'close', coder }).catch(() => undefined);
  }

  /** Ends the worker; jobs under way are rejected. Harmless when called twice. */
  async close(): Promise<void> {
    this.#closed = true;
    const worker = this.#worker;
    this.#lose('the video codec is closed');
    await worker?.terminate();
  }

  #start(): Worker {
    // Whatever the library prints stays away from the screen, and flags of node meant for the program from the worker.
    const worker = new Worker(this.#script, { stdout: true, stderr: true, execArgv: [] });
    worker.stdout.resume();
    worker.stderr.resume();
    worker.on('message', (answer: Answer) => this.#settle(answer));
    const died = (reason: string): void => {
      if (worker === this.#worker) this.#lose(`the video codec stopped: ${reason}`);
    };
    worker.on('error', (error) => died(error.message));
    worker.on('exit', (code) => died(`exit code ${code}`));
    return worker;
  }

  #settle(answer: Answer): void {
    const waiting = this.#waiting.get(answer.job);
    this.#waiting.delete(answer.job);
    if ('failed' in answer) waiting?.reject(new Error(answer.failed));
    else waiting?.resolve(answer.product);
  }

  #lose(reason: string): void {
    this.#worker = undefined;
    for (const { reject } of this.#waiting.values()) reject(new Error(reason));
    this.#waiting.clear();
  }
}
