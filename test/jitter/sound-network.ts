import { FRAME_MS } from '../../src/base/audio.ts';
import type { SoundPacket, VoiceDecoder } from '../../src/base/audio.ts';
import { PAUSE } from '../../src/base/opus-packet.ts';
import { Playout } from '../../src/jitter/playout.ts';
import { seededRandom } from '../seeded-random.ts';
import { framesOf } from '../talker.ts';

export const START = 1e12;
/** The way through the network without jitter. */
const TRANSIT_MS = 25;
const FIRST_TIMESTAMP = 0xffff_0000;
const FIRST_SEQUENCE_NUMBER = 0xfff0;

/** Which turns are spoken; the others are a pause. */
export type Script = readonly boolean[];

export interface Network {
  lossPct?: number;
  /** Packets take between nothing and so long more. */
  jitterMs?: number;
  duplicatePct?: number;
  redundancy?: 0 | 1 | 2;
  /** Each packet holds a copy of the one before, in band. */
  repeats?: boolean;
  seed?: number;
  /** How much longer a packet of that turn takes. */
  extraMs?: (turn: number) => number;
}

export interface Listener {
  /** How much faster (or slower) the listener's sound card runs than the sender's, in parts per million. */
  driftPpm?: number;
}

/** What a packet holds, in place of Opus: a header, whether there is a copy of the one before, and the number of the turn. */
export const coded = (turn: number, repeats = false): Uint8Array =>
  Uint8Array.of(0x48, repeats ? 0x40 : 0, turn >> 16, turn >> 8, turn);
export const turnIn = (packet: Uint8Array): number => (packet[2]! << 16) | (packet[3]! << 8) | packet[4]!;

/** The stream as it is sent: one packet a turn, and one where a pause begins. */
function send(
  script: Script,
  { redundancy = 0, repeats = false }: Network,
): { turn: number; packet: SoundPacket }[] {
  const sent: { turn: number; packet: SoundPacket }[] = [];
  for (const [turn, spoken] of script.entries()) {
    if (!spoken && !script[turn - 1]) continue;
    const sound = {
      timestamp: (FIRST_TIMESTAMP + turn * 960) >>> 0,
      packet: spoken ? coded(turn, repeats) : (PAUSE as Uint8Array),
    };
    const copies = sent.slice(-redundancy || sent.length).map(({ packet }) => packet.sounds.at(-1)!);
    sent.push({
      turn,
      packet: {
        sequenceNumber: (FIRST_SEQUENCE_NUMBER + sent.length) & 0xffff,
        sounds: [...copies, sound],
        capturedAt: START + turn * FRAME_MS,
      },
    });
  }
  return sent;
}

export interface Arrival {
  packet: SoundPacket;
  at: number;
}

/** What comes in, in the order in which it comes. */
export function carry(script: Script, network: Network = {}): Arrival[] {
  const { lossPct = 0, jitterMs = 0, duplicatePct = 0, seed = 1 } = network;
  const random = seededRandom(seed);
  const chance = (percent: number): boolean => random() * 100 < percent;
  return send(script, network)
    .flatMap(({ turn, packet }) => {
      if (chance(lossPct)) return [];
      const extraMs = network.extraMs?.(turn) ?? 0;
      const at = (): number => START + (turn + 1) * FRAME_MS + TRANSIT_MS + random() * jitterMs + extraMs;
      return Array.from({ length: chance(duplicatePct) ? 2 : 1 }, () => ({ packet, at: at() }));
    })
    .toSorted((one, other) => one.at - other.at);
}

/** A decoder of such packets: the sound of a turn is that turn of `sound`. */
export function fakeDecoder(sound: Int16Array): VoiceDecoder {
  const frames = framesOf(sound);
  const frame = (turn: number): Int16Array => frames[turn % frames.length]!.slice();
  let last = 0;
  return {
    decode: (packet) => frame((last = packet.length > 2 ? turnIn(packet) : last)),
    recover: (next) => frame((last = turnIn(next) - 1)),
    conceal: () => new Int16Array(960),
    close: () => undefined,
  };
}

export interface Heard {
  playout: Playout;
  frames: Int16Array[];
  /** From the recording of the first sample to its playing, of each turn. */
  lagsMs: number[];
}

/** Runs a playout in virtual time until the last packet was sent: then it would starve. */
export function listen(
  arrivals: readonly Arrival[],
  { turns, decoder, driftPpm = 0 }: Listener & { turns: number; decoder: VoiceDecoder },
): Heard {
  const playout = new Playout(decoder);
  const frames: Int16Array[] = [];
  const lagsMs: number[] = [];
  const stepMs = FRAME_MS / (1 + driftPpm / 1e6);
  let arrived = 0;
  for (let now = START + 7.3; now < START + turns * FRAME_MS; now += stepMs) {
    for (; (arrivals[arrived]?.at ?? Infinity) <= now; arrived++)
      playout.push(arrivals[arrived]!.packet, arrivals[arrived]!.at);
    frames.push(playout.pull(now));
    if (playout.lagMs !== undefined) lagsMs.push(playout.lagMs);
  }
  return { playout, frames, lagsMs };
}

export const concealedPct = ({ concealed, played, recovered }: Playout['counts']): number =>
  (100 * concealed) / (concealed + played + recovered);
