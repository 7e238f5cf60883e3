import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { DeviceMicrophone } from '../../src/devices/sound/sound-device.ts';
import { recorders } from '../../src/devices/sound/recorders.ts';
import { builtWay } from '../devices/sound/built-way.ts';
import { Ear } from '../devices/sound/fake-sound.ts';
import { hasPulse, hear, TONE_HZ, useNullSound } from '../devices/sound/null-sound.ts';
import { headlessCall } from './headless-call.ts';
import { Sandbox } from './sandbox.ts';

vi.setConfig({ testTimeout: 60_000 });

/** Of the tone in the room, of which 1 would be full scale. */
const TONE = 16_000 / 32_768;
const WAYS: readonly (readonly string[])[] = [['--transport', 'udp'], ['--transport', 'tcp'], ['--mux']];

let sandbox: Sandbox;
const closers: (() => Promise<void>)[] = [];
beforeEach(() => {
  sandbox = new Sandbox();
});
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
  sandbox.close();
});

/** What the loudspeaker of that name plays. */
function earAt(loudspeaker: string): Ear {
  const target = { system: 'pulse', id: `${loudspeaker}.monitor` } as const;
  const programs = recorders({ platform: 'linux', target, ffmpeg: undefined });
  const ways = programs
    .filter(({ path }) => path === 'parec')
    .map((program) => builtWay('recorder', program));
  const microphone = new DeviceMicrophone({ id: loudspeaker, label: loudspeaker, ways, clock: systemClock });
  closers.push(() => microphone.close());
  const ear = new Ear();
  microphone.open(ear);
  return ear;
}

/** The loudness of the tone in the newest 50 frames, which must all have it. */
const toneIn = ({ frames }: Ear): number =>
  frames.length < 50 ? 0 : Math.min(...frames.slice(-50).map(({ pcm }) => hear(pcm, TONE_HZ).amplitude));

describe.skipIf(!hasPulse && !process.env['CI'])('on a sound server (skipped: no pulseaudio here)', () => {
  useNullSound();

  test.each(WAYS.map((flags) => [flags.join(' '), flags] as const))(
    'a tone goes both ways, as high and as loud: %s',
    async (_, way) => {
      const env = { PULSE_SERVER: process.env['PULSE_SERVER'] ?? '' };
      const side = (loudspeaker: string): { args: string[]; env: Record<string, string> } => ({
        args: ['--no-video', '--headphones', '--mic', 'room.monitor', '--speaker', loudspeaker],
        env,
      });
      const { args, ...caller } = side('other');
      const call = await headlessCall(sandbox, {
        host: side('box'),
        caller: { ...caller, args: [...args, ...way] },
      });
      for (const ear of [earAt('box'), earAt('other')])
        await ear.until(() => Math.abs(20 * Math.log10(toneIn(ear) / TONE)) < 3 || ear.over);
      call.caller.kill('SIGTERM');
      expect([await call.caller.ended(), await call.host.ended()]).toEqual([143, 0]);
      expect(sandbox.processes()).toEqual([]);
    },
  );
});
