import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hasPulse, useNullSound } from '../devices/sound/null-sound.ts';
import { Ears } from './ears.ts';
import { Program } from './headless.ts';
import { headlessCall, LISTEN } from './headless-call.ts';
import { Sandbox } from './sandbox.ts';
import { Window } from './window.ts';

const WAYS: readonly (readonly string[])[] = [['--transport', 'udp'], ['--transport', 'tcp'], ['--mux']];

let sandbox: Sandbox;
let ears: Ears;
let window: Window | undefined;
beforeEach(() => {
  sandbox = new Sandbox();
  ears = new Ears();
});
afterEach(async () => {
  await Promise.all([ears.close(), closeWindow()]);
  sandbox.close();
});

/** Its shell, too. */
async function closeWindow(): Promise<void> {
  await window?.close();
  window = undefined;
}

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
      for (const loudspeaker of ['box', 'other']) await ears.hearTone(loudspeaker);
      call.caller.kill('SIGTERM');
      expect([await call.caller.ended(), await call.host.ended()]).toEqual([143, 0]);
      await sandbox.untilGone();
    },
  );

  test('another loudspeaker plays from the moment it is chosen, and the one before it no more', async () => {
    const env = { PULSE_SERVER: process.env['PULSE_SERVER'] ?? '' };
    const sound = ['--no-video', '--headphones', '--mic', 'room.monitor'];
    const host = new Program(sandbox, [...LISTEN, ...sound, '--speaker', 'none'], { env });
    const { invitation } = await host.event('listening');
    window = Window.vtalk(sandbox, ['call', invitation, ...sound, '--speaker', 'box'], {
      user: 'ben',
      env,
    });
    await ears.hearTone('box');
    window.type('M');
    await window.sees('Tab: loudspeaker');
    window.type('\t');
    await window.sees(/1 • Box +▁▂/);
    window.type('2\r');
    await ears.hearTone('other');
    await ears.hearNothing('box');
    window.type('q');
    expect([await window.ended(), await host.ended()]).toEqual([0, 0]);
    await closeWindow();
    await sandbox.untilGone();
  });

  test('an echo test gives the tone back, and nothing else is ever played in a mirror', async () => {
    const env = { PULSE_SERVER: process.env['PULSE_SERVER'] ?? '' };
    const args = ['mirror', '--no-video', '--headphones', '--mic', 'room.monitor', '--speaker', 'box'];
    window = Window.vtalk(sandbox, args, { env });
    await window.sees(/mic [▃-▇]/);
    await ears.hearNothing('box');
    window.type('e');
    await window.sees('echo test: speak');
    await window.sees('echo test: listen');
    await ears.hearTone('box');
    await window.until('the end of the test', () => window?.text.includes('echo test') === false);
    await ears.hearNothing('box');
    window.type('q');
    expect(await window.ended()).toBe(0);
    await closeWindow();
    await sandbox.untilGone();
  });
});
