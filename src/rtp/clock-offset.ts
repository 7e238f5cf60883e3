import type { Ms } from '../base/clock.ts';
import type { ClockPong } from './clock-packet.ts';

/** Long enough to meet a quiet moment of the network, short enough that two clocks don't drift apart by a millisecond. */
const MEMORY_MS = 10_000;

interface Sample {
  at: Ms;
  rttMs: number;
  offsetMs: number;
}

/**
 * How far the peer's clock is from ours. Of the pings of the last ten seconds the fastest is believed: the less a
 * packet waited on its way, the less the two ways can differ (RFC 5905, 10).
 */
export class ClockOffset {
  #samples: Sample[] = [];

  /** `now` is when the pong came in, by our clock. A pong that makes no sense changes nothing. */
  pong({ sentAt, receivedAt, answeredAt }: Omit<ClockPong, 'kind' | 'ssrc'>, now: Ms): void {
    const rttMs = now - sentAt - (answeredAt - receivedAt);
    if (rttMs < 0 || answeredAt < receivedAt || sentAt < now - MEMORY_MS) return;
    const offsetMs = (receivedAt - sentAt + (answeredAt - now)) / 2;
    this.#samples = this.#samples.filter(({ at }) => at > now - MEMORY_MS);
    this.#samples.push({ at: now, rttMs, offsetMs });
  }

  /** Round trip of the newest ping; undefined before the first. */
  get rttMs(): number | undefined {
    return this.#samples.at(-1)?.rttMs;
  }

  /** The shortest round trip of the last ten seconds: what the line takes when nothing waits on it. */
  get minRttMs(): number | undefined {
    return this.#fastest?.rttMs;
  }

  /** The peer's clock minus ours; 0 while nothing is known. */
  get offsetMs(): number {
    return this.#fastest?.offsetMs ?? 0;
  }

  get #fastest(): Sample | undefined {
    const [first, ...rest] = this.#samples;
    return first && rest.reduce((best, sample) => (sample.rttMs < best.rttMs ? sample : best), first);
  }
}
