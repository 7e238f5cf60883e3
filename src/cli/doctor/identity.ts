import type { Identity } from '../../base/packet.ts';
import { shortFingerprint } from '../../secure/fingerprint-text.ts';
import { findIdentity } from '../../store/identity-file.ts';
import { ok, troubleOf, type Finding } from './finding.ts';

export interface FoundIdentity {
  finding: Finding;
  /** Undefined when there is none yet, or none that may be used. */
  identity: Identity | undefined;
}

/** Whether the key is there, whole, and for its owner only. Nothing is made or changed. */
export function checkIdentity(directory: string): FoundIdentity {
  const check = 'identity';
  try {
    const identity = findIdentity(directory);
    const finding = identity
      ? `${shortFingerprint(identity.fingerprint)}, for your eyes only`
      : 'none yet: the first call makes one';
    return { finding: ok({ check, finding }), identity };
  } catch (error) {
    return { finding: troubleOf(check, 'problem', error), identity: undefined };
  }
}
