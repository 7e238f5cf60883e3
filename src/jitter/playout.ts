import { FRAME_MS, FRAME_SAMPLES, SILENCE } from '../base/audio.ts';
import type { SoundPacket, VoiceDecoder } from '../base/audio.ts';
import type { Ms } from '../base/clock.ts';
import { ramp } from '../base/gain.ts';
import { SoundBuffer } from './sound-buffer.ts';
import type { NextSound, SoundBufferCounts } from './sound-buffer.ts';
import { TimeStretch } from './time-stretch.ts';

/** In all; pieces of 20 ms. */
export interface PlayoutCounts extends SoundBufferCounts {
  played: number;
  /** Lost, and heard all the same from the packet after. */
  recovered: number;
  /** Pitch periods that were taken out and put in. */
  shortened: number;
  lengthened: number;
}

const SAMPLES_PER_MS = FRAME_SAMPLES / FRAME_MS;
/** How much less than they should packets may wait before the sound is stretched: a pitch period is 2.5 ms at least. */
const TOLERANCE_MS = 3;
/** Loudspeakers ask unevenly: the least favourable of some turns counts. Also the least distance of two changes. */
const TURNS = { least: 4, most: 16 };
/** So much too long is no matter of turns, and nothing to be borne: it changes at each turn. */
const FAR_MS = 60;
/** A pause without a sign of life for a second is silence. */
const MAX_NOISE_TURNS = 50;
/** A decoder may hum on with a guess for ever: after so many turns each is 3 dB quieter than the one before. */
const FULL_GUESSES = 4;

/**
 * The sound of one sender as the loudspeaker asks for it. It waits for packets as long as the network needs it, and follows
 * changes of that, and a sound card that is faster or slower than the sender's, by taking out or repeating pitch periods.
 */
