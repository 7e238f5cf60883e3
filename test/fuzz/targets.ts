import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CodedFrame } from '../../src/base/frame.ts';
import type { RtpPacket } from '../../src/base/packet.ts';
import { isAcceptable } from '../../src/codec/settings.ts';
import { parseVp9Header } from '../../src/codec/vp9-header.ts';
import { readControl, writeControl, type ControlMessage } from '../../src/control/messages.ts';
import { sanitiseChat, sanitiseName } from '../../src/control/sanitise.ts';
import { parseVersion } from '../../src/devices/ffmpeg.ts';
import { PpmReader } from '../../src/devices/ppm.ts';
import { parseReport } from '../../src/devices/sound/players.ts';
import {
  parseAlsa,
  parseFfmpegMicrophones,
  parsePactl,
  parsePactlInfo,
  parsePipewire,
} from '../../src/devices/sound/sound-listing.ts';
import { decodeWav, readWavFormat, writeWavHeader } from '../../src/devices/sound/wav.ts';
import { FrameBuffer } from '../../src/jitter/frame-buffer.ts';
import { parseAddress } from '../../src/net/address.ts';
import { Deframer, frame, type PrefixBytes } from '../../src/net/framing.ts';
import { isPicture } from '../../src/picture/picture-format.ts';
import { readRtp, writeRtp } from '../../src/rtp/packet.ts';
import { readRtcp, writeRtcp, type Rtcp } from '../../src/rtp/rtcp.ts';
import { assemble, VideoPacketiser } from '../../src/rtp/video.ts';
import { readVp9 } from '../../src/rtp/vp9.ts';
import { formatInvitation, parseWhere } from '../../src/secure/invitation.ts';
import { RtcpOpener, RtcpSealer } from '../../src/secure/srtcp.ts';
import { RtpOpener, RtpSealer } from '../../src/secure/srtp.ts';
import { readKnownPeers } from '../../src/store/known-peers.ts';
import { KeyParser } from '../../src/terminal/key-parser.ts';
import { cellOf, note, SILENCE } from '../../src/terminal/testimony.ts';
import { deviceTargets } from './device-targets.ts';
import type { Target } from './fuzzer.ts';
import { bytesOf, CHUNK_MS, NOW, pieces, piecesIn, textIn, texts } from './pieces.ts';
import { soundTargets } from './sound-targets.ts';

const key = { ssrc: 0x11223344, key: new Uint8Array(16).fill(1), salt: new Uint8Array(12).fill(2) };

const refuse = (finding: string): never => {
  throw new Error(finding);
};

// Media.

const packetiser = new VideoPacketiser({ ssrc: key.ssrc, random: (length) => new Uint8Array(length) });
const codedFrame = (length: number, keyFrame: boolean): CodedFrame => ({
  data: new Uint8Array(length).fill(0x82),
  width: 160,
  height: 90,
  keyFrame,
  capturedAt: NOW,
});
const frames = [
  codedFrame(3000, true),
  codedFrame(100, false),
  codedFrame(1200, false),
  codedFrame(50, true),
];
const packets = frames.flatMap((each) => packetiser.packetise(each));
const rtp = packets.map(writeRtp);

const compounds: readonly (readonly Rtcp[])[] = [
  [
    { kind: 'receiver report', ssrc: key.ssrc, reports: [] },
    packetiser.report(NOW, []),
    { kind: 'clock ping', ssrc: key.ssrc, sentAt: NOW },
  ],
  [{ kind: 'picture loss', ssrc: key.ssrc, mediaSsrc: 5 }],
  [{ kind: 'clock pong', ssrc: key.ssrc, sentAt: NOW, receivedAt: NOW, answeredAt: NOW }],
  [{ kind: 'goodbye', ssrcs: [key.ssrc, 5] }],
];
const rtcp = compounds.map(writeRtcp);

const rtpSealer = new RtpSealer(key);
const sealedRtp = rtp.map((packet) => rtpSealer.seal(packet));
const rtcpSealer = new RtcpSealer(key);
const sealedRtcp = rtcp.slice(0, 3).map((packet) => rtcpSealer.seal(packet));

/** Each piece may be opened only if it is one that was sealed, and only once. */
function openAll(opener: RtpOpener | RtcpOpener, sealed: readonly Uint8Array[], bytes: Uint8Array): void {
  const genuine = new Set(sealed.map(textOfBytes));
  for (const piece of piecesIn(bytes)) {
    const opened = typeof opener.open(piece) !== 'string';
    if (opened && !genuine.delete(textOfBytes(piece))) refuse('a forged or replayed packet was opened');
  }
}
const textOfBytes = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

const readAll = (bytes: Uint8Array): RtpPacket[] =>
  piecesIn(bytes)
    .map(readRtp)
    .filter((packet) => packet !== undefined);

