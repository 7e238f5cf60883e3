import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, vi } from 'vitest';

export const hasPulse = ['pulseaudio', 'parec', 'pacat', 'pactl'].every(
  (program) => spawnSync(program, ['--version']).status === 0,
);

/** Of the tone in the room. A fifth of a period more than fill a frame, so a frame that is missing moves its phase. */
export const TONE_HZ = 1010;
/** Whole periods of it, so it can be heard over and over. */
const TONE_S = 10;

/**
 * A PulseAudio of one's own for the tests of a file, without hardware: the loudspeakers "box" and "other", and as the
 * default microphone "room.monitor", which hears a tone.
 */
export function useNullSound(): void {
  let folder: string;
  const children: ChildProcess[] = [];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'vtalk-pulse-'));
    const socket = writeSettings(folder);
    vi.stubEnv('XDG_RUNTIME_DIR', folder);
    vi.stubEnv('PULSE_SERVER', `unix:${socket}`);
    vi.stubEnv('ALSA_CONFIG_PATH', join(folder, 'asound.conf'));
    const argv = '--daemonize=no --exit-idle-time=-1 --disable-shm=yes --use-pid-file=no --log-level=error';
    children.push(
      spawn('pulseaudio', ['-n', '-F', join(folder, 'pulse.pa'), ...argv.split(' ')], { stdio: 'ignore' }),
    );
    await vi.waitUntil(() => spawnSync('pactl', ['info']).status === 0, { timeout: 50_000, interval: 100 });
    // With the long buffers that it takes by itself pacat never runs dry.
    const player = 'pacat --raw --format=s16le --rate=48000 --channels=1 --device=room';
    const forever = `while cat tone.raw; do :; done | ${player}`;
    children.push(spawn('sh', ['-c', forever], { cwd: folder, stdio: 'ignore' }));
  });
  afterAll(async () => {
    // The end of one may be the end of another: without a server there is no player, and without that no tone.
    const closed = children.map((child) => once(child, 'close'));
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await Promise.all(closed);
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });
}

/** Without norewinds it would take two seconds in advance. */
const sink = (name: string, description: string): string =>
  `load-module module-null-sink rate=48000 channels=1 norewinds=1 sink_name=${name} sink_properties=device.description=${description}`;

/** Gives the socket. */
function writeSettings(folder: string): string {
  const socket = join(folder, 'pulse.sock');
  const settings = `${sink('box', 'Box')}
${sink('other', 'Other')}
${sink('room', 'Room')}
load-module module-native-protocol-unix auth-anonymous=1 socket=${socket}
set-default-sink box
set-default-source room.monitor
`;
  writeFileSync(join(folder, 'pulse.pa'), settings);
  const alsa = '</usr/share/alsa/alsa.conf>\npcm.!default { type pulse }\nctl.!default { type pulse }\n';
  writeFileSync(join(folder, 'asound.conf'), alsa);
  writeFileSync(join(folder, 'tone.raw'), new Uint8Array(tone().buffer));
  return socket;
}

const tone = (): Int16Array =>
  Int16Array.from({ length: TONE_S * 48_000 }, (_, at) =>
    Math.round(16_000 * Math.sin((2 * Math.PI * TONE_HZ * at) / 48_000)),
  );

/** How loud one frequency is in a frame, 0 to 1, and where it is in its period (Goertzel, 1958). */
export function hear(pcm: Readonly<Int16Array>, hertz: number): { amplitude: number; phase: number } {
  const step = (2 * Math.PI * hertz) / 48_000;
  let [last, before] = [0, 0];
  for (const value of pcm) [last, before] = [value / 32_768 + 2 * Math.cos(step) * last - before, last];
  const real = last - before * Math.cos(step);
  const imaginary = before * Math.sin(step);
  return { amplitude: (2 * Math.hypot(real, imaginary)) / pcm.length, phase: Math.atan2(imaginary, real) };
}
