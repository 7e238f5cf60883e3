import { FRAME_MS } from '../../src/base/audio.ts';
import { decodeWav, readWavFormat, writeWavHeader } from '../../src/devices/sound/wav.ts';
import { SoundBuffer } from '../../src/jitter/sound-buffer.ts';
import { AudioPacketiser, readAudio } from '../../src/rtp/audio.ts';
import { readRtp, writeRtp } from '../../src/rtp/packet.ts';
import type { Target } from './fuzzer.ts';
import { NOW, pieces, piecesIn } from './pieces.ts';

const packetiser = new AudioPacketiser({ ssrc: 5, random: (length) => new Uint8Array(length) });
const SPEECH = Uint8Array.from({ length: 60 }, (_, index) => (index === 0 ? 0x78 : index));

/** A talkspurt, each packet with copies of two earlier ones, as far as there are so many. */
const speech = Array.from({ length: 8 }, (_, index) => {
  const capturedAt = NOW + index * FRAME_MS;
  const packet = packetiser.packetise({ packet: SPEECH, capturedAt, redundancy: 2 });
  return packet ? writeRtp(packet) : new Uint8Array(0);
});

/** A packet comes, and 20 ms are heard, and again. */
function hear(bytes: Uint8Array): void {
  const buffer = new SoundBuffer();
  let now = NOW;
  for (const piece of piecesIn(bytes)) {
    const packet = readRtp(piece);
    const sound = packet && readAudio(packet);
    if (sound) buffer.push(sound, now);
    buffer.next((now += FRAME_MS));
  }
}

function readWav(bytes: Uint8Array): void {
  const format = readWavFormat((at, length) => bytes.slice(at, at + length), bytes.length);
  if (typeof format !== 'string')
    decodeWav(bytes.slice(format.dataAt, format.dataAt + format.dataBytes), format);
}

/** What is heard of others, and what is played to them. */
export const soundTargets: readonly Target[] = [
  { name: 'SoundBuffer', samples: [pieces(...speech), pieces(...speech.toReversed())], read: hear },
  { name: 'readWavFormat', samples: [Buffer.concat([writeWavHeader(64), SPEECH])], read: readWav },
];
