import type { Clock, Ms } from '../../base/clock.ts';
import type { ControlLink } from '../../base/net.ts';
import type { Identity } from '../../base/packet.ts';
import type { KnownPeer } from '../../base/peers.ts';
import { parseAddress, type Address } from '../../net/address.ts';
import { dialControl } from '../../net/dial.ts';
import { connectTime, isUdpRefused } from '../../net/reachability.ts';
import { shortFingerprint } from '../../secure/fingerprint-text.ts';
import { formatAddress, type Where } from '../../secure/invitation.ts';
import { judge } from '../../secure/trust.ts';
import { changedKey } from '../changed-key.ts';
import { ok, troubleOf, type Finding } from './finding.ts';

export interface HostCheck {
  where: Where & { port: number };
  identity: Identity;
  known: readonly KnownPeer[];
  clock: Clock;
}

const DIAL_MS: Ms = 5000;
const ROUND_TRIP_MS: Ms = 2000;
const ROUND_TRIPS = 3;
/** An ICMP message comes back within a round trip; this is one around the world. */
const UDP_MS: Ms = 500;

/** Goes as far towards a host as one can without ringing: TCP, TLS, its key, the round trip, UDP. Never rejects. */
export async function checkHost({ where, identity, known, clock }: HostCheck): Promise<Finding[]> {
  const begunAt = clock.now();
  let link: ControlLink;
  try {
    link = await dialControl({ ...where, identity, timeoutMs: DIAL_MS, clock });
  } catch (error) {
    return [troubleOf('host', 'problem', error)];
  }
  void link.close();
  const dialMs = Math.round(clock.now() - begunAt);
  const finding = `${formatAddress(where)} speaks vtalk, connected in ${dialMs} ms`;
  const reached = ok({ check: 'host', finding, measured: { dialMs } });
  const key = judgeKey({ where, fingerprint: link.peerFingerprint, known });
  const address = parseAddress(link.remote);
  return address ? [reached, key, ...(await checkPaths(address, where, clock))] : [reached, key];
}

/** Whether it is who it should be, as a call would judge. */
export function judgeKey(seen: {
  where: Where & { port: number };
  fingerprint: Uint8Array;
  known: readonly KnownPeer[];
}): Finding {
  const { where, fingerprint, known } = seen;
  const invited = where.fingerprint;
  const judgement = judge({ where: formatAddress(where), fingerprint, known, ...(invited && { invited }) });
  const check = 'key';
  const short = shortFingerprint(fingerprint);
  if (judgement.verdict === 'changed') {
    const { reason, hint } = changedKey(judgement, known);
    return { check, status: 'problem', finding: reason, fix: hint };
  }
  if ('known' in judgement) {
    const { verdict, known: peer } = judgement;
    return ok({ check, finding: `${short}, ${verdict} as ${peer.name || peer.where}` });
  }
  const isInvited = judgement.verdict === 'invitation';
  const finding = isInvited ? 'as the invitation tells' : 'never met before: a call will remember it';
  return ok({ check, finding: `${short}, ${finding}` });
}

async function checkPaths(
  address: Address,
  where: Where & { port: number },
  clock: Clock,
): Promise<Finding[]> {
  const [times, isRefused] = await Promise.all([
    roundTrips(address, clock),
    isUdpRefused(address, clock, UDP_MS),
  ]);
  return [judgeRoundTrip(times), judgeUdp(isRefused, formatAddress(where))];
}

async function roundTrips(address: Address, clock: Clock): Promise<Ms[]> {
  const times: Ms[] = [];
  for (let count = 0; count < ROUND_TRIPS; count++) {
    const time = await connectTime(address, clock, ROUND_TRIP_MS / ROUND_TRIPS);
    if (time !== undefined) times.push(time);
  }
  return times;
}

/** Beyond this people begin to speak at the same time (ITU-T G.114: 400 ms one way is too much). */
const TALKABLE_MS: Ms = 800;

/** The least is nearest to what the line takes; the others waited for a processor. */
export function judgeRoundTrip(times: readonly Ms[]): Finding {
  const check = 'round-trip';
  if (times.length === 0)
    return { check, status: 'warning', finding: 'could not be measured', fix: 'vtalk doctor WHERE, again' };
  const roundTripMs = Math.round(Math.min(...times) * 10) / 10;
  const measured = { roundTripMs };
  const finding = `${roundTripMs} ms`;
  if (roundTripMs <= TALKABLE_MS) return ok({ check, finding, measured });
  const fix = 'use a line with less delay: a cable, or another network';
  return { check, status: 'warning', finding: `${finding}: hard to talk`, fix, measured };
}

export function judgeUdp(isRefused: boolean, where: string): Finding {
  const check = 'udp';
  if (!isRefused) {
    const why = 'vtalk answers no stranger, so only a call can tell, and takes tcp where it has to';
    return ok({ check, finding: `not known to be closed; ${why}` });
  }
  const fix = `vtalk call ${where} --transport tcp`;
  return { check, status: 'warning', finding: 'closed on the way or at the host', fix };
}
