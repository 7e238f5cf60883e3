import { describe, expect, test } from 'vitest';
import type { CodedFrame } from '../../src/base/frame.ts';
import { readRtp, writeRtp } from '../../src/rtp/packet.ts';
import { VideoPacketiser } from '../../src/rtp/video.ts';
import { readVp9 } from '../../src/rtp/vp9.ts';
import { framed, gst, output, toolsMissing, unframed } from './gstreamer.ts';

const SIZE = { width: 320, height: 180 };
const FRAMES = 30;

/** A second of moving picture as VP9 in an IVF file: a 32-byte header, then frames with a 12-byte header each. */
function ivf(): Buffer {
  const source = [
    '-f',
    'lavfi',
    '-i',
    `testsrc2=size=${SIZE.width}x${SIZE.height}:rate=${FRAMES}:duration=1`,
  ];
  const codec = [
    '-c:v',
    'libvpx-vp9',
    '-deadline',
    'realtime',
    '-cpu-used',
    '8',
    '-lag-in-frames',
    '0',
    '-g',
    '10',
  ];
  return output('ffmpeg', ['-v', 'error', ...source, ...codec, '-b:v', '1M', '-f', 'ivf', '-']);
}

function ivfFrames(file: Buffer): CodedFrame[] {
  const frames: CodedFrame[] = [];
  for (let at = 32; at < file.length;) {
    const end = at + 12 + file.readUInt32LE(at);
    const data = new Uint8Array(file.subarray(at + 12, end));
    const capturedAt = 1e12 + (frames.length * 1000) / FRAMES;
    frames.push({ ...SIZE, data, keyFrame: frames.length % 10 === 0, capturedAt });
    at = end;
  }
  return frames;
}

describe.skipIf(toolsMissing)('GStreamer (gst-launch-1.0 and ffmpeg must be installed)', () => {
  test('decodes from our packets the very pictures that were coded', () => {
    const file = ivf();
    const frames = ivfFrames(file);
    const packetiser = new VideoPacketiser({
      ssrc: 7,
      random: (length) => new Uint8Array(length).fill(0xff),
    });
    const packets = frames.flatMap((frame) => packetiser.packetise(frame)).map(writeRtp);
    expect(frames).toHaveLength(FRAMES);
    expect(packets.length).toBeGreaterThan(FRAMES);

    const caps = 'application/x-rtp-stream,media=video,clock-rate=90000,encoding-name=VP9,payload=98';
    const decoded = gst(
      `fdsrc fd=0 ! ${caps} ! rtpstreamdepay ! rtpvp9depay ! vp9dec ! video/x-raw,format=I420 ! fdsink fd=1`,
      framed(packets),
    );
    const expected = output('ffmpeg', ['-v', 'error', '-f', 'ivf', '-i', '-', '-f', 'rawvideo', '-'], file);
    expect(decoded.length).toBe((FRAMES * SIZE.width * SIZE.height * 3) / 2);
    expect(decoded.equals(expected)).toBe(true);
  });

  test('sends packets that we can read', () => {
    const source = `videotestsrc num-buffers=${FRAMES} ! video/x-raw,width=${SIZE.width},height=${SIZE.height}`;
    const sent = gst(`${source} ! vp9enc deadline=1 cpu-used=8 ! rtpvp9pay ! rtpstreampay ! fdsink fd=1`);
    const packets = unframed(sent).map((bytes) => readRtp(bytes)!);
    const parts = packets.map(({ payload }) => readVp9(payload)!);
    expect(parts[0]).toMatchObject({ start: true, interPredicted: false, size: SIZE });
    expect(parts.map(({ end }) => end)).toEqual(packets.map(({ marker }) => marker));
    expect(parts.filter(({ start }) => start)).toHaveLength(FRAMES);
  });
});
