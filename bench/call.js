// What a call costs: two installed programs on terminals of 160 x 45 cells, over real sockets, for each transport and
// codec engine; beside what the naive ways would take for the same pictures. Usage: node bench/call.js [FILE] [SECONDS]
import { mkdtempSync, readFileSync, rmSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from '@lydell/node-pty';
import sharp from 'sharp';
import { drawTestCard } from '../dist/devices/card-picture.js';

const [source = 'test', seconds = '10'] = process.argv.slice(2);
const main = new URL('../dist/main.js', import.meta.url).pathname;
const CELLS = { cols: 160, rows: 45 };
const BYTES_OF_A_REPAINTED_CELL = '\x1b[38;2;100;100;100;48;2;100;100;100m▀'.length + 2;

function start(home, codec, args) {
  const env = { ...process.env, XDG_CONFIG_HOME: home, VTALK_CODEC: codec, COLORTERM: 'truecolor' };
  const common = ['--layout', 'full', '--source', source, '--loop', '--duration', seconds];
  const pty = spawn(process.execPath, [main, ...args, ...common], { ...CELLS, name: 'xterm-256color', env });
  pty.onData(() => {});
  return new Promise((resolve) => pty.onExit(resolve));
}

async function call(transport, codec) {
  const folder = mkdtempSync(join(tmpdir(), 'vtalk-bench-'));
  const invitation = join(folder, 'invitation');
  const stats = join(folder, 'stats');
  const listen = [
    'listen',
    '--bind',
    '127.0.0.1',
    '--port',
    '0',
    '--answer',
    'auto',
    '--invitation-file',
    invitation,
  ];
  const host = start(join(folder, 'host'), codec, [...listen, '--stats', join(folder, 'other')]);
  while (!existsSync(invitation)) await new Promise((resolve) => setTimeout(resolve, 20));
  const where = readFileSync(invitation, 'utf8').trim();
  const caller = start(join(folder, 'caller'), codec, [
    'call',
    where,
    '--transport',
    transport,
    '--stats',
    stats,
  ]);
  await Promise.all([host, caller]);
  const lines = readFileSync(stats, 'utf8').trim().split('\n');
  rmSync(folder, { recursive: true });
  return JSON.parse(lines.at(-1));
}

/** A JPEG of each frame, as imagezmq and others send it, in kB/s. */
async function jpegRate(width, height) {
  let bytes = 0;
  for (let frame = 0; frame < 30; frame++) {
    const data = drawTestCard(frame * 33, 'ana', { width, height });
    bytes += (
      await sharp(data, { raw: { width, height, channels: 3 } })
        .jpeg({ quality: 80 })
        .toBuffer()
    ).length;
  }
  return bytes / 1000;
}

const rows = [];
for (const transport of ['udp', 'tcp']) {
  for (const codec of ['native', 'wasm']) {
    const { video, tty, cpuPct, rssMb } = await call(transport, codec);
    const [columns, lines] = tty.region.split('x').map(Number);
    const { width, height } = video.received;
    rows.push({
      transport,
      codec,
      picture: `${width}x${height}`,
      'fps in': video.received.fps,
      'kB/s in': Math.round(video.received.kbps / 0.8) / 10,
      'of raw, 1/': Math.round((width * height * 3 * 30) / ((video.received.kbps / 8) * 1000)),
      'of JPEG, 1/': Math.round((await jpegRate(width, height)) / (video.received.kbps / 8)),
      'B/cell/frame': Math.round(((tty.kBps * 1000) / tty.fps / columns / lines) * 10) / 10,
      'of repaint, 1/':
        Math.round((BYTES_OF_A_REPAINTED_CELL / ((tty.kBps * 1000) / tty.fps / columns / lines)) * 10) / 10,
      'ms p50': video.received.latencyMsP50,
      'ms p95': video.received.latencyMsP95,
      'CPU %': cpuPct,
      'RSS MB': rssMb,
    });
  }
}
console.table(rows);