function buffer(bytes: Uint8Array): void {
  const jitter = new FrameBuffer({ deadlineMs: 60 });
  let now = NOW;
  for (const packet of readAll(bytes)) {
    jitter.push(packet, (now += CHUNK_MS));
    jitter.tick(now);
  }
  const due = jitter.due();
  if (due === undefined) return;
  jitter.tick(due);
  if ((jitter.due() ?? Infinity) <= due) refuse('what was due is due for ever');
}

// Words.

const wish = { width: 160, height: 90, fps: 30, pixelAspect: 1 };
const camera = { on: true, trouble: 'clip.mp4 ended' };
const meeting = {
  version: 1,
  name: 'ana',
  transport: 'udp',
  mux: true,
  wish,
  camera,
  microphone: camera,
} as const;
const messages: readonly ControlMessage[] = [
  { type: 'hello', ...meeting, token: new Uint8Array(16) },
  { type: 'welcome', ...meeting },
  { type: 'ringing', name: 'ana' },
  { type: 'refused', reason: 'declined', text: 'no answer' },
  { type: 'key', kind: 'video', ...key },
  { type: 'wish', wish },
  { type: 'camera', camera },
  { type: 'microphone', microphone: { on: true } },
  { type: 'transport', transport: 'tcp' },
  { type: 'chat', id: 1, text: 'gr\u00fc\u00dfe \u{1f468}\u200d\u{1f469} \x1b[31m' },
  { type: 'ping', id: 7 },
  { type: 'bye' },
];

function deframe(prefixBytes: PrefixBytes, bytes: Uint8Array): void {
  const maxBytes = 4096;
  const deframer = new Deframer(prefixBytes, maxBytes);
  for (const chunk of piecesIn(bytes)) {
    deframer.push(chunk, ({ length }) => void (length > maxBytes && refuse('a message is too large')));
  }
}

const CONTROLS = /(?!\n)\p{Cc}|\p{Cs}/u;

function sanitise(bytes: Uint8Array): void {
  const text = textIn(bytes);
  if (CONTROLS.test(sanitiseName(text)) || CONTROLS.test(sanitiseChat(text)))
    refuse('a control came through');
}

function readKeys(bytes: Uint8Array): void {
  const parser = new KeyParser();
  let now = NOW;
  let told = SILENCE;
  for (const chunk of piecesIn(bytes)) {
    for (const input of parser.push(chunk, (now += CHUNK_MS)))
      if ('answer' in input) told = note(told, input.answer);
  }
  cellOf(told);
  parser.tick(now + 10_000);
  if (parser.due() !== undefined) refuse('a key is waited for, for ever');
}

function readSound(bytes: Uint8Array): void {
  const format = readWavFormat((at, length) => bytes.subarray(at, at + length), bytes.length);
  if (typeof format === 'string') return;
  const { dataAt, dataBytes } = format;
  for (const value of decodeWav(bytes.subarray(dataAt, dataAt + dataBytes), format)) {
    if (!(Math.abs(value) <= 1)) refuse('a sample is louder than loud');
  }
}

const SOURCES = 'Source #1\n\tName: usb\n\tDescription: USB Mic\n\tMonitor of Sink: n/a\n';
const PIPEWIRE = JSON.stringify([
  { info: { props: { 'media.class': 'Audio/Source', 'node.name': 'mic', 'node.description': 'Mic' } } },
  { metadata: [{ key: 'default.audio.source', value: { name: 'mic' } }] },
]);
const ALSA = 'default\n    Playback\nplughw:CARD=PCH,DEV=0\n    HDA Intel PCH, ALC257 Analog\n';

function readSoundLists(bytes: Uint8Array): void {
  const text = textIn(bytes);
  parsePactl(text, undefined);
  parsePactlInfo(text);
  parsePipewire(text);
  parseAlsa(text);
  parseFfmpegMicrophones(text, 'avfoundation');
  parseFfmpegMicrophones(text, 'dshow');
}

function readPictures(bytes: Uint8Array): void {
  const reader = new PpmReader();
  for (const chunk of piecesIn(bytes)) reader.push(chunk);
}

const fingerprint = new Uint8Array(32).fill(3);
const invitation = { host: '192.0.2.7', port: 7373, fingerprint, token: new Uint8Array(16).fill(4) };
const KNOWN_PEERS = `# fingerprint firstSeen lastSeen where name
${'A'.repeat(43)} 2025-01-31T18:00:00Z 2025-02-01T09:30:00Z example.org:7373 Ana Lima
${'B'.repeat(43)} 2025-01-31 2025-02-01 - ben
`;

function knownPeers(directory: string): Target {
  const path = join(directory, 'known_peers');
  const read = (bytes: Uint8Array): void => {
    writeFileSync(path, bytes, { mode: 0o600 });
    readKnownPeers(directory);
  };
  return { name: 'known_peers', samples: texts(KNOWN_PEERS), read };
}

