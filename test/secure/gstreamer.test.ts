import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { RtcpOpener, RtcpSealer } from '../../src/secure/srtcp.ts';
import { RtpOpener, RtpSealer } from '../../src/secure/srtp.ts';
import { rtcpPacket, rtpPacket, SENDER } from './packets.ts';

/*
 * GStreamer's srtpdec and srtpenc (libsrtp) judge ours, key derivation included. Packets go in and come out on pipes,
 * each behind its length in 16 bits (RFC 4571), so nothing has to be waited for.
 */
const KEY = Buffer.concat([SENDER.key, SENDER.salt]).toString('hex');
const CAPS = [
  `srtp-key=(buffer)${KEY}`,
  'srtp-cipher=(string)aes-128-gcm',
  'srtp-auth=(string)null',
  'srtcp-cipher=(string)aes-128-gcm',
  'srtcp-auth=(string)null',
  `ssrc=(uint)${SENDER.ssrc}`,
].join(',');
const ENCODER = 'rtp-cipher=aes-128-gcm rtp-auth=null rtcp-cipher=aes-128-gcm rtcp-auth=null name=enc';
const RTP = 'clock-rate=(int)90000,media=(string)video,encoding-name=(string)VP9,payload=(int)96';

const hasElements =
  process.env['CI'] === 'true' ||
  ['srtpdec', 'rtpstreamdepay'].every((name) => spawnSync('gst-inspect-1.0', [name]).status === 0);

function pipeline(description: string, packets: Uint8Array[]): Uint8Array[] {
  const input = Buffer.concat(
    packets.flatMap((packet) => [Uint8Array.of(packet.length >> 8, packet.length), packet]),
  );
  const { stdout, stderr, status, error } = spawnSync('gst-launch-1.0', ['-q', ...description.split(' ')], {
    input,
    timeout: 50_000,
  });
  if (status !== 0) throw new Error(`gst-launch-1.0: ${error?.message ?? stderr.toString()}`);
  const output: Uint8Array[] = [];
  for (let at = 0; at < stdout.length; at += 2 + stdout.readUInt16BE(at)) {
    output.push(new Uint8Array(stdout.subarray(at + 2, at + 2 + stdout.readUInt16BE(at))));
  }
  return output;
}

const decode = (kind: 'rtp' | 'rtcp', packets: Uint8Array[]): Uint8Array[] =>
  pipeline(
    `fdsrc fd=0 ! application/x-s${kind}-stream,${CAPS} ! rtpstreamdepay ! dec.${kind}_sink srtpdec name=dec dec.${kind}_src ! rtpstreampay ! fdsink fd=1`,
    packets,
  );

const encode = (kind: 'rtp' | 'rtcp', packets: Uint8Array[]): Uint8Array[] =>
  pipeline(
    `fdsrc fd=0 ! application/x-${kind}-stream,${RTP},ssrc=(uint)${SENDER.ssrc} ! rtpstreamdepay ! enc.${kind}_sink_0 srtpenc key=${KEY} ${ENCODER} enc.${kind}_src_0 ! rtpstreampay ! fdsink fd=1`,
    packets,
  );

/** Plain, with CSRCs, with an extension, with all, across a wrap of the sequence number. */
const rtpPackets = [
  rtpPacket({ sequenceNumber: 32_000 }),
  rtpPacket({ sequenceNumber: 60_000, csrcs: 3 }),
  rtpPacket({ sequenceNumber: 65_535, extensionWords: 2 }),
  rtpPacket({ sequenceNumber: 0, csrcs: 15, extensionWords: 0 }),
  rtpPacket({ sequenceNumber: 1, payload: new Uint8Array(1100).fill(7) }),
];
const rtcpPackets = [rtcpPacket(0), rtcpPacket(5), rtcpPacket(200)];

describe.skipIf(!hasElements)('GStreamer (skipped where gst-launch-1.0 with srtpdec is missing)', () => {
  it('opens what RtpSealer seals', () => {
    const sealer = new RtpSealer(SENDER);
    expect(
      decode(
        'rtp',
        rtpPackets.map((packet) => sealer.seal(packet)),
      ),
    ).toEqual(rtpPackets);
  });

  it('opens what RtcpSealer seals', () => {
    const sealer = new RtcpSealer(SENDER);
    expect(
      decode(
        'rtcp',
        rtcpPackets.map((packet) => sealer.seal(packet)),
      ),
    ).toEqual(rtcpPackets);
  });

  it('opens nothing that another key has sealed', () => {
    const other = { ...SENDER, salt: SENDER.salt.with(0, 0) };
    const [rtp, rtcp] = [new RtpSealer(other), new RtcpSealer(other)];
    const sealedRtp = rtpPackets.map((packet) => rtp.seal(packet));
    const sealedRtcp = rtcpPackets.map((packet) => rtcp.seal(packet));
    expect([...decode('rtp', sealedRtp), ...decode('rtcp', sealedRtcp)]).toEqual([]);
  });

  it('seals what RtpOpener opens', () => {
    const opener = new RtpOpener(SENDER);
    expect(encode('rtp', rtpPackets).map((sealed) => opener.open(sealed))).toEqual(rtpPackets);
  });

  it('seals what RtcpOpener opens', () => {
    const opener = new RtcpOpener(SENDER);
    expect(encode('rtcp', rtcpPackets).map((sealed) => opener.open(sealed))).toEqual(rtcpPackets);
  });
});
