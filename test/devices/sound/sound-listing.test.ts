import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  parseAlsa,
  parseFfmpegMicrophones,
  parsePactl,
  parsePactlInfo,
  parsePipewire,
} from '../../../src/devices/sound/sound-listing.ts';

const SOURCES = `Source #0
\tState: SUSPENDED
\tName: alsa_output.pci.monitor
\tDescription: Monitor of Built-in Audio
\tMonitor of Sink: alsa_output.pci
\tProperties:
\t\tdevice.description = "Monitor of Built-in Audio"

Source #1
\tState: RUNNING
\tName: alsa_input.usb-Mic
\tDescription: USB Mic: Mono
\tMonitor of Sink: n/a
`;

test('pactl: sources with their names, monitors, and the default', () => {
  expect(parsePactl(SOURCES, 'alsa_input.usb-Mic')).toEqual([
    {
      system: 'pulse',
      id: 'alsa_output.pci.monitor',
      name: 'Monitor of Built-in Audio',
      isDefault: false,
      isMonitor: true,
    },
    { system: 'pulse', id: 'alsa_input.usb-Mic', name: 'USB Mic: Mono', isDefault: true, isMonitor: false },
  ]);
});

test('pactl: sinks', () => {
  const sinks =
    'Sink #3\n\tName: alsa_output.pci\n\tDescription: Built-in Audio\n\tMonitor Source: alsa_output.pci.monitor\n';
  expect(parsePactl(sinks, undefined)).toEqual([
    { system: 'pulse', id: 'alsa_output.pci', name: 'Built-in Audio', isDefault: false, isMonitor: false },
  ]);
  expect(parsePactlInfo('Server Name: pulseaudio\nDefault Sink: a b\nDefault Source: c\n')).toEqual({
    sink: 'a b',
    source: 'c',
  });
});

const node = (mediaClass: string, name: string): object => ({
  type: 'PipeWire:Interface:Node',
  info: { props: { 'media.class': mediaClass, 'node.name': name, 'node.description': `The ${name}` } },
});

describe('pw-dump', () => {
  const dump = [
    { type: 'PipeWire:Interface:Core', info: null },
    null,
    node('Audio/Source', 'mic'),
    node('Audio/Sink', 'box'),
    node('Stream/Output/Audio', 'player'),
    { metadata: [{ key: 'default.audio.sink', value: { name: 'box' } }, { key: 'default.audio.source' }] },
  ];

  test('nodes that are sources and sinks', () => {
    expect(parsePipewire(JSON.stringify(dump))).toEqual({
      microphones: [{ system: 'pulse', id: 'mic', name: 'The mic', isDefault: false, isMonitor: false }],
      loudspeakers: [{ system: 'pulse', id: 'box', name: 'The box', isDefault: true, isMonitor: false }],
    });
  });

  test('anything else is nothing', () => {
    for (const json of ['', '{}', '3']) expect(parsePipewire(json)).toBeUndefined();
    fc.assert(fc.property(fc.array(fc.jsonValue()), (value) => void parsePipewire(JSON.stringify(value))));
  });
});

test('ALSA: the default and the cards, not the filters', () => {
  const text = `null
    Discard all samples
default
    Playback/recording through the PulseAudio sound server
sysdefault:CARD=PCH
    HDA Intel PCH, ALC257 Analog
    Default Audio Device
plughw:CARD=PCH,DEV=0
    HDA Intel PCH, ALC257 Analog
    Hardware device with all software conversions
`;
  expect(parseAlsa(text).map(({ id, name, isDefault }) => [id, name, isDefault])).toEqual([
    ['default', 'Playback/recording through the PulseAudio sound server', true],
    ['plughw:CARD=PCH,DEV=0', 'HDA Intel PCH, ALC257 Analog', false],
  ]);
  expect(parseAlsa('null\n    Discard all samples\n')).toEqual([]);
});

describe('ffmpeg', () => {
  test('avfoundation: what follows the cameras', () => {
    const stderr = `[AVFoundation indev @ 0x7f8] AVFoundation video devices:
[AVFoundation indev @ 0x7f8] [0] FaceTime HD Camera
[AVFoundation indev @ 0x7f8] AVFoundation audio devices:
[AVFoundation indev @ 0x7f8] [0] MacBook Pro Microphone
[AVFoundation indev @ 0x7f8] [1] AirPods
`;
    const found = parseFfmpegMicrophones(stderr, 'avfoundation');
    expect(found.map(({ id, system }) => [id, system])).toEqual([
      ['MacBook Pro Microphone', 'coreaudio'],
      ['AirPods', 'coreaudio'],
    ]);
  });

  test.each([
    `[dshow @ 0001] "HD Webcam" (video)
[dshow @ 0001]   Alternative name "@device_pnp_1"
[dshow @ 0001] "Microphone (Realtek)" (audio)
[dshow @ 0001]   Alternative name "@device_cm_2"
`,
    `[dshow @ 0001] DirectShow video devices
[dshow @ 0001]  "HD Webcam"
[dshow @ 0001]     Alternative name "@device_pnp_1"
[dshow @ 0001] DirectShow audio devices
[dshow @ 0001]  "Microphone (Realtek)"
[dshow @ 0001]     Alternative name "@device_cm_2"
`,
  ])('dshow: the microphones, by the name that no other has', (stderr) => {
    expect(parseFfmpegMicrophones(stderr, 'dshow')).toEqual([
      {
        system: 'dshow',
        id: '@device_cm_2',
        name: 'Microphone (Realtek)',
        isDefault: true,
        isMonitor: false,
      },
    ]);
  });
});
