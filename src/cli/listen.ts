import { writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { systemClock } from '../base/clock.ts';
import { ExitCode, reasonOf, VtalkError } from '../base/errors.ts';
import type { Identity } from '../base/packet.ts';
import { systemRandom } from '../base/random.ts';
import type { Call } from '../call/call.ts';
import { isLoopback } from '../net/address.ts';
import { listen as openListener, type Listener } from '../net/listener.ts';
import { formatInvitation, newToken } from '../secure/invitation.ts';
import type { Closers } from './closers.ts';
import { openSelf } from './identity.ts';
import type { ListenOptions } from './options.ts';
import { onStage, type Leave } from './stage.ts';

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
    const answer = options.answer ?? (options.headless || !options.input ? 'auto' : 'ask');
    call.listen({ answer, token, known, loopbackOnly: isLoopback(listener.host) }, invitation);
    if (options.invitationFile !== undefined) writeInvitation(options.invitationFile, invitation);
    event({ event: 'listening', port, invitation });
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

/** Only its owner may read it: it holds the secret that admits. */
function writeInvitation(path: string, invitation: string): void {
  try {
    writeFileSync(path, `${invitation}\n`, { mode: 0o600 });
  } catch (cause) {
    const hint = 'give --invitation-file a file in a folder that you may write to';
    throw new VtalkError(`can't write ${path}: ${reasonOf(cause)}`, {
      exitCode: ExitCode.usage,
      hint,
      cause,
    });
  }
}
