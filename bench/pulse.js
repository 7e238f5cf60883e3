// A PulseAudio of one's own without hardware: what is played into a room is heard by its monitor, which vtalk takes for what it
// is, and by a microphone, `ROOM.mic`.

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { needed } from './needed.js';

export const RATE = 48_000;
/** As pacat and parec take it. */
export const FORMAT = '--raw --format=s16le --rate=48000 --channels=1'.split(' ');
const SERVER = '--daemonize=no --exit-idle-time=-1 --disable-shm=yes --use-pid-file=no --log-level=error';

export class Pulse {
  folder = mkdtempSync(join(tmpdir(), 'vtalk-pulse-'));
  #children = [];

  /** `rooms`: names of null sinks. */
  static async start(rooms) {
    for (const program of ['pulseaudio', 'pactl', 'pacat', 'parec']) needed([program, '--version']);
    const pulse = new Pulse();
    await pulse.#start(rooms);
    return pulse;
  }

  path(name) {
    return join(this.folder, name);
  }

  /** Plays from now on; `latencyMs`: how far ahead, which is how late it can be. */
  play(room, pcm, latencyMs) {
    const file = this.path(`${room}.raw`);
    writeFileSync(file, new Uint8Array(pcm.buffer));
    const latency = latencyMs === undefined ? [] : [`--latency-msec=${latencyMs}`];
    const options = [...FORMAT, ...latency, `--device=${room}`];
    return this.#run('pacat', options, [openSync(file, 'r'), 'ignore', 'ignore']);
  }

  /** `heard` gets what is played there: samples, and when the last of them was. */
  listen(room, heard) {
    const options = [...FORMAT, '--latency-msec=10', `--device=${room}.monitor`];
    const child = this.#run('parec', options, ['ignore', 'pipe', 'ignore']);
    let odd = Buffer.alloc(0);
    child.stdout.on('data', (chunk) => {
      const bytes = Buffer.concat([odd, chunk]);
      const even = bytes.length & ~1;
      odd = bytes.subarray(even);
      heard(new Int16Array(Uint8Array.from(bytes.subarray(0, even)).buffer), performance.now());
    });
    return child;
  }

  close() {
    for (const child of this.#children) child.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #start(rooms) {
    const sinks = rooms.map(
      (room) => `load-module module-null-sink rate=48000 channels=1 norewinds=1 sink_name=${room}
load-module module-remap-source master=${room}.monitor source_name=${room}.mic\n`,
    );
    const socket = this.path('pulse.sock');
    const door = `load-module module-native-protocol-unix auth-anonymous=1 socket=${socket}\n`;
    writeFileSync(this.path('pulse.pa'), sinks.join('') + door);
    Object.assign(process.env, { XDG_RUNTIME_DIR: this.folder, PULSE_SERVER: `unix:${socket}` });
    this.#run('pulseaudio', ['-n', '-F', this.path('pulse.pa'), ...SERVER.split(' ')], 'ignore');
    while (spawnSync('pactl', ['info']).status !== 0) await sleep(100);
  }

  #run(command, args, stdio) {
    const child = spawn(command, args, { stdio });
    this.#children.push(child);
    return child;
  }
}
