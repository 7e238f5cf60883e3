import { renameSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { systemClock } from '../base/clock.ts';
import { ExitCode, VtalkError } from '../base/errors.ts';
import type { ControlLink } from '../base/net.ts';
import type { Identity } from '../base/packet.ts';
import { systemRandom } from '../base/random.ts';
import type { Call } from '../call/call.ts';
import type { AnswerMode, Doorkeeper } from '../call/door/door.ts';
import type { MediaTransport } from '../control/messages.ts';
import { isLoopback } from '../net/address.ts';
import { listen as openListener, type Listener, type ListenerSink } from '../net/listener.ts';
import type { PathSink } from '../net/sink.ts';
import { formatInvitation, newToken } from '../secure/invitation.ts';
import { writeWhole } from '../store/private-file.ts';
import type { Closers } from './closers.ts';
import { soundPortOf } from './defaults.ts';
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
    mux: options.mux,
    met: self.remember,
  } as const;
  return await onStage(plan, async ({ call, event, closers }) => {
    const { identity } = self;
    const { bind, transport } = options;
    const place = { identity, host: bind, port: options.port, transport };
    const listener = await openFor(call, place, closers);
    if (!options.mux)
      await openSound(call, { ...place, port: listener.port, audioPort: options.audioPort }, closers);
    const { port } = listener;
    const token = newToken(systemRandom);
    const host = reachableHost(listener.host);
    const invitation = formatInvitation({ host, port, fingerprint: identity.fingerprint, token });
    const expiresAt = systemClock.now() + options.invitationHours * HOUR_MS;
    const door: Doorkeeper = {
      answer: answerMode(options),
      token,
      expiresAt,
      loopbackOnly: isLoopback(listener.host),
      get known() {
        return self.known;
      },
    };
    call.listen(door, invitation);
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

interface Place {
  identity: Identity;
  host: string | undefined;
  port: number;
  /** Pictures and sound that travel otherwise are not taken; undefined: all are. */
  transport?: MediaTransport | undefined;
}

/** A listener whose callers and datagrams reach `call`. */
export const openFor = (call: Call, place: Place, closers: Closers): Promise<Listener> =>
  open(place, { ...mediaSink(call, place.transport), caller: (link) => call.incoming(link) }, closers);

/**
 * The sound's own port, at which nobody rings. Where nobody has asked for a certain one, a call does without: then the
 * sound goes with the pictures.
 */
export async function openSound(
  call: Call,
  { audioPort, ...place }: Place & { audioPort?: number | undefined },
  closers: Closers,
): Promise<void> {
  const port = audioPort ?? soundPortOf(place.port);
  const sink = { ...mediaSink(call, place.transport), caller: (link: ControlLink) => void link.close() };
  try {
    await open({ ...place, port }, sink, closers);
  } catch (error) {
    if (audioPort !== undefined || !(error instanceof VtalkError)) throw error;
  }
}

async function open(place: Place, sink: ListenerSink, closers: Closers): Promise<Listener> {
  const listener = await openListener({ ...place, sink, clock: systemClock });
  closers.add(() => listener.close());
  return listener;
}

const mediaSink = (call: Call, transport: MediaTransport | undefined): PathSink => ({
  datagram: (datagram, path) =>
    transport === undefined || path.transport === transport
      ? call.datagram(datagram, path)
      : call.dropped(`media over ${path.transport}`),
  ended: (path) => call.pathEnded(path),
  dropped: (reason) => call.dropped(reason),
});

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
