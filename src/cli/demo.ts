import { systemClock } from '../base/clock.ts';
import { systemRandom } from '../base/random.ts';
import { Call } from '../call/call.ts';
import { Headless } from '../call/headless.ts';
import { testCard } from '../devices/test-card.ts';
import { dialControl } from '../net/dial.ts';
import { retoucher } from '../picture/retoucher.ts';
import { createIdentity } from '../secure/identity.ts';
import { newToken } from '../secure/invitation.ts';
import { ring } from './call.ts';
import { camerasFor } from './camera.ts';
import { soundPortOf } from './defaults.ts';
import { openFor, openSound } from './listen.ts';
import type { DemoOptions } from './options.ts';
import { Partner } from './partner.ts';
import type { Leave } from './signals.ts';
import { onStage, type Stage } from './stage.ts';

const LOCALHOST = '127.0.0.1';
const PARTNER_CELLS = { columns: 80, rows: 24 };

/** A real call, over real sockets of this machine, with a partner that lives in the same process. */
export const demo = (options: DemoOptions, leave: Leave): Promise<number> =>
  onStage(
    {
      kind: 'demo',
      options,
      leave,
      mux: options.mux,
      callee: 'ben',
      camera: testCard({ clock: systemClock, look: 'ana' }),
    },
    async (stage) => {
      const [mine, bens] = await Promise.all([createIdentity(), createIdentity()]);
      const token = newToken(systemRandom);
      const partner = hire(stage, options);
      const place = { identity: bens, host: LOCALHOST };
      const listener = await openFor(partner, { ...place, port: 0 }, stage.closers);
      if (!options.mux) await openSound(partner, { ...place, port: listener.port }, stage.closers);
      partner.listen({ answer: 'auto', token, loopbackOnly: true, known: [] }, '');
      const address = { host: LOCALHOST, port: listener.port };
      const link = await dialControl({ ...address, identity: mine, timeoutMs: 5000, clock: systemClock });
      stage.closers.add(() => link.close());
      const person = { name: 'ben', trust: 'invitation' } as const;
      const transport = options.transport ?? 'udp';
      ring(stage.call, {
        fallBack: options.transport === undefined,
        audioPort: soundPortOf(listener.port),
        link,
        identity: mine,
        person,
        transport,
        token,
        identify: () => person,
      });
    },
  );

/** The partner: a call like any other, with the other test card, no screen, and someone who answers. */
function hire({ codec, scaler, closers }: Stage, options: DemoOptions): Call {
  const partner = new Partner(systemClock);
  const display = new Headless({ ...PARTNER_CELLS, painted: (capturedAt) => call.painted(capturedAt) });
  const call = new Call({
    clock: systemClock,
    random: systemRandom,
    codec,
    scaler,
    retoucher,
    display,
    camera: testCard({ clock: systemClock, look: 'ben' }),
    cameras: camerasFor(options),
    usage: () => ({ cpuMs: 0, rssBytes: 0 }),
    event: (event) => partner.hear(event, call),
    stats: () => {},
    suspend: () => Promise.resolve(),
    settings: { kind: 'listen', me: 'ben', cameraOn: true, mux: false, fps: options.fps, look: 'none' },
  });
  closers.add(async () => {
    partner.leave();
    call.command({ do: 'quit' });
    await call.closed;
  });
  return call;
}
