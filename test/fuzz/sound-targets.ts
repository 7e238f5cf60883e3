import { FRAME_MS, FRAME_SAMPLES } from '../../src/base/audio.ts';
import { openVoiceCodec } from '../../src/codec/opus.ts';
import { decodeWav, readWavFormat, writeWavHeader } from '../../src/devices/sound/wav.ts';
import { Playout } from '../../src/jitter/playout.ts';
import { AudioPacketiser, readAudio } from '../../src/rtp/audio.ts';
import { readRtp, writeRtp } from '../../src/rtp/packet.ts';
import { readRed } from '../../src/rtp/red.ts';
import { framesOf, talk } from '../talker.ts';
import type { Target } from './fuzzer.ts';
import { NOW, pieces, piecesIn } from './pieces.ts';

const codec = await openVoiceCodec();
const encoder = await codec.openEncoder({ bitrateBps: 24_000, lossPct: 20, constantRate: true });
const decoder = await codec.openDecoder();
const packetiser = new AudioPacketiser({ ssrc: 5, random: (length) => new Uint8Array(length) });

/** A talkspurt, every other packet with copies of two earlier ones. */
const opus = framesOf(talk({ seconds: 0.2 })).map((pcm) => encoder.encode(pcm)!);
const speech = opus.map((packet, index) => {
  const capturedAt = NOW + index * FRAME_MS;
  return packetiser.packetise({ packet, capturedAt, redundancy: index % 2 ? 2 : 0 })!;
});

function expectPiece(pcm: Int16Array | undefined): void {
  if (pcm && pcm.length !== FRAME_SAMPLES) throw new Error('a piece of sound has another length');
}

/** Ten seconds of sound: a file of nothing but empty packets would be ten minutes, and as long to hear. */
const MAX_TURNS = 500;

/** A packet comes, and 20 ms are heard, and again. */
function hear(bytes: Uint8Array): void {
  const playout = new Playout(decoder);
  let now = NOW;
  for (const piece of Array.from(piecesIn(bytes)).slice(0, MAX_TURNS)) {
    const packet = readRtp(piece);
    const sound = packet && readAudio(packet);
    if (sound) playout.push(sound, now);
    expectPiece(playout.pull((now += FRAME_MS)));
  }
}

function decode(packet: Uint8Array): void {
  for (const pcm of [decoder.decode(packet), decoder.recover(packet), decoder.conceal()]) expectPiece(pcm);
}

function readWav(bytes: Uint8Array): void {
  const format = readWavFormat((at, length) => bytes.slice(at, at + length), bytes.length);
  if (typeof format !== 'string')
    decodeWav(bytes.slice(format.dataAt, format.dataAt + format.dataBytes), format);
}

/** What is heard of others, and what is played to them. */
export const soundTargets: readonly Target[] = [
  { name: 'readRed', samples: speech.map(({ payload }) => payload), read: readRed },
  {
    name: 'Playout',
    samples: [pieces(...speech.map(writeRtp)), pieces(...speech.map(writeRtp).toReversed())],
    read: hear,
  },
  { name: 'VoiceDecoder', samples: opus, read: decode },
  {
    name: 'readWavFormat',
    samples: [Buffer.concat([writeWavHeader(64), new Uint8Array(60).fill(7)])],
    read: readWav,
  },
];
