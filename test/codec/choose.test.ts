import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCodec } from './built.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** An installation of the codec with just these packages. */
async function installWith(packages: string[]): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'vtalk-codec-')));
  await mkdir(join(folder, 'node_modules'));
  await cp(join(root, 'package.json'), join(folder, 'package.json'));
  await cp(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
  for (const name of packages)
    await symlink(join(root, 'node_modules', name), join(folder, 'node_modules', name), 'junction');
  return folder;
}

/** What `openCodec` comes to in that installation: the engine's name, or how it was refused. */
async function openIn(folder: string, preference: string): Promise<string> {
  const script = `
    const { openCodec } = await import('./dist/codec/choose.js');
    const codec = await openCodec('${preference}').catch((error) => error);
    console.log(codec.exitCode ? [codec.exitCode, codec.message, codec.hint].join(' | ') : codec.name);
    await codec.close?.();
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: folder,
    timeout: 50_000,
  });
  return stdout.trim();
}

describe('openCodec', () => {
  let withoutNative: string;
  let withNothing: string;

  beforeAll(async () => {
    [withoutNative, withNothing] = await Promise.all([installWith(['@libav.js']), installWith([])]);
  });
  afterAll(async () => {
    await rm(withoutNative, { recursive: true });
    await rm(withNothing, { recursive: true });
  });

  it('takes the engine that is asked for', async () => {
    const codec = await openCodec('wasm');
    expect(codec.name).toBe('wasm');
    await codec.close();
  });

  it('falls back to WebAssembly where node-av is not installed', async () => {
    await expect(openIn(withoutNative, 'auto')).resolves.toBe('wasm');
  });

  it('says how to get the native engine when that was asked for by name', async () => {
    await expect(openIn(withoutNative, 'native')).resolves.toBe(
      '5 | the native video codec is not installed | npm install node-av, or leave the choice to vtalk',
    );
  });

  it.each(['auto', 'wasm'])('says so when there is no engine at all (%s)', async (preference) => {
    await expect(openIn(withNothing, preference)).resolves.toMatch(
      /^5 \| the video codec does not start: .*libav.* \| install vtalk again$/s,
    );
  });
});
