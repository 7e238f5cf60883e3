import { VtalkError } from '../base/errors.ts';
import type { KnownPeer } from '../base/peers.ts';
import { sanitiseName } from '../control/sanitise.ts';
import { sameName } from '../secure/trust.ts';
import { configDirectory } from '../store/config-directory.ts';
import { changePeer, readKnownPeers } from '../store/known-peers.ts';
import { findPeer } from './find-peer.ts';
import { describePeer, formatPeers } from './peer-table.ts';
import { utcNow } from './utc-now.ts';

/** Shows everyone in known_peers: a table, or one JSON object. */
export function listPeers({ json }: { json: boolean }): void {
  const { peers, badLines } = readKnownPeers(configDirectory(process.env));
  if (badLines > 0) process.stderr.write(`warning: lines of known_peers that tell of no peer: ${badLines}\n`);
  print(json ? JSON.stringify({ peers: peers.map(describePeer) }) : formatPeers(peers));
}

/** From now on the peer goes by that name here, whatever it calls itself. */
export function renamePeer(who: string, newName: string): void {
  const name = sanitiseName(newName);
  const former = changeOne(who, (peer, others) => {
    if (others.some((other) => sameName(other.name, name))) {
      throw new VtalkError(`another peer is called ${name}`, { hint: 'choose a name that tells them apart' });
    }
    return { ...peer, name };
  });
  print(`${nameOf(former)} is called ${name} now`);
}

/** The next call with the peer is a first contact again. */
export function forgetPeer(who: string): void {
  print(`${nameOf(changeOne(who, () => undefined))} is forgotten`);
}

/** The user has compared the words of a call. */
export function verifyPeer(who: string): void {
  const peer = changeOne(who, (found) => ({ ...found, verifiedAt: utcNow() }));
  print(`${nameOf(peer)} is verified, from the next call on`);
}

type Change = (peer: KnownPeer, others: readonly KnownPeer[]) => KnownPeer | undefined;

/** Gives the peer as it was. */
function changeOne(who: string, change: Change): KnownPeer {
  const directory = configDirectory(process.env);
  const { peers } = readKnownPeers(directory);
  const peer = findPeer(peers, who);
  const others = peers.filter(({ fingerprint }) => fingerprint !== peer.fingerprint);
  changePeer(directory, peer.fingerprint, (found) => change(found, others));
  return peer;
}

const nameOf = ({ name, fingerprint }: KnownPeer): string => name || fingerprint;

function print(text: string): void {
  // Whoever reads the list may have read enough.
  process.stdout.on('error', () => {});
  process.stdout.write(`${text}\n`);
}
