import { systemClock } from '../base/clock.ts';
import { ExitCode, VtalkError } from '../base/errors.ts';
import type { ControlLink, Path } from '../base/net.ts';
import type { Identity } from '../base/packet.ts';
import type { Call } from '../call/call.ts';
import type { Dial } from '../call/call-parts.ts';
import type { End } from '../call/end.ts';
import type { Person } from '../call/state.ts';
import type { StreamKind } from '../control/messages.ts';
import { parseAddress } from '../net/address.ts';
import { dialControl, dialTcp, dialUdp } from '../net/dial.ts';
import { formatAddress, type Where } from '../secure/invitation.ts';
import { judge, type Judgement } from '../secure/trust.ts';
import { changedKey } from './changed-key.ts';
import { soundPortOf } from './defaults.ts';
import { openSelf, type Self } from './identity.ts';
import type { NetOptions } from './options.ts';
import { readWhere } from './read-where.ts';
import type { Leave } from './signals.ts';
import { onStage } from './stage.ts';

const DIAL_MS = 10_000;

/** Calls someone. */
export async function placeCall(text: string, options: NetOptions, leave: Leave): Promise<number> {
  const where = readWhere(text, { port: options.port, command: 'call' });
  const address = formatAddress(where);
  const self = await openSelf();
  const ringMs = options.ringTimeout * 1000;
  const met: Self['remember'] = (peer) => self.remember(peer, address);
  const { mux } = options;
  const plan = { kind: 'call', options, leave, ringMs, callee: where.host, met, mux } as const;
  return await onStage(plan, async ({ call, closers }) => {
    const { identity } = self;
    const link = await dialControl({ ...where, identity, timeoutMs: DIAL_MS, clock: systemClock });
    closers.add(() => link.close());
    const person: Person = { name: where.host, trust: admit(link, where, self, options) };
    const identify = (name: string): Person | End =>
      identifyAs(name, judge({ ...encounter(link, where, self), name }), self);
    ring(call, {
      link,
      identity,
      person,
      identify,
      transport: options.transport ?? 'udp',
      fallBack: options.transport === undefined,
      audioPort: options.audioPort ?? soundPortOf(where.port),
      token: where.token,
    });
  });
}

type Ring = Omit<Dial, 'dialPath'> & { identity: Identity; audioPort: number };

/** Rings over an open link; the media follow to the same address, whatever that was looked up to be. */
export function ring(call: Call, dial: Ring): void {
  call.ring({ ...dial, dialPath: (transport, kind) => dialMedia(call, dial, { transport, kind }) });
}

function dialMedia(
  call: Call,
  { link, identity, audioPort }: Ring,
  { transport, kind }: { transport: Dial['transport']; kind: StreamKind },
): Promise<Path> {
  const remote = parseAddress(link.remote);
  if (!remote) throw new VtalkError(`${link.remote} is no address for media`);
  const address = kind === 'audio' ? { ...remote, port: audioPort } : remote;
  const sink = {
    datagram: (datagram: Uint8Array, path: Path) => call.datagram(datagram, path),
    ended: (path: Path) => call.pathEnded(path),
    dropped: (reason: string) => call.dropped(reason),
  };
  if (transport === 'udp') return dialUdp({ ...address, sink });
  const peerFingerprint = link.peerFingerprint;
  return dialTcp({ ...address, sink, identity, peerFingerprint, timeoutMs: DIAL_MS, clock: systemClock });
}

const encounter = (link: ControlLink, where: Where & { port: number }, { known }: Self) => ({
  where: formatAddress(where),
  fingerprint: link.peerFingerprint,
  ...(where.fingerprint && { invited: where.fingerprint }),
  known,
});

/** Before anything is said. At a loopback address only the name that is told later can show that it is somebody else. */
function admit(
  link: ControlLink,
  where: Where & { port: number },
  self: Self,
  { input }: NetOptions,
): Person['trust'] {
  const judgement = judge(encounter(link, where, self));
  if (judgement.verdict === 'changed') {
    const { reason, ...end } = changedKey(judgement, self.known);
    throw new VtalkError(reason, end);
  }
  if (judgement.verdict === 'first contact' && !input) {
    throw new VtalkError(`${formatAddress(where)} was never called before, and nobody can be asked`, {
      exitCode: ExitCode.refused,
      hint: 'call with its invitation, or once without --no-input',
    });
  }
  return judgement.verdict;
}

/** Who is known goes by the name that we know, whatever it says today. */
function identifyAs(name: string, judgement: Judgement, { known }: Self): Person | End {
  if (judgement.verdict === 'changed') return changedKey(judgement, known);
  const friend = 'known' in judgement ? judgement.known : undefined;
  return { name: friend?.name || name, trust: judgement.verdict };
}
