import { expect, test } from 'vitest';
import { VtalkError } from '../../src/base/errors.ts';
import { deviceTable, toDevices, toJson } from '../../src/cli/device-table.ts';
import type { Inventory } from '../../src/cli/inventory.ts';
import type { SoundDevices } from '../../src/devices/sound/sound-list.ts';

const BY_ID = '/dev/v4l/by-id/usb-HD-video-index0';

const inventory: Inventory = {
  platform: 'linux',
  cameras: [
    { id: BY_ID, name: 'HD Webcam', node: '/dev/video0' },
    { id: '/dev/video2', name: '\u6444\u50cf\u5934', node: '/dev/video2' },
  ],
  screens: [{ id: ':0', name: 'X11 display :0' }],
  ffmpeg: { path: 'ffmpeg', version: { major: 6, minor: 1 } },
};

const none: Inventory = {
  platform: 'linux',
  cameras: [],
  screens: [],
  ffmpeg: new VtalkError('no ffmpeg found', { hint: 'apt install ffmpeg' }),
};

const device = { system: 'pulse', isMonitor: false } as const;
const sound: SoundDevices = {
  microphones: [
    { ...device, id: 'alsa_input.usb', name: 'USB Mic', isDefault: false },
    { ...device, id: 'alsa_input.pci', name: 'Built-in Audio', isDefault: true },
  ],
  loudspeakers: [{ ...device, id: 'alsa output', name: 'Box\x1b[2J', isDefault: false }],
};
const silence: SoundDevices = { microphones: [], loudspeakers: [] };

test('people get a row for each, with what to type, in columns', () => {
  expect(deviceTable(inventory, sound)).toBe(`\
camera       HD Webcam                 --source camera:${BY_ID}
camera       \u6444\u50cf\u5934                    --source camera:/dev/video2
screen       X11 display :0            --source screen::0
microphone   USB Mic                   --mic alsa_input.usb
microphone   Built-in Audio (default)  --mic alsa_input.pci
loudspeaker  Box                       --speaker 'alsa output'
ffmpeg       6.1, ffmpeg`);
});

test('what is not there is said plainly', () => {
  expect(deviceTable(none, silence)).toBe(`\
camera       none found
screen       none found
microphone   none found
loudspeaker  none found
ffmpeg       no ffmpeg found
             apt install ffmpeg`);
});

test.each([
  { platform: 'darwin', id: "Ana's $(Cam)", typed: `--source 'camera:Ana'\\''s $(Cam)'` },
  { platform: 'win32', id: 'HD Webcam', typed: '--source "camera:HD Webcam"' },
] as const)('what a shell would take apart is quoted on $platform', ({ platform, id, typed }) => {
  const cameras = [{ id, name: 'Cam', node: '0' }];
  const table = deviceTable({ ...inventory, platform, cameras }, silence);
  expect(table).toContain(`camera       Cam             ${typed}\n`);
});

test('the name of a camera can not steer the terminal', () => {
  const cameras = [{ id: '0', name: 'Cam\x1b[2J\x07\nscreen', node: '0' }];
  const table = deviceTable({ ...inventory, cameras }, silence);
  expect(table).toContain('camera       Cam screen      --source camera:0\n');
});

test('programs get ids and names', () => {
  expect(toJson(inventory, sound)).toEqual({
    cameras: [
      { id: BY_ID, name: 'HD Webcam' },
      { id: '/dev/video2', name: '\u6444\u50cf\u5934' },
    ],
    screens: [{ id: ':0', name: 'X11 display :0' }],
    microphones: [
      { id: 'alsa_input.usb', name: 'USB Mic', default: false },
      { id: 'alsa_input.pci', name: 'Built-in Audio', default: true },
    ],
    loudspeakers: [{ id: 'alsa output', name: 'Box\x1b[2J', default: false }],
    ffmpeg: { path: 'ffmpeg', version: '6.1' },
  });
  expect(toJson(none, silence)).toEqual({
    cameras: [],
    screens: [],
    microphones: [],
    loudspeakers: [],
    ffmpeg: null,
  });
});

test('a call gets what can be chosen, under names that can not steer the terminal', () => {
  const cameras = [{ id: '/dev/video0', name: 'Cam\x1b[2J', node: '/dev/video0' }];
  expect(toDevices({ ...inventory, cameras })).toEqual([
    { id: 'camera:/dev/video0', kind: 'camera', name: 'Cam' },
    { id: 'screen::0', kind: 'screen', name: 'X11 display :0' },
  ]);
});
