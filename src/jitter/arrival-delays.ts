import type { Ms } from '../base/clock.ts';

interface Arrival {
  at: Ms;
  /** From sending to arrival, by two clocks. */
  transitMs: Ms;
  /** What the fastest took, as it was known then. */
  baseMs: Ms;
  /** Behind which other it stood in a queue: it says nothing about the network that the other does not say. */
  head: Arrival | undefined;
  /** How many stood behind it. */
  held: number;
}

/** Among so many, two seconds of speech, is the fastest: few enough that a new way through the network is soon the measure. */
const BASE_PACKETS = 100;
/** Ten seconds of speech: a burst of late packets is remembered until the next one may come. */
const MEMORY = { packets: 500, ms: 20_000 };
/** Both programs are still getting ready: what is late then is no sign of what will be, once so many came after it. */
const START = { ms: 2000, packets: 25 };
/** Each of them stands still a few times then (bench/ear.js): a packet is late, and so many come with it. */
const STALLS = { atMost: 4, packets: 3 };
/** One that comes so soon after the one before it, and was sent later, only stood behind that in a queue. */
const QUEUED_MS = 10;
/** Sorting some hundred packets for each is half a percent of a core: five times a second is soon enough. */
const LOOK_EVERY = 10;

/**
 * How much later than the fastest one each packet came: the jitter of the network, and the time until a copy of a lost packet
 * came. Only differences matter, so the sender's clock may show anything.
 */
export class ArrivalDelays {
  readonly #arrivals: Arrival[] = [];
  #baseMs = 0;
  #startedAt: Ms | undefined;
  /** How late those that count were, the earliest first, as of `#pushed` packets ago. */
  #late = new Float64Array();
  #pushed = 0;

  /** `sentAt` by the sender's clock. */
  push(sentAt: Ms, now: Ms): void {
    this.#startedAt ??= now;
    const head = this.#headOf(sentAt, now);
    if (head) head.held++;
    const arrival = { at: now, transitMs: now - sentAt, baseMs: 0, head, held: 0 };
    this.#arrivals.push(arrival);
    while (this.#arrivals.length > MEMORY.packets || this.#arrivals[0]!.at < now - MEMORY.ms)
      this.#arrivals.shift();
    this.#baseMs = this.#fastestMs();
    arrival.baseMs = this.#baseMs;
    this.#pushed++;
  }

  get count(): number {
    return this.#arrivals.length;
  }

  /** From the sender's time to ours, by the fastest way; 0 while nothing is known. */
  get baseMs(): Ms {
    return this.#baseMs;
  }

  /**
   * That share of the packets came so late or earlier, but for one at least: one stall is an accident, two are how the network
   * is. 0 while nothing is known.
   */
  quantile(share: number): Ms {
    if (this.#pushed >= Math.min(LOOK_EVERY, this.#late.length)) this.#look();
    const late = this.#late;
    return late[Math.min(Math.ceil(share * late.length), late.length - 1) - 1] ?? 0;
  }

  #look(): void {
    this.#late = Float64Array.from(this.#telling(), (arrival) => this.#lateMs(arrival)).toSorted();
    this.#pushed = 0;
  }

  #headOf(sentAt: Ms, now: Ms): Arrival | undefined {
    const before = this.#arrivals.at(-1);
    const isQueued = before && now - before.at < QUEUED_MS && sentAt > before.at - before.transitMs;
    return isQueued ? (before.head ?? before) : undefined;
  }

  #fastestMs(): Ms {
    let fastest = Infinity;
    for (
      let index = Math.max(0, this.#arrivals.length - BASE_PACKETS);
      index < this.#arrivals.length;
      index++
    )
      fastest = Math.min(fastest, this.#arrivals[index]!.transitMs);
    return fastest;
  }

  /** Those of the start only as long as there are few others, and without the first stalls. */
  #telling(): Arrival[] {
    const started = (this.#startedAt ?? 0) + START.ms;
    const counting = this.#arrivals.filter(({ head }) => !head);
    const since = counting.filter(({ at }) => at >= started);
    if (since.length >= START.packets) return since;
    const stalls = counting.filter(({ held }) => held >= STALLS.packets);
    const accidents = new Set(stalls.slice(0, STALLS.atMost));
    return counting.filter((arrival) => !accidents.has(arrival));
  }

  /** Where all packets take longer than before, or shorter, nobody is late: the longer of both ways is the measure. */
  #lateMs({ transitMs, baseMs }: Arrival): Ms {
    return transitMs - Math.max(baseMs, this.#baseMs);
  }
}
