import { createPrivateKey, X509Certificate } from 'node:crypto';
import { linkSync } from 'node:fs';
import { join } from 'node:path';
import { VtalkError } from '../base/errors.ts';
import { keyFingerprint } from '../base/fingerprint.ts';
import type { Identity } from '../base/packet.ts';
import {
  hasCode,
  makePrivateDirectory,
  readPrivate,
  refuseLooseDirectory,
  refuseReadOnly,
  writeWhole,
} from './private-file.ts';

/**
 * The identity that `directory` holds in identity.pem; at the first start `create` makes it. Programs that start at
 * once get the same one. Throws a VtalkError with the command that helps when others could read the key, or when the
 * file holds none.
 */
export async function openIdentity(directory: string, create: () => Promise<Identity>): Promise<Identity> {
  makePrivateDirectory(directory);
  const path = join(directory, 'identity.pem');
  return readIdentity(path) ?? storeIdentity(path, await create());
}

/** As `openIdentity`, but makes nothing: undefined before the first start. Throws also when that could make none. */
export function findIdentity(directory: string): Identity | undefined {
  refuseLooseDirectory(directory);
  const identity = readIdentity(join(directory, 'identity.pem'));
  if (!identity) refuseReadOnly(directory);
  return identity;
}

function readIdentity(path: string): Identity | undefined {
  const text = readPrivate(path);
  if (text === undefined) return undefined;
  const identity = parseIdentity(text);
  if (identity) return identity;
  throw new VtalkError(`${path} holds no key with its certificate`, {
    hint: `to start over with a new identity: mv '${path}' '${path}.old'`,
  });
}

/** Gives what the file holds in the end: another program may have been faster. */
function storeIdentity(path: string, identity: Identity): Identity {
  writeWhole(path, identity.privateKeyPem + identity.certificatePem, (temporary) =>
    linkUnlessThere(temporary, path),
  );
  const stored = readIdentity(path);
  if (stored) return stored;
  throw new VtalkError(`${path} is a link that leads nowhere`, { hint: `rm '${path}'` });
}

/** Unlike a rename, a link never takes the place of what is there. */
function linkUnlessThere(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  }
}

/** One PEM block of each kind, in either order; undefined when one is missing or they don't belong together. */
function parseIdentity(text: string): Identity | undefined {
  const privateKeyPem = blockOf(text, 'PRIVATE KEY');
  const certificatePem = blockOf(text, 'CERTIFICATE');
  try {
    const certificate = new X509Certificate(certificatePem);
    if (!certificate.checkPrivateKey(createPrivateKey(privateKeyPem))) return undefined;
    return { privateKeyPem, certificatePem, fingerprint: keyFingerprint(certificate.publicKey) };
  } catch {
    return undefined;
  }
}

function blockOf(text: string, kind: string): string {
  const [block = ''] =
    new RegExp(`^-----BEGIN ${kind}-----$[^-]*^-----END ${kind}-----$\\n?`, 'm').exec(text) ?? [];
  return block;
}
