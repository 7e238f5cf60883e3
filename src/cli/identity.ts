import type { Identity } from '../base/packet.ts';
import type { KnownPeer } from '../base/peers.ts';
import { formatFingerprint } from '../secure/fingerprint-text.ts';
import { createIdentity } from '../secure/identity.ts';
import { configDirectory } from '../store/config-directory.ts';
import { openIdentity } from '../store/identity-file.ts';
import { followKnownPeers, rememberPeer } from '../store/known-peers.ts';
import { utcNow } from './utc-now.ts';

/** Who we are and whom we know, as kept on disk. */
export interface Self {
  identity: Identity;
  /** As the file has it now. */
  readonly known: readonly KnownPeer[];
  /** `where`: as dialled. */
  remember: (peer: { name: string; fingerprint: Uint8Array }, where?: string) => void;
}

/** Made on the first start. Throws a VtalkError when others could read the key. */
export async function openSelf(): Promise<Self> {
  const directory = configDirectory(process.env);
  const identity = await openIdentity(directory, createIdentity);
  const known = followKnownPeers(directory);
  return {
    identity,
    get known() {
      return known();
    },
    remember: ({ name, fingerprint }, where) => {
      const now = utcNow();
      const peer = {
        fingerprint: formatFingerprint(fingerprint),
        name,
        where,
        firstSeen: now,
        lastSeen: now,
      };
      rememberPeer(directory, peer);
    },
  };
}
