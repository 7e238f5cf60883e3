import { VtalkError } from '../base/errors.ts';
import type { KnownPeer } from '../base/peers.ts';
import { sameName } from '../secure/trust.ts';

/**
 * The one known peer that `who` means: a fingerprint, or a name. Peers choose their names, so one that several bear, or
 * that only looks the same, names nobody. Throws a VtalkError when it isn't exactly one.
 */
export function findPeer(peers: readonly KnownPeer[], who: string): KnownPeer {
  const found = candidates(peers, who);
  const [peer] = found;
  if (peer && found.length === 1) return peer;
  throw new VtalkError(
    peer
      ? `${found.length} known peers go by the name of ${JSON.stringify(who)}`
      : `${JSON.stringify(who)} is not known`,
    { hint: peer ? 'give the key instead, which vtalk peers shows' : 'vtalk peers shows who is' },
  );
}

/** What `findPeer` takes for this peer: the name, where that tells. */
export const operandFor = (peer: KnownPeer, peers: readonly KnownPeer[]): string =>
  candidates(peers, peer.name).length === 1 ? peer.name : peer.fingerprint;

function candidates(peers: readonly KnownPeer[], who: string): KnownPeer[] {
  const byKey = peers.filter(({ fingerprint }) => fingerprint === who);
  return byKey.length > 0 ? byKey.slice(0, 1) : peers.filter(({ name }) => sameName(name, who));
}
