import { describe, expect, test } from 'vitest';
import {
  captureMode,
  deviceArguments,
  fileArguments,
  filmArguments,
  probeArguments,
  screenArguments,
  screenProbeArguments,
} from '../../src/devices/arguments.ts';

const wanted = { near: { width: 160, height: 90 }, fps: 30 };
const file = { path: 'a clip.mp4', loop: false, still: false };
const new61 = { major: 6, minor: 1 };

const SCALE =
  "scale=w='max(2,2*trunc((min(min(iw*min(1,sar),320),180*dar))/2+.01))'" +
  ":h='max(2,2*trunc((min(min(ih/max(1,sar),180),320/dar))/2+.01))'";
const RATE = 'fps=30';
const SKIP = "select='isnan(prev_selected_t)+gte(t-prev_selected_t,0.0250)'";
const HEAD = '-hide_banner -loglevel error -nostdin';
const TAIL = '-c:v ppm -pix_fmt rgb24 -f image2pipe -flush_packets 1 pipe:1';

describe('a file', () => {
  test('plays in real time, once, from the disk only, without sound', () => {
    expect(fileArguments(file, wanted, new61)).toEqual([
      ...`${HEAD} -re -format_whitelist`.split(' '),
      expect.stringMatching(/^mov,mp4,/),
      ...'-protocol_whitelist file,pipe -max_pixels 100000000 -i'.split(' '),
      'file:a clip.mp4',
      ...'-an -sn -dn -vf'.split(' '),
      `${RATE},${SCALE}`,
      ...`-fps_mode passthrough ${TAIL}`.split(' '),
    ]);
  });

  test.each([
    ['a loop starts again for ever', { loop: true, still: false }, '-re -stream_loop -1 -format_whitelist'],
    [
      'a still is repeated once a second',
      { loop: false, still: true },
      '-re -threads 1 -framerate 1 -stream_loop -1 ',
    ],
  ])('%s', (_, kind, expected) => {
    expect(fileArguments({ ...file, ...kind }, wanted, new61).join(' ')).toContain(expected);
  });

  test('a film comes as fast as it is taken, with each of its pictures', () => {
    const argv = filmArguments(file, { near: wanted.near, fps: undefined }, new61).join(' ');
    expect(argv).toContain(`-vf ${SCALE} -fps_mode passthrough`);
    expect(argv).not.toContain('-re ');
    expect(filmArguments(file, wanted, new61).join(' ')).toContain(`-vf ${RATE},${SCALE} `);
  });

  test.each(['tty', 'bin', 'hls', 'dash', 'concat', 'image2', 'lavfi', 'svg_pipe', 'ass', 'sdp'])(
    'nothing is taken for %s',
    (format) => {
      const argv = probeArguments('a');
      expect(argv[argv.indexOf('-format_whitelist') + 1]?.split(',')).not.toContain(format);
    },
  );

  test('a name that looks like an option or a protocol stays a name', () => {
    for (const path of ['-y', 'http://example.org/a', 'concat:a|b']) {
      expect(fileArguments({ ...file, path }, wanted, new61)).toContain(`file:${path}`);
      expect(probeArguments(path)).toContain(`file:${path}`);
    }
  });
});

describe('the option that keeps the times of frames', () => {
  test.each([
    [{ major: 4, minor: 4 }, '-vsync 0'],
    [{ major: 5, minor: 0 }, '-vsync 0'],
    [{ major: 5, minor: 1 }, '-fps_mode passthrough'],
    [{ major: 8, minor: 0 }, '-fps_mode passthrough'],
    [undefined, '-fps_mode passthrough'],
  ])('of ffmpeg %j is %s', (version, expected) => {
    expect(fileArguments(file, wanted, version).join(' ')).toContain(` ${expected} `);
  });
});

describe('a camera', () => {
  const mode = { width: 640, height: 480, rate: '30' };

  test.each([
    [
      'linux',
      '/dev/video0',
      ['-f', 'v4l2', '-framerate', '30', '-video_size', '640x480', '-i', '/dev/video0'],
    ],
    ['darwin', '0', ['-f', 'avfoundation', '-framerate', '30', '-video_size', '640x480', '-i', '0:none']],
    ['win32', 'HD Webcam', ['-f', 'dshow', '-rtbufsize', '32M', '-i', 'video=HD Webcam']],
  ] as const)('on %s', (platform, id, input) => {
    expect(deviceArguments({ platform, id, mode }, wanted, new61)).toEqual([
      ...`${HEAD} -threads 1`.split(' '),
      ...input,
      ...'-an -sn -dn -vf'.split(' '),
      `${SKIP},${SCALE}`,
      ...`-fps_mode passthrough ${TAIL}`.split(' '),
    ]);
  });

  test.each([
    [{ width: 160, height: 90 }, 30, { width: 640, height: 480, rate: '30' }],
    [{ width: 640, height: 480 }, 10, { width: 640, height: 480, rate: '10' }],
    [{ width: 642, height: 480 }, 60, { width: 1280, height: 720, rate: '30' }],
    [{ width: 640, height: 482 }, 60, { width: 1280, height: 720, rate: '30' }],
  ])('is asked, for %j at %d fps, for %j', (near, fps, expected) => {
    expect(captureMode({ near, fps })).toEqual(expected);
  });
});

describe('a screen', () => {
  test.each([
    ['linux', ':0', ['-f', 'x11grab', '-framerate', '30', '-i', ':0']],
    [
      'darwin',
      '0',
      ['-f', 'avfoundation', '-framerate', '30', '-capture_cursor', '1', '-i', 'Capture screen 0:none'],
    ],
    ['win32', 'desktop', ['-f', 'gdigrab', '-framerate', '30', '-i', 'desktop']],
  ] as const)('on %s', (platform, id, input) => {
    expect(screenArguments({ platform, id }, wanted, new61)).toEqual([
      ...`${HEAD} -threads 1`.split(' '),
      ...input,
      ...'-an -sn -dn -vf'.split(' '),
      `${SKIP},${SCALE}`,
      ...`-fps_mode passthrough ${TAIL}`.split(' '),
    ]);
    expect(screenProbeArguments({ platform, id })).toEqual([
      ...HEAD.split(' '),
      ...input,
      ...'-frames:v 1 -f null -'.split(' '),
    ]);
  });
});
