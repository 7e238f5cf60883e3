import { renameSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { systemClock } from '../base/clock.ts';
import { ExitCode, VtalkError } from '../base/errors.ts';
import type { Identity } from '../base/packet.ts';
import { systemRandom } from '../base/random.ts';
import type { Call } from '../call/call.ts';
import type { AnswerMode } from '../call/door.ts';
import { isLoopback } from '../net/address.ts';
import { listen as openListener, type Listener } from '../net/listener.ts';
import { formatInvitation, newToken } from '../secure/invitation.ts';
import { writeWhole } from '../store/private-file.ts';
import type { Closers } from './closers.ts';
import { openSelf } from './identity.ts';
import type { ListenOptions } from './options.ts';
import type { Leave } from './signals.ts';
import { onStage } from './stage.ts';

const HOUR_MS = 3_600_000;

/** Waits for a call, and takes it. */
export async function listen(options: ListenOptions, leave: Leave): Promise<number> {
  const self = await openSelf();
  const plan = {
    kind: 'listen',
    options,
    leave,
    ringMs: options.ringTimeout * 1000,
    met: self.remember,
  } as const;
  return await onStage(plan, async ({ call, event, closers }) => {
    const { identity, known } = self;
    const listener = await openFor(call, { identity, host: options.bind, port: options.port }, closers);
    const { port } = listener;
    const token = newToken(systemRandom);
    const host = reachableHost(listener.host);
    const invitation = formatInvitation({ host, port, fingerprint: identity.fingerprint, token });
    const expiresAt = systemClock.now() + options.invitationHours * HOUR_MS;
    const loopbackOnly = isLoopback(listener.host);
    call.listen({ answer: answerMode(options), token, expiresAt, known, loopbackOnly }, invitation);
    if (options.invitationFile !== undefined) writeInvitation(options.invitationFile, invitation);
    event({ event: 'listening', port, invitation });
  });
}

/** Where nobody can be asked, whoever was invited is let in. */
function answerMode({ answer, headless, input }: ListenOptions): AnswerMode {
  const canAsk = input && !headless;
  if (answer !== 'ask' || canAsk) return answer ?? (canAsk ? 'ask' : 'auto');
  throw new VtalkError('--answer ask needs someone to ask', {
    exitCode: ExitCode.usage,
    hint: '--answer auto lets in whoever holds the invitation',
  });
}

/** A listener whose callers and datagrams reach `call`. */
export async function openFor(
  call: Call,
  { identity, host, port }: { identity: Identity; host: string | undefined; port: number },
  closers: Closers,
): Promise<Listener> {
  const listener = await openListener({
    host,
    port,
    identity,
    clock: systemClock,
    sink: {
      caller: (link) => call.incoming(link),
      datagram: (datagram, path) => call.datagram(datagram, path),
      ended: (path) => call.pathEnded(path),
      dropped: (reason) => call.dropped(reason),
    },
  });
  closers.add(() => listener.close());
  return listener;
}

/** How others may reach us: what we are bound to, else the first address that others can see. */
function reachableHost(bound: string): string {
  if (bound !== '::' && bound !== '0.0.0.0') return bound;
  const addresses = Object.values(networkInterfaces()).flatMap((entries) => entries ?? []);
  const visible = addresses.filter(({ internal }) => !internal);
  const best = visible.find(({ family }) => family === 'IPv4') ?? visible.find(({ scopeid }) => !scopeid);
  return best?.address ?? '127.0.0.1';
}

/** Whole or not at all, and only for its owner: it holds the secret that admits. */
const writeInvitation = (path: string, invitation: string): void =>
  writeWhole(path, `${invitation}\n`, (temporary) => renameSync(temporary, path));
