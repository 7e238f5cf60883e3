import type { Ms } from '../base/clock.ts';

interface Arrival {
  at: Ms;
  /** From sending to arrival, by two clocks. */
  transitMs: Ms;
  /** What the fastest took, as it was known then. */
  baseMs: Ms;
}

/** Among so many, two seconds of speech, is the fastest: few enough that a new way through the network is soon the measure. */
const BASE_PACKETS = 100;
/** Ten seconds of speech: a burst of late packets is remembered until the next one may come. */
const MEMORY = { packets: 500, ms: 20_000 };

/**
 * How much later than the fastest one each packet came: the jitter of the network, and the time until a copy of a lost packet
 * came. Only differences matter, so the sender's clock may show anything.
 */
export class ArrivalDelays {
  readonly #arrivals: Arrival[] = [];
  #baseMs = 0;

  /** `sentAt` by the sender's clock. */
  push(sentAt: Ms, now: Ms): void {
    const arrival = { at: now, transitMs: now - sentAt, baseMs: 0 };
    this.#arrivals.push(arrival);
    while (this.#arrivals.length > MEMORY.packets || this.#arrivals[0]!.at < now - MEMORY.ms)
      this.#arrivals.shift();
    const latest = this.#arrivals.slice(-BASE_PACKETS);
    this.#baseMs = Math.min(...latest.map(({ transitMs }) => transitMs));
    arrival.baseMs = this.#baseMs;
  }

  get count(): number {
    return this.#arrivals.length;
  }

  /** From the sender's time to ours, by the fastest way; 0 while nothing is known. */
  get baseMs(): Ms {
    return this.#baseMs;
  }

  /** That share of the packets came so late or earlier; 0 while nothing is known. */
  quantile(share: number): Ms {
    const sorted = Float64Array.from(this.#arrivals.map((arrival) => this.#lateMs(arrival))).toSorted();
    return sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
  }

  /** Where all packets take longer than before, or shorter, nobody is late: the longer of both ways is the measure. */
  #lateMs({ transitMs, baseMs }: Arrival): Ms {
    return transitMs - Math.max(baseMs, this.#baseMs);
  }
}
