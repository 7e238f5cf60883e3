import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SenderKey } from '../../src/base/packet.ts';
import { isRtcp } from '../../src/rtp/demux.ts';
import { readRtp } from '../../src/rtp/packet.ts';
import { Adversary } from './adversary.ts';
import { LISTEN } from './headless-call.ts';
import { Program } from './headless.ts';
import { Sandbox } from './sandbox.ts';
import { lacking } from './tool.ts';

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
});
afterEach(() => sandbox.close());

const FRAMES = 30;
const SIZE = { width: 160, height: 90 };
const FRAME_BYTES = (SIZE.width * SIZE.height * 3) / 2;
/** Of the RTP header, which stays in clear; its last packet ends a frame. */
const endsFrame = (sealed: Uint8Array): boolean => readRtp(sealed)?.marker ?? false;

/** The sealed packets of the first second of a picture, as the host sends them, and the key it has given for them. */
async function sealedPicture(): Promise<{ key: SenderKey; packets: readonly Uint8Array[] }> {
  const host = new Program(sandbox, [...LISTEN, '--source', 'test']);
  const { invitation } = await host.event('listening');
  const peer = await Adversary.call(invitation);
  const key = peer.heard.find((message) => message.type === 'key' && message.kind === 'video');
  if (key?.type !== 'key') throw new Error('the host gave no key');
  const packets = (): Uint8Array[] =>
    peer.datagrams.filter((sealed) => !isRtcp(sealed) && readRtp(sealed)?.ssrc === key.ssrc);
  await peer.until(() => packets().filter(endsFrame).length >= FRAMES, 'a second of picture');
  peer.close();
  await host.ended();
  return { key, packets: packets() };
}

/** What GStreamer, with libsrtp and libvpx, makes of them: pictures in I420, one after the other. */
function gstreamer({ ssrc, key, salt }: SenderKey, packets: readonly Uint8Array[]): Buffer {
  const sealed = [
    `srtp-key=(buffer)${Buffer.concat([key, salt]).toString('hex')}`,
    'srtp-cipher=(string)aes-128-gcm,srtp-auth=(string)null',
    'srtcp-cipher=(string)aes-128-gcm,srtcp-auth=(string)null',
    `ssrc=(uint)${ssrc},media=video,clock-rate=90000,encoding-name=VP9,payload=98`,
  ].join(',');
  const open = `fdsrc fd=0 ! application/x-srtp-stream,${sealed} ! rtpstreamdepay ! srtpdec`;
  const decode = 'rtpvp9depay ! vp9dec ! video/x-raw,format=I420 ! fdsink fd=1';
  const { stdout } = spawnSync('gst-launch-1.0', ['-q', ...`${open} ! ${decode}`.split(' ')], {
    input: Buffer.concat(packets.flatMap((each) => [Uint8Array.of(each.length >> 8, each.length), each])),
    timeout: 50_000,
    maxBuffer: 1 << 26,
  });
  return stdout;
}

test.skipIf(lacking('gst-inspect-1.0', 'srtpdec'))(
  'GStreamer opens and decodes each frame of a call with its key, and nothing with another',
  async () => {
    const { key, packets } = await sealedPicture();
    const decoded = gstreamer(key, packets);
    expect(decoded.length / FRAME_BYTES).toBe(packets.filter(endsFrame).length);
    expect(new Set(decoded.subarray(-FRAME_BYTES)).size).toBeGreaterThan(100);
    const wrong = { ...key, key: key.key.with(15, key.key[15]! ^ 1) };
    expect(gstreamer(wrong, packets)).toHaveLength(0);
    const salted = { ...key, salt: key.salt.with(0, key.salt[0]! ^ 1) };
    expect(gstreamer(salted, packets)).toHaveLength(0);
  },
);
