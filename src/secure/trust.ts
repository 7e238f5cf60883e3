import { BlockList, isIP } from 'node:net';
import type { KnownPeer } from '../base/peers.ts';
import { formatFingerprint } from './fingerprint-text.ts';
import { parseWhere } from './invitation.ts';
import { sameBytes } from './same-bytes.ts';

/** What is known of a peer when its key has been seen. */
export interface Encounter {
  /** "host:port" as dialled; undefined for who calls us. */
  where: string | undefined;
  /** As the peer calls itself. */
  name?: string;
  /** SHA-256 of its public key, 32 bytes. */
  fingerprint: Uint8Array;
  /** The fingerprint that the invitation promised. */
  invited?: Uint8Array;
  known: readonly KnownPeer[];
}

/** How we know who the peer is; or that it is not who it should be, and why, in words for an error. */
export type Judgement =
  | { verdict: 'invitation' | 'first contact' }
  | { verdict: 'known' | 'verified'; known: KnownPeer }
  | { verdict: 'changed'; known: KnownPeer | undefined; reason: string };

/**
 * Trust on first use, unless an invitation tells the key; that alone decides then, though who was verified stays so. A peer is remembered by its key. Any
 * other key, known or not, is refused under an address that belongs to a known one; under a loopback address, where `ssh -L` puts
 * everyone, only if the name is the same too. Names alone prove nothing: two people may share one.
 */
export function judge({ where, name, fingerprint, invited, known }: Encounter): Judgement {
  const text = formatFingerprint(fingerprint);
  const friend = known.find((peer) => peer.fingerprint === text);
  if (invited) {
    if (sameBytes(invited, fingerprint))
      return friend?.verifiedAt === undefined ? { verdict: 'invitation' } : recognised(friend);
    return {
      verdict: 'changed',
      known: undefined,
      reason: 'the invitation tells another key than the host has',
    };
  }
  const expected = known.filter((peer) => isExpected(peer, where, name));
  const former = friend && expected.includes(friend) ? undefined : expected[0];
  if (!former) return friend ? recognised(friend) : { verdict: 'first contact' };
  return {
    verdict: 'changed',
    known: former,
    reason: `${former.name || former.where} had another key before`,
  };
}

const recognised = (known: KnownPeer): Judgement => ({
  verdict: known.verifiedAt === undefined ? 'known' : 'verified',
  known,
});

const isExpected = (peer: KnownPeer, where: string | undefined, name: string | undefined): boolean =>
  where !== undefined && peer.where === where && (!isLoopback(where) || sameName(peer.name, name));

/** Names that look alike are the same name; no name is like none. */
export const sameName = (one: string, other = ''): boolean => other !== '' && folded(one) === folded(other);

const folded = (name: string): string => name.normalize('NFKC').toLowerCase();

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8);
LOOPBACK.addAddress('::1', 'ipv6');

/** Through `ssh -L` everyone is localhost: such an address says nothing of who is there. */
function isLoopback(where: string): boolean {
  const host = parseWhere(where)?.host ?? '';
  if (/^(.*\.)?localhost$/i.test(host)) return true;
  const family = isIP(host);
  return family !== 0 && LOOPBACK.check(host, family === 6 ? 'ipv6' : 'ipv4');
}
