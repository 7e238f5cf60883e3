import { chmodSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createIdentity } from '../../src/secure/identity.ts';
import { findIdentity, openIdentity } from '../../src/store/identity-file.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const onWindows = process.platform === 'win32';

it('finds what was opened before', async () => {
  const directory = temporaryDirectory();
  const identity = await openIdentity(directory, createIdentity);
  expect(findIdentity(directory)).toEqual(identity);
});

it('makes neither an identity nor its directory', () => {
  const directory = temporaryDirectory();
  expect(findIdentity(directory)).toBeUndefined();
  expect(readdirSync(directory)).toEqual([]);
  const missing = join(directory, 'vtalk');
  expect(findIdentity(missing)).toBeUndefined();
  expect(existsSync(missing)).toBe(false);
});

it.skipIf(onWindows)('refuses what others can get at, with the command that helps', async () => {
  const directory = temporaryDirectory();
  await openIdentity(directory, createIdentity);
  const file = join(directory, 'identity.pem');
  chmodSync(file, 0o644);
  expect(() => findIdentity(directory)).toThrow(expect.objectContaining({ hint: `chmod 600 '${file}'` }));
  chmodSync(file, 0o600);
  chmodSync(directory, 0o755);
  expect(() => findIdentity(directory)).toThrow(
    expect.objectContaining({ hint: `chmod 700 '${directory}'` }),
  );
});
