import { mutant, type Draw } from './mutator.ts';

/** Something that reads what strangers write. */
export interface Target {
  name: string;
  /** What it is meant to read. */
  samples: readonly Uint8Array[];
  /** Begins anew each time. A throw is a finding. */
  read: (bytes: Uint8Array) => void;
}

export interface Tally {
  cases: number;
  slowestMs: number;
}

/** Of the processor. No bytes may hold up a call for longer: one frame and a half at 30 a second. */
const MAX_MS = 50;
const RERUNS = 3;

/** Reads `cases` mutants. Throws at the first that throws or hangs, and tells its bytes. */
export function fuzz({ name, samples, read }: Target, cases: number, draw: Draw): Tally {
  const tally = { cases, slowestMs: 0 };
  for (let left = cases; left > 0; left--) {
    const bytes = mutant(samples, draw);
    const ms = judge(() => read(bytes), `${name} with ${Buffer.from(bytes).toString('hex')}`);
    tally.slowestMs = Math.max(tally.slowestMs, ms);
  }
  return tally;
}

/** How long it takes. What was slow gets other chances: it may have been the collection of garbage. */
function judge(work: () => void, what: string): number {
  let ms = attempt(work, what);
  for (let left = RERUNS; left > 0 && ms > MAX_MS; left--) ms = Math.min(ms, attempt(work, what));
  if (ms > MAX_MS) throw new Error(`${Math.round(ms)} ms: ${what}`);
  return ms;
}

function attempt(work: () => void, what: string): number {
  const start = process.cpuUsage();
  try {
    work();
  } catch (cause) {
    throw new Error(`thrown by ${what}`, { cause });
  }
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
