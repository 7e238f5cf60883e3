import { FRAME_MS } from '../base/audio.ts';
import type { SoundPacket } from '../base/audio.ts';
import type { Ms } from '../base/clock.ts';
import { isPause, repeatsEarlier } from '../base/opus-packet.ts';
import { ArrivalDelays } from './arrival-delays.ts';
import { Timeline } from './timeline.ts';
import type { Gap } from './timeline.ts';

/** What the next 20 ms are made of: a packet, the copy that the packet after it holds, a guess, or a pause. */
export type NextSound = { packet: Uint8Array } | { recoverFrom: Uint8Array } | 'conceal' | 'pause';

export interface SoundBufferCounts {
  /** Pieces of 20 ms that were neither there in time nor could be had from the packet after: something was made up. */
  concealed: number;
  /** Packets that came after their turn. */
  late: number;
  /** Packets that came for the second time, or after a copy of what is in them. */
  duplicate: number;
}

/** Sound is recorded, and asked for, in bursts: with 20 a piece was made up every twenty seconds (bench/tone.js). */
const MIN_TARGET_MS = 30;
const MAX_TARGET_MS = 120;
/** Until so many packets have shown what the network is like. */
const START = { packets: 50, targetMs: 40 };
/** One in two hundred may come too late. */
const IN_TIME = 0.995;
/** What comes later is thrown away: over a longer delay nobody can talk. */
const MAX_DELAY_MS = 200;
/** Half a second: after that a guess is worse than nothing. */
const MAX_GUESSES = 25;
/** Timestamps that are so far from where time has got to begin anew. */
const MAX_JUMP_MS = 2000;
/** For so many turns a packet that was given up is known when it comes after all. */
const LOST_MEMORY = 100;

/**
 * Puts the packets of one stream into their order and says what to play. How long they should wait, `targetMs`, follows from
 * how late they come; in pauses it comes about by itself, in speech the caller makes it so. While nothing is there the turn
 * stands still, and so the delay grows; what is missing in front of something else is lost.
 */
export class SoundBuffer {
  readonly #counts: SoundBufferCounts;
  readonly #delays = new ArrivalDelays();
  readonly #timeline = new Timeline();
  readonly #sounds = new Map<number, Uint8Array>();
  /** Turns that were given up. */
  readonly #lost = new Set<number>();
  #capture: { turn: number; at: Ms } | undefined;
  /** The turn that comes next. */
  #next = 0;
  #pausing = true;
  /** Made since a packet was played; counted when it is known that there was something to be heard. */
  #guesses = 0;
  /** Those of them for which the turn stood still. */
  #waited = 0;

  /** Adds to `counts`. */
  constructor(counts: SoundBufferCounts) {
    this.#counts = counts;
  }

