import { describe, expect, test } from 'vitest';
import { FRAME_SAMPLES } from '../../src/base/audio.ts';
import { durationMs } from '../../src/base/opus-packet.ts';
import { openVoiceCodec } from '../../src/codec/opus.ts';
import { AudioPacketiser, readAudio } from '../../src/rtp/audio.ts';
import { readRtp, writeRtp } from '../../src/rtp/packet.ts';
import { OPUS_PAYLOAD_TYPE, RED_PAYLOAD_TYPE } from '../../src/rtp/payload-types.ts';
import { dbOf, framesOf, talk } from '../talker.ts';
import { framed, gst, toolsMissing, unframed } from './gstreamer.ts';

const voice = framesOf(talk({ seconds: 2 }));
const OPUS = 'encoding-name=OPUS,clock-rate=48000,media=audio';
const RAW = 'audio/x-raw,format=S16LE,rate=48000,channels=1';

async function encodeVoice(): Promise<Uint8Array[]> {
  const codec = await openVoiceCodec();
  const encoder = await codec.openEncoder({ bitrateBps: 24_000, lossPct: 10, constantRate: true });
  const packets = voice.map((frame) => encoder.encode(frame)!);
  encoder.close();
  return packets;
}

async function decodeVoice(packets: readonly Uint8Array[]): Promise<Int16Array> {
  const decoder = await (await openVoiceCodec()).openDecoder();
  const pcm = packets.flatMap((packet) => [...decoder.decode(packet)!]);
  decoder.close();
  return Int16Array.from(pcm);
}

const samplesOf = (bytes: Buffer): Int16Array => new Int16Array(new Uint8Array(bytes).buffer);

describe.skipIf(toolsMissing)('GStreamer (gst-launch-1.0 must be installed)', () => {
  test.each([
    ['plain', 0, `payload=${OPUS_PAYLOAD_TYPE},${OPUS} ! rtpstreamdepay`],
    [
      'with two copies each',
      2,
      `payload=${RED_PAYLOAD_TYPE},${OPUS} ! rtpstreamdepay ! rtpreddec pt=${RED_PAYLOAD_TYPE}`,
    ],
  ] as const)('hears the very sound that we do, %s', async (_, redundancy, depay) => {
    const coded = await encodeVoice();
    const packetiser = new AudioPacketiser({ ssrc: 7, random: (length) => new Uint8Array(length) });
    const packets = coded.map((packet, index) =>
      writeRtp(packetiser.packetise({ packet, capturedAt: 1e12 + index * 20, redundancy })!),
    );
    const heard = samplesOf(
      gst(
        `fdsrc fd=0 ! application/x-rtp-stream,${depay} ! rtpopusdepay ! opusdec plc=false ! ${RAW} ! fdsink fd=1`,
        framed(packets),
      ),
    );
    const ours = await decodeVoice(coded);
    expect(heard.length).toBe(ours.length);
    const difference = ours.map((sample, index) => sample - heard[index]!);
    // Both are libopus, but one computes with integers.
    expect(dbOf(ours) - dbOf(difference)).toBeGreaterThan(40);
  });

  test('is heard, its packets and their copies', async () => {
    const source = 'audiotestsrc num-buffers=50 samplesperbuffer=960 ! audio/x-raw,rate=48000,channels=1';
    const sent = gst(
      `${source} ! opusenc ! rtpopuspay pt=${OPUS_PAYLOAD_TYPE} ! rtpredenc pt=${RED_PAYLOAD_TYPE} distance=1` +
        ' allow-no-red-blocks=true ! rtpstreampay ! fdsink fd=1',
    );
    const packets = unframed(sent).map((bytes) => readAudio(readRtp(bytes)!)!);
    expect(packets.length).toBeGreaterThanOrEqual(50);
    const [first] = packets;
    for (const [index, { sounds }] of packets.entries()) {
      expect(sounds).toHaveLength(index === 0 ? 1 : 2);
      expect(durationMs(sounds.at(-1)!.packet)).toBe(20);
      // The first is shorter by what the encoder looks ahead.
      const elapsed = (sounds.at(-1)!.timestamp - first!.sounds[0]!.timestamp) >>> 0;
      expect(Math.round(elapsed / FRAME_SAMPLES)).toBe(index);
      if (index > 0) expect(sounds[0]).toEqual(packets[index - 1]!.sounds.at(-1));
    }
    const heard = await decodeVoice(packets.map(({ sounds }) => sounds.at(-1)!.packet));
    expect(dbOf(heard)).toBeGreaterThan(-10);
  });
});
