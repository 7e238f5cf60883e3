import { parseAvfoundation, parseDshow } from '../../src/devices/device-listing.ts';
import {
  parseAlsa,
  parseFfmpegMicrophones,
  parsePactl,
  parsePactlInfo,
  parsePipewire,
} from '../../src/devices/sound/sound-listing.ts';
import type { Target } from './fuzzer.ts';
import { textIn, texts } from './pieces.ts';

const AVFOUNDATION = `[AVFoundation indev @ 0x1] AVFoundation video devices:
[AVFoundation indev @ 0x1] [0] FaceTime HD Camera
[AVFoundation indev @ 0x1] [1] Capture screen 0
[AVFoundation indev @ 0x1] AVFoundation audio devices:
[AVFoundation indev @ 0x1] [0] Built-in Microphone
`;
const DSHOW = `[dshow @ 01] "Integrated Camera" (video)
[dshow @ 01]   Alternative name "@device_pnp_1"
[dshow @ 01] "Microphone" (audio)
`;
const PACTL = `Source #1
\tName: alsa_input.usb
\tDescription: USB microphone
\tMonitor of Sink: n/a
`;
const PIPEWIRE = JSON.stringify([
  { type: 'PipeWire:Interface:Node', info: { props: { 'media.class': 'Audio/Source', 'node.name': 'a' } } },
]);

/** Devices choose their names, and other programs list them. */
export const deviceTargets: readonly Target[] = [
  {
    name: 'parseAvfoundation',
    samples: texts(AVFOUNDATION),
    read: (bytes) => [
      parseAvfoundation(textIn(bytes)),
      parseFfmpegMicrophones(textIn(bytes), 'avfoundation'),
    ],
  },
  {
    name: 'parseDshow',
    samples: texts(DSHOW),
    read: (bytes) => [parseDshow(textIn(bytes)), parseFfmpegMicrophones(textIn(bytes), 'dshow')],
  },
  {
    name: 'parsePactl',
    samples: texts(PACTL, 'Default Source: a\nDefault Sink: b\n'),
    read: (bytes) => [parsePactl(textIn(bytes), 'alsa_input.usb'), parsePactlInfo(textIn(bytes))],
  },
  { name: 'parsePipewire', samples: texts(PIPEWIRE), read: (bytes) => parsePipewire(textIn(bytes)) },
  {
    name: 'parseAlsa',
    samples: texts('default\n    Default device\nplughw:CARD=PCH,DEV=0\n    HDA Intel\n'),
    read: (bytes) => parseAlsa(textIn(bytes)),
  },
];
