import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

export interface Flood {
  /** Of this machine. */
  port: number;
  perSecond: number;
  /** Sent over and over. */
  datagrams: readonly Uint8Array[];
  /** Over media connections with this identity; undefined: over UDP. */
  pem?: string;
}

export interface FloodOutcome {
  sent: number;
  /** Bytes of all that was sent, and of what came back: over TCP with TLS. */
  out: number;
  back: number;
}

/** Goes on for as long as `work` takes. Resolves with what came of both. */
export async function floodDuring<T>(workerData: Flood, work: () => Promise<T>): Promise<[T, FloodOutcome]> {
  const worker = new Worker(new URL('flood-thread.js', import.meta.url), { workerData });
  const messages: FloodOutcome[] = [];
  worker.on('message', (outcome: FloodOutcome) => messages.push(outcome));
  const exited = once(worker, 'exit');
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  const result = await work().finally(() => worker.postMessage('stop'));
  await exited;
  const [outcome] = messages;
  if (!outcome) throw new Error('the flood told nothing');
  return [result, outcome];
}
