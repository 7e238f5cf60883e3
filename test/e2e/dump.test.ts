import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freePort } from '../free-port.ts';
import { untilLong } from './file-text.ts';
import { headlessCall } from './headless-call.ts';
import { Sandbox } from './sandbox.ts';
import { finalStatsIn, untilStats } from './stats-file.ts';
import { lacking, Tool } from './tool.ts';

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
});
afterEach(() => sandbox.close());

const SIZE = { width: 160, height: 90 };
const LUMA_BYTES = SIZE.width * SIZE.height;
const FRAME_BYTES = LUMA_BYTES * 1.5;
const ENOUGH_FRAMES = 60;

/** A call that ends after a while. Resolves with how many frames were shown where the plain copies came from. */
async function callThatIsCopied(port: number): Promise<number> {
  const { host, caller } = await headlessCall(sandbox, {
    host: { args: ['--dump-rtp', `127.0.0.1:${port}`, '--size', '160x45', '--stats', sandbox.path('stats')] },
    caller: { args: ['--source', 'test'] },
  });
  await untilStats(sandbox.path('stats'), 'enough frames', (lines) =>
    lines.some(({ video }) => video.received.shown >= ENOUGH_FRAMES),
  );
  caller.kill('SIGTERM');
  await caller.ended();
  await host.ended();
  expect(host.stderr).toContain(`warning: --dump-rtp sends a plain copy of the call to 127.0.0.1:${port}`);
  expect(sandbox.read(`vtalk-${port}.sdp`)).toContain(`m=video ${port} RTP/AVP 98`);
  return finalStatsIn(sandbox.path('stats')).video.received.shown;
}

test.skipIf(lacking('gst-launch-1.0', '--version'))('GStreamer sees what the call shows', async () => {
  const port = await freePort();
  const caps = 'application/x-rtp,media=video,clock-rate=90000,encoding-name=VP9,payload=98';
  const source = ['udpsrc', 'address=127.0.0.1', `port=${port}`, `caps=${caps}`];
  const decoder = [
    '!',
    'rtpvp9depay',
    '!',
    'vp9dec',
    '!',
    `video/x-raw,width=${SIZE.width},height=${SIZE.height}`,
  ];
  const sink = ['!', 'filesink', 'location=frames.yuv', 'buffer-mode=unbuffered'];
  const gstreamer = new Tool(sandbox, 'gst-launch-1.0', ['-e', ...source, ...decoder, ...sink]);
  await gstreamer.says(/Setting pipeline to PLAYING/);
  const shown = await callThatIsCopied(port);
  await untilLong(sandbox.path('frames.yuv'), shown * FRAME_BYTES);
  expect(await gstreamer.stop()).toBe(0);
  expect(gstreamer.output).not.toMatch(/ERROR|WARN/);
  const frames = readFileSync(sandbox.path('frames.yuv'));
  expect(frames.length % FRAME_BYTES).toBe(0);
  const last = frames.subarray(-FRAME_BYTES).subarray(0, LUMA_BYTES);
  expect(new Set(last).size).toBeGreaterThan(100);
});

test.skipIf(lacking('tshark', '-i', 'lo', '-a', 'duration:0', '-w', '/dev/null'))(
  'tshark finds nothing malformed',
  async () => {
    const port = await freePort();
    const tshark = new Tool(sandbox, 'tshark', ['-i', 'lo', '-f', `udp port ${port}`, '-w', 'copy.pcapng']);
    await tshark.says(/Capturing on/);
    await callThatIsCopied(port);
    expect(await tshark.stop()).toBe(0);
    const packets = dissect(sandbox.path('copy.pcapng'), port);
    // The last may still be on their way to it.
    expect(packets.length).toBeGreaterThan(ENOUGH_FRAMES / 2);
    for (const packet of packets) expect(packet).toMatchObject({ version: '2', type: '98', malformed: '' });
    expect(new Set(packets.map(({ ssrc }) => ssrc)).size).toBe(1);
  },
);

interface Packet {
  version: string;
  type: string;
  ssrc: string;
  malformed: string;
}

/** What tshark makes of each packet; the fields of those that it takes for something else stay empty. */
function dissect(file: string, port: number): Packet[] {
  const fields = ['rtp.version', 'rtp.p_type', 'rtp.ssrc', '_ws.malformed'].flatMap((field) => ['-e', field]);
  const args = ['-r', file, '-d', `udp.port==${port},rtp`, '-T', 'fields', ...fields];
  const { stdout } = spawnSync('tshark', args, { encoding: 'utf8' });
  const lines = stdout.split('\n').slice(0, -1);
  return lines.map((line) => {
    const [version = '', type = '', ssrc = '', malformed = ''] = line.split('\t');
    return { version, type, ssrc, malformed };
  });
}