  /** Whether a packet is of a sender who began anew: then it is for another buffer. */
  isForeign({ sounds }: SoundPacket, now: Ms): boolean {
    const last = sounds.at(-1);
    if (!last || this.#delays.count === 0) return false;
    return Math.abs(now - this.#earliestArrival(this.#timeline.turnOf(last.timestamp))) > MAX_JUMP_MS;
  }

  /** The packets must all be of one SSRC and authentic; what is in them is the buffer's. */
  push(packet: SoundPacket, now: Ms): void {
    const last = packet.sounds.at(-1);
    if (!last) return;
    const gap = this.#timeline.push(packet, last.timestamp);
    this.#forgive(gap);
    for (const sound of packet.sounds) {
      const turn = this.#timeline.turnOf(sound.timestamp);
      const refusal = this.#add(turn, sound.packet, now);
      if (refusal && sound === last) this.#counts[refusal]++;
      if (gap.packets > 0 && repeatsEarlier(sound.packet)) this.#standIn(turn - 1, now);
    }
    const turn = this.#timeline.turnOf(last.timestamp);
    if (packet.capturedAt !== undefined) this.#capture = { turn, at: packet.capturedAt };
  }

  /** To be called once for each 20 ms that are heard. */
  next(now: Ms): NextSound {
    this.#dropStale(now);
    const turn = this.#earliest();
    if (this.#pausing) return this.#resume(turn, now);
    if (turn === undefined) return this.#wait();
    this.#passWaited(turn);
    return turn === this.#next ? this.#play(turn) : this.#miss(turn);
  }

  /** Whether `next` would give a packet. */
  get ready(): boolean {
    return !this.#pausing && this.#sounds.has(this.#next);
  }

  /** How long packets should wait if they come as fast as they can. */
  get targetMs(): Ms {
    const least = this.#delays.count < START.packets ? START.targetMs : MIN_TARGET_MS;
    return Math.min(MAX_TARGET_MS, Math.max(least, this.#delays.quantile(IN_TIME)));
  }

  /** How long the next packet has waited if it came as fast as it can; undefined in a pause. */
  delayMs(now: Ms): Ms | undefined {
    return this.#pausing ? undefined : now - this.#earliestArrival(this.#next);
  }

  /** When the sound of the next turn begins, by the sender's clock; undefined while nobody has said. */
  get capturedAt(): Ms | undefined {
    return this.#capture && this.#capture.at + (this.#next - this.#capture.turn) * FRAME_MS;
  }

  #add(turn: number, packet: Uint8Array, now: Ms): 'late' | 'duplicate' | undefined {
    const late = this.#lost.delete(turn);
    if (!late && (turn < this.#next || this.#sounds.has(turn))) return 'duplicate';
    this.#delays.push(turn * FRAME_MS, now);
    if (late) return 'late';
    this.#sounds.set(turn, packet);
    return undefined;
  }

  /** A lost packet can be heard from now on, out of the one after it; worth waiting for, as a packet itself is. */
  #standIn(turn: number, now: Ms): void {
    const wanted = turn >= this.#next || this.#lost.has(turn);
    if (wanted && !this.#sounds.has(turn)) this.#delays.push(turn * FRAME_MS, now);
  }

  /** Where packets are missing because there were none, the guesses were the noise of a pause. */
  #forgive({ turns, packets }: Gap): void {
    this.#guesses -= Math.min(this.#guesses, Math.max(0, turns - packets));
  }

  #earliestArrival(turn: number): Ms {
    return turn * FRAME_MS + this.#delays.baseMs;
  }

  #earliest(): number | undefined {
    const turns = [...this.#sounds.keys()];
    return turns.length > 0 ? Math.min(...turns) : undefined;
  }

  #dropStale(now: Ms): void {
    const oldest = Math.ceil((now - MAX_DELAY_MS - this.#delays.baseMs) / FRAME_MS);
    const stale = [...this.#sounds.keys()].filter((turn) => turn < oldest);
    for (const turn of stale) this.#sounds.delete(turn);
    this.#counts.late += stale.length;
    // They would have been heard where there were guesses, or nothing at all.
    this.#guesses = Math.max(this.#guesses, stale.length);
    if (!this.#pausing) this.#pass(Math.max(this.#next, oldest));
  }

  /** What was waited for is behind now. */
  #passWaited(turn: number): void {
    this.#pass(Math.min(turn, this.#next + this.#waited));
    this.#waited = 0;
  }

  /** Gives up all turns before `next`. */
  #pass(next: number): void {
    for (let turn = Math.max(this.#next, next - LOST_MEMORY); turn < next; turn++) this.#lost.add(turn);
    for (const turn of this.#lost) if (turn < next - LOST_MEMORY) this.#lost.delete(turn);
    this.#next = next;
  }

  #resume(turn: number | undefined, now: Ms): NextSound {
    if (turn === undefined || now < this.#earliestArrival(turn) + this.targetMs) return 'pause';
    this.#pausing = false;
    this.#next = turn;
    return this.#play(turn);
  }

  #wait(): NextSound {
    this.#waited++;
    return this.#guess();
  }

  #play(turn: number): NextSound {
    const packet = this.#sounds.get(turn)!;
    this.#sounds.delete(turn);
    this.#next = turn + 1;
    this.#counted();
    this.#pausing = isPause(packet);
    return { packet };
  }

  #miss(turn: number): NextSound {
    this.#pass(this.#next + 1);
    const following = turn === this.#next ? this.#sounds.get(turn) : undefined;
    return following && repeatsEarlier(following) ? { recoverFrom: following } : this.#guess();
  }

  #guess(): NextSound {
    this.#guesses++;
    if (this.#guesses > MAX_GUESSES) this.#pausing = true;
    return this.#pausing ? 'pause' : 'conceal';
  }

  #counted(): void {
    this.#counts.concealed += this.#guesses;
    this.#guesses = 0;
    this.#waited = 0;
  }
}
