import type { RtpPacket } from '../../src/base/packet.ts';
import type { FrameBufferOut } from '../../src/jitter/frame-buffer.ts';

/** A frame of so many packets: 'K3' is a key frame of three, 'D1' one of one packet that needs the frame before. */
export type FrameSpec = `${'K' | 'D'}${number}`;

/** The frames of one stream, each as its packets in order. */
export function stream(specs: readonly FrameSpec[], firstSequenceNumber = 100): RtpPacket[][] {
  let sequenceNumber = firstSequenceNumber;
  return specs.map((spec, index) => {
    const count = Number(spec.slice(1));
    return Array.from({ length: count }, (_, part) => ({
      payloadType: 98,
      marker: part === count - 1,
      sequenceNumber: sequenceNumber++ & 0xffff,
      timestamp: index * 3000,
      ssrc: 1,
      frameMark: { start: part === 0, end: part === count - 1, independent: spec.startsWith('K') },
      capturedAt: undefined,
      payload: new Uint8Array([index, part]),
    }));
  });
}

/** What came out, in short: 'frame 3', 'lost 1'. */
export function told(out: readonly FrameBufferOut[]): string[] {
  return out.map((each) =>
    'lost' in each ? `lost ${each.lost}` : `frame ${each.frame[0]!.timestamp / 3000}`,
  );
}
