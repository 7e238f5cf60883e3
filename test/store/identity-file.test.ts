import { createHash, generateKeyPairSync, X509Certificate } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ExitCode, VtalkError } from '../../src/base/errors.ts';
import type { Identity } from '../../src/base/packet.ts';
import { createIdentity } from '../../src/secure/identity.ts';
import { openIdentity } from '../../src/store/identity-file.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const onWindows = process.platform === 'win32';
const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);
const noCreation = (): Promise<Identity> => Promise.reject(new Error('there is an identity already'));

/** The error that opening gives; anything else fails the test. */
async function refusal(directory: string): Promise<VtalkError> {
  const error: unknown = await openIdentity(directory, noCreation).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(VtalkError);
  if (!(error instanceof VtalkError)) throw error;
  expect(error.exitCode).toBe(ExitCode.failed);
  return error;
}

/** A directory with an identity in it, and the path of the file. */
async function stored(): Promise<{ directory: string; file: string; identity: Identity }> {
  const directory = temporaryDirectory();
  const identity = await openIdentity(directory, createIdentity);
  return { directory, file: join(directory, 'identity.pem'), identity };
}

describe('openIdentity', () => {
  it('makes an identity once, and reads it ever after', async () => {
    const { directory, file, identity } = await stored();
    const text = readFileSync(file, 'utf8');
    expect(await openIdentity(directory, noCreation)).toEqual(identity);
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(text).toContain(identity.privateKeyPem);
    expect(text).toContain(identity.certificatePem);
  });

  it('makes the directory, and leaves nothing else in it', async () => {
    const directory = join(temporaryDirectory(), 'deep', 'vtalk');
    await openIdentity(directory, createIdentity);
    expect(readdirSync(directory)).toEqual(['identity.pem']);
  });

  it.skipIf(onWindows)('keeps directory and file to their owner', async () => {
    const directory = join(temporaryDirectory(), 'vtalk');
    await openIdentity(directory, createIdentity);
    expect([modeOf(directory), modeOf(join(directory, 'identity.pem'))]).toEqual(['700', '600']);
  });

  it('gives the same identity to all who start at once', async () => {
    const directory = temporaryDirectory();
    const identities = await Promise.all(
      Array.from({ length: 8 }, () => openIdentity(directory, createIdentity)),
    );
    expect(new Set(identities.map(({ privateKeyPem }) => privateKeyPem)).size).toBe(1);
    expect(readdirSync(directory)).toEqual(['identity.pem']);
    expect(await openIdentity(directory, noCreation)).toEqual(identities[0]);
  });

  it('reads key and certificate in either order, with words and other line ends between them', async () => {
    const { directory, file, identity } = await stored();
    const text = `my own\n\n${identity.certificatePem}\n# the key\n${identity.privateKeyPem}`.replaceAll(
      '\n',
      '\r\n',
    );
    writeFileSync(file, text);
    expect((await openIdentity(directory, noCreation)).fingerprint).toEqual(identity.fingerprint);
  });

  it.skipIf(onWindows).each([0o644, 0o640, 0o604, 0o620, 0o601])(
    'refuses a file of mode %o',
    async (mode) => {
      const { directory, file } = await stored();
      chmodSync(file, mode);
      expect(await refusal(directory)).toMatchObject({ hint: `chmod 600 '${file}'` });
    },
  );

  it.skipIf(onWindows).each([0o755, 0o750, 0o701])('refuses a directory of mode %o', async (mode) => {
    const { directory } = await stored();
    chmodSync(directory, mode);
    expect(await refusal(directory)).toMatchObject({ hint: `chmod 700 '${directory}'` });
  });

  it.skipIf(onWindows)('follows a link to a file of our own', async () => {
    const { file, identity } = await stored();
    const directory = temporaryDirectory();
    symlinkSync(file, join(directory, 'identity.pem'));
    expect(await openIdentity(directory, noCreation)).toEqual(identity);
  });

  it.skipIf(onWindows)(
    'refuses a link that leads nowhere: the identity would be another one at each start',
    async () => {
      const directory = temporaryDirectory();
      const file = join(directory, 'identity.pem');
      symlinkSync(join(directory, 'missing'), file);
      await expect(openIdentity(directory, createIdentity)).rejects.toMatchObject({ hint: `rm '${file}'` });
    },
  );

  it.skipIf(onWindows)('refuses a link to the file of another user', async () => {
    const { file } = await stored();
    const isRoot = process.getuid?.() === 0;
    if (isRoot) chownSync(file, 65_534, 65_534);
    const directory = temporaryDirectory();
    symlinkSync(isRoot ? file : '/etc/passwd', join(directory, 'identity.pem'));
    expect((await refusal(directory)).message).toContain('belongs to another user');
  });

  it('says how to start over when the file makes no sense, and leaves it there', async () => {
    const { directory, file, identity } = await stored();
    const other = await createIdentity();
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const nonsense = [
      '',
      'hello',
      identity.privateKeyPem,
      identity.certificatePem,
      identity.privateKeyPem + other.certificatePem,
      identity.certificatePem + privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      (identity.privateKeyPem + identity.certificatePem).slice(0, -60),
      identity.privateKeyPem.replace(/\n.{8}/, '\nAAAAAAAA') + identity.certificatePem,
    ];
    for (const text of nonsense) {
      writeFileSync(file, text);
      const { hint } = await refusal(directory);
      expect(hint).toContain(`mv '${file}'`);
      expect(readFileSync(file, 'utf8')).toBe(text);
    }
  });

  it('tells in words when the directory can not be made', async () => {
    const { file } = await stored();
    expect((await refusal(join(file, 'vtalk'))).message).toMatch(/^can't make /);
  });

  it('tells in words when the file can not be read', async () => {
    const directory = temporaryDirectory();
    mkdirSync(join(directory, 'identity.pem'), { mode: 0o700 });
    await refusal(directory);
  });

  it('passes on what went wrong in the making, and leaves no trace', async () => {
    const directory = temporaryDirectory();
    await expect(openIdentity(directory, noCreation)).rejects.toThrow('there is an identity already');
    expect(readdirSync(directory)).toEqual([]);
  });

  it('gives the SHA-256 of the public key as fingerprint', async () => {
    const { identity } = await stored();
    const spki = new X509Certificate(identity.certificatePem).publicKey.export({
      type: 'spki',
      format: 'der',
    });
    expect(Buffer.from(identity.fingerprint)).toEqual(createHash('sha256').update(spki).digest());
  });
});
