import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

export interface Flood {
  /** Of this machine. */
  port: number;
  perSecond: number;
  seconds: number;
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

/** Resolves when all is sent. */
export async function flood(workerData: Flood): Promise<FloodOutcome> {
  const worker = new Worker(new URL('flood-thread.js', import.meta.url), { workerData });
  const messages: FloodOutcome[] = [];
  worker.on('message', (outcome: FloodOutcome) => messages.push(outcome));
  await once(worker, 'exit');
  const [outcome] = messages;
  if (!outcome) throw new Error('the flood told nothing');
  return outcome;
}
