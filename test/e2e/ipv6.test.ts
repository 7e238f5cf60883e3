import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hasIPv6 } from '../net/records.ts';
import { Program, run } from './headless.ts';
import { Sandbox } from './sandbox.ts';
import { untilStats } from './stats-file.ts';

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
});
afterEach(() => sandbox.close());

const TEST_CARD = ['--headless', '--source', 'test'];
/** "two.test" is ::1 first, then 127.0.0.1. */
const TWO_ADDRESSES = { NODE_OPTIONS: `--require=${join(import.meta.dirname, 'two-addresses.cjs')}` };

async function listenAt(...bind: string[]): Promise<{ host: Program; port: number; invitation: string }> {
  const host = new Program(sandbox, ['listen', '--port', '0', ...bind, ...TEST_CARD], { user: 'ana' });
  return { host, ...(await host.event('listening')) };
}

/** Calls, sees pictures that came over this transport, and hangs up. */
async function seePictures(where: string, transport: 'udp' | 'tcp'): Promise<void> {
  const stats = sandbox.path('ben.stats');
  const args = ['call', where, '--transport', transport, '--stats', stats, ...TEST_CARD];
  const caller = new Program(sandbox, args, { user: 'ben', env: TWO_ADDRESSES });
  const [line] = await untilStats(stats, 'a picture', (lines) => {
    const seen = lines.filter(({ video }) => video.received.shown > 0);
    return seen.length > 0 && seen;
  });
  expect(line?.transport).toBe(transport);
  caller.kill('SIGTERM');
  expect(await caller.ended()).toBe(143);
}

/** The invitation, for those who know the host by another address. */
const at = (host: string, invitation: string): string => invitation.replace(/\/\/.*:/, `//${host}:`);

describe.skipIf(!hasIPv6)('IPv6', () => {
  test.each(['[::1]', '127.0.0.1'])('a host on all addresses is called at %s', async (address) => {
    const { host, invitation } = await listenAt();
    await seePictures(at(address, invitation), 'udp');
    expect(await host.ended()).toBe(0);
  });

  test.each(['udp', 'tcp'] as const)('an invitation to ::1 is good as it is, over %s', async (transport) => {
    const { host, port, invitation } = await listenAt('--bind', '::1');
    expect(invitation).toContain(`vtalk://[::1]:${port}/#`);
    await seePictures(invitation, transport);
    expect(await host.ended()).toBe(0);
  });

  test.each(['udp', 'tcp'] as const)(
    'the media follow to the address of a name that has answered, over %s',
    async (transport) => {
      const { host, invitation } = await listenAt('--bind', '127.0.0.1');
      await seePictures(at('two.test', invitation), transport);
      expect(await host.ended()).toBe(0);
    },
  );
});

/** An address that means nothing without the name of its network. */
const linkLocal = Object.entries(networkInterfaces())
  .flatMap(([name, entries]) => (entries ?? []).map(({ address }) => ({ name, address })))
  .find(({ address }) => address.startsWith('fe80:'));

describe.skipIf(!linkLocal)('a link-local address', () => {
  const { name = '', address = '' } = linkLocal ?? {};

  test('is called by its zone', async () => {
    const { host, port, invitation } = await listenAt('--bind', `${address}%${name}`);
    expect(invitation).toContain(`vtalk://[${address}%${name}]:${port}/#`);
    await seePictures(invitation, 'udp');
    expect(await host.ended()).toBe(0);
  });

  test('without one is explained, to host and caller', async () => {
    for (const where of [
      ['listen', '--bind', address],
      ['call', address],
    ]) {
      const { stderr } = await run(sandbox, [...where, ...TEST_CARD]);
      expect(stderr).toContain(`hint: say on which network card it is, such as ${address}%eth0\n`);
    }
  });
});