const UNICODE =
  '\u202e\u200b\u200d\ufe0f\u0301\u0300 \u{1f468}\u200d\u{1f469}\u200d\u{1f467} \u1100\u1161 \u{1f1e9}\u{1f1ea} 1\ufe0f\u20e3';

/** Everything that reads what strangers, terminals, cameras or users write; `directory` is for what is read from a file. */
export const targetsIn = (directory: string): readonly Target[] => [
  { name: 'readRtp', samples: rtp, read: readRtp },
  { name: 'readVp9', samples: packets.map(({ payload }) => payload), read: readVp9 },
  {
    name: 'assemble',
    samples: [pieces(...rtp.slice(0, 3)), pieces(...rtp.slice(-1))],
    read: (bytes) => assemble(readAll(bytes)),
  },
  { name: 'FrameBuffer', samples: [pieces(...rtp), pieces(...rtp.toReversed())], read: buffer },
  { name: 'readRtcp', samples: rtcp, read: readRtcp },
  {
    name: 'RtpOpener',
    samples: [pieces(...sealedRtp), pieces(...sealedRtp, ...sealedRtp)],
    read: (bytes) => openAll(new RtpOpener(key), sealedRtp, bytes),
  },
  {
    name: 'RtcpOpener',
    samples: [pieces(...sealedRtcp), pieces(...sealedRtcp, ...sealedRtcp)],
    read: (bytes) => openAll(new RtcpOpener(key), sealedRtcp, bytes),
  },
  {
    name: 'parseVp9Header',
    samples: [bytesOf('\x83\x49\x83\x42\0\x01\xf0\x01\x10\x08'), bytesOf('\x86\0\x40\x92\x9c')],
    read: (bytes) => [parseVp9Header(bytes), isAcceptable(bytes)],
  },
  {
    name: 'Deframer of datagrams',
    samples: [pieces(...rtp.map((each) => frame(2, each)), frame(2, bytesOf('a')))],
    read: (bytes) => deframe(2, bytes),
  },
  {
    name: 'Deframer of messages',
    samples: [pieces(...messages.map((each) => frame(4, writeControl(each))))],
    read: (bytes) => deframe(4, bytes),
  },
  { name: 'readControl', samples: messages.map(writeControl), read: readControl },
  {
    name: 'sanitise',
    samples: texts('\x1b[31mred\x1b]0;title\x07 \x9b1m\x90q\x9c', UNICODE, 'plain\r\ntext'),
    read: sanitise,
  },
  {
    name: 'parseWhere',
    samples: texts(formatInvitation(invitation), '[2001:db8::7]:7373', 'example.org:80'),
    read: (bytes) => parseWhere(textIn(bytes)),
  },
  {
    name: 'parseAddress',
    samples: texts('[fe80::1%eth0]:7373', '192.0.2.7:7373'),
    read: (bytes) => parseAddress(textIn(bytes)),
  },
  knownPeers(directory),
  {
    name: 'KeyParser',
    samples: [
      pieces(bytesOf('a\x1b[1;5A'), bytesOf('\x1b'), bytesOf('OP\x1b[?62;4c\x1b[48;1;2;3;4t')),
      pieces(bytesOf('\x1b[?31u\x1b[97:65:97;2:1;65u'), bytesOf('\x1b[32;1:3u\x1b[0;;104:105u')),
      pieces(bytesOf('\x1b[200~pas'), bytesOf('ted\r\x1b[201~q\x1b]11;rgb:00/00/00\x1b\\\xc3\xa9')),
    ],
    read: readKeys,
  },
  {
    name: 'PpmReader',
    samples: [pieces(bytesOf(`P6\n4 2\n255\n${'rgb'.repeat(8)}P6\n2 2\n`), bytesOf('255\n'))],
    read: readPictures,
  },
  {
    name: 'readWavFormat',
    samples: [new Uint8Array(Buffer.concat([writeWavHeader(8), Buffer.from('samples.')]))],
    read: readSound,
  },
  { name: 'lists of sound devices', samples: texts(SOURCES, PIPEWIRE, ALSA), read: readSoundLists },
  {
    name: 'parseReport',
    samples: texts('Time: 0.960 sec; Latency: 40758 usec.  \r', 'Stream started.'),
    read: (bytes) => parseReport(textIn(bytes)),
  },
  {
    name: 'isPicture',
    samples: texts('GIF89a', 'RIFF\0\0\0\0WEBPVP8 ', '\0\0\0\x20ftypavif', 'II*\0'),
    read: isPicture,
  },
  {
    name: 'parseVersion',
    samples: texts('ffmpeg version n7.1.1-static Copyright', 'ffmpeg version 4.4'),
    read: (bytes) => parseVersion(textIn(bytes)),
  },
  ...soundTargets,
  ...deviceTargets,
];