export class Playout {
  readonly #decoder: VoiceDecoder;
  readonly #stretch = new TimeStretch();
  readonly #counts: PlayoutCounts = {
    played: 0,
    recovered: 0,
    concealed: 0,
    late: 0,
    duplicate: 0,
    shortened: 0,
    lengthened: 0,
  };
  #buffer = new SoundBuffer(this.#counts);
  /** A packet from far away, kept until the next one shows whether the stream goes on there. */
  #stray: SoundPacket | undefined;
  /** How long the packets of the last turns had waited, since the last change. */
  #waits: Ms[] = [];
  /** Turns since a packet was heard: made up, and of a pause. */
  #guesses = 0;
  #noiseTurns = MAX_NOISE_TURNS;
  #lagMs: Ms | undefined;

  /** The decoder is the playout's from here on, until `close`. */
  constructor(decoder: VoiceDecoder) {
    this.#decoder = decoder;
  }

  /** The packets must all be of one SSRC and authentic; what is in them is the playout's. */
  push(packet: SoundPacket, now: Ms): void {
    if (this.#buffer.isForeign(packet, now)) return this.#pushStray(packet, now);
    this.#stray = undefined;
    this.#buffer.push(packet, now);
  }

  /** The next `FRAME_SAMPLES` samples, fresh. */
  pull(now: Ms): Int16Array {
    this.#measureLag(now);
    while (this.#stretch.length < FRAME_SAMPLES) this.#take(now);
    this.#keepPace(now);
    return this.#stretch.pull();
  }

  get counts(): Readonly<PlayoutCounts> {
    return this.#counts;
  }

  /** How long packets that come as fast as they can are made to wait. */
  get targetMs(): Ms {
    return this.#buffer.targetMs;
  }

  /**
   * From when a sound was recorded, by the sender's clock, until it was pulled, by ours: a picture that is shown so long after
   * its capture, and as much later as the loudspeaker takes, is in time with the lips. Undefined until something was heard.
   */
  get lagMs(): Ms | undefined {
    return this.#lagMs;
  }

  close(): void {
    this.#decoder.close();
  }

  /** Two in a row from far away, and the stream is taken up there (as in RFC 3550, A.1). */
  #pushStray(packet: SoundPacket, now: Ms): void {
    const before = this.#stray;
    this.#stray = packet;
    if (!before || packet.sequenceNumber !== ((before.sequenceNumber + 1) & 0xffff)) return;
    this.#stray = undefined;
    this.#buffer = new SoundBuffer(this.#counts);
    this.#buffer.push(before, now);
    this.#buffer.push(packet, now);
  }

  #measureLag(now: Ms): void {
    const { capturedAt } = this.#buffer;
    if (capturedAt === undefined || this.#buffer.delayMs(now) === undefined) return;
    this.#lagMs = now - capturedAt + this.#stretch.length / SAMPLES_PER_MS;
  }

  #take(now: Ms): void {
    const sound = this.#buffer.next(now);
    if (sound === 'pause') return this.#takeNoise();
    this.#noiseTurns = 0;
    this.#measureWait(now);
    this.#stretch.push(this.#decode(sound));
  }

  /** Only as much as is needed: where nobody speaks is the place to catch up with the sender. */
  #takeNoise(): void {
    this.#waits = [];
    this.#noiseTurns++;
    const dead = this.#guesses > 0 || this.#noiseTurns >= MAX_NOISE_TURNS;
    const noise = dead ? SILENCE.slice() : this.#decoder.conceal();
    this.#stretch.push(noise.subarray(0, FRAME_SAMPLES - this.#stretch.length));
  }

  #measureWait(now: Ms): void {
    const waitMs = this.#buffer.delayMs(now);
    // The turn that was just taken is one before the next.
    if (waitMs !== undefined) this.#waits = [...this.#waits.slice(1 - TURNS.most), waitMs + FRAME_MS];
  }

  #decode(sound: Exclude<NextSound, 'pause'>): Int16Array {
    if (sound === 'conceal') return this.#guess();
    this.#guesses = 0;
    const recovers = 'recoverFrom' in sound;
    this.#counts[recovers ? 'recovered' : 'played']++;
    const pcm = recovers ? this.#decoder.recover(sound.recoverFrom) : this.#decoder.decode(sound.packet);
    return pcm ?? this.#decoder.conceal();
  }

  #guess(): Int16Array {
    const gain = guessGain(this.#guesses++);
    return ramp(this.#decoder.conceal(), gain, guessGain(this.#guesses));
  }

  /**
   * Packets that wait too little are late soon, so the sound is lengthened. Where they wait too long it is shortened: by what
   * is decoded already, which no packet waits for, or with the packet after, if that came so early; and by all that is too much
   * where it is quiet.
   */
  #keepPace(now: Ms): void {
    const spareMs = this.#spareMs;
    if (spareMs === undefined) return;
    if (spareMs < -TOLERANCE_MS) return this.#lengthen(likenessFor(spareMs));
    do this.#readAhead(now);
    while (this.#skip());
    const leftover = this.#stretch.length - FRAME_SAMPLES;
    if (leftover > TOLERANCE_MS * SAMPLES_PER_MS) this.#shorten(leftover, spareMs);
  }

  /** How much longer than they should packets wait; undefined until enough of them have shown it. */
  get #spareMs(): Ms | undefined {
    const spareMs = Math.min(...this.#waits) - this.#buffer.targetMs;
    return this.#waits.length < (spareMs > FAR_MS ? 1 : TURNS.least) ? undefined : spareMs;
  }

  #readAhead(now: Ms): void {
    const isLong = (this.#spareMs ?? 0) > FRAME_MS && this.#stretch.length < 2 * FRAME_SAMPLES;
    if (isLong && this.#buffer.ready) this.#take(now);
  }

  #lengthen(likeness: number): void {
    if (this.#stretch.lengthen(likeness) === 0) return;
    this.#counts.lengthened++;
    this.#waits = [];
  }

  #skip(): boolean {
    const skipped = this.#stretch.skip();
    if (skipped) this.#counts.shortened++;
    return skipped;
  }

  #shorten(maxSamples: number, spareMs: Ms): void {
    if (this.#stretch.shorten(maxSamples, likenessFor(spareMs)) === 0) return;
    this.#counts.shortened++;
    if (spareMs <= FAR_MS) this.#waits = [];
  }
}

/** What is far from where it should be has to change soon, even if that can be heard. */
const likenessFor = (spareMs: Ms): number => Math.max(0.4, 0.9 - Math.abs(spareMs) / 100);

const guessGain = (guesses: number): number => Math.SQRT1_2 ** Math.max(0, guesses - FULL_GUESSES);
