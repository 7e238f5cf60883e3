import { chmodSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freePort } from '../free-port.ts';
import { textOf } from './file-text.ts';
import { LISTEN } from './headless-call.ts';
import { Program, run } from './headless.ts';
import { Impostor } from './impostor.ts';
import { Sandbox } from './sandbox.ts';
import { Window } from './window.ts';

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
});
afterEach(() => sandbox.close());

const EXPLAINED = /^error: .+\nhint: .+\n$/;

async function listening(
  args: readonly string[] = [],
  user = 'ana',
): Promise<{ host: Program; port: number; invitation: string }> {
  const host = new Program(sandbox, [...LISTEN, '--name', 'ana', ...args], { user });
  return { host, ...(await host.event('listening')) };
}

const call = (where: string, ...more: string[]): Promise<Program> =>
  run(sandbox, ['call', where, '--headless', '--duration', '0.2', ...more], { user: 'ben' });

test('a host is new, then known; another key in its place is refused with exit code 4', async () => {
  const port = await freePort();
  const { host } = await listening(['--port', String(port)]);
  const where = `127.0.0.1:${port}`;
  const first = await call(where);
  expect(await first.event('connected')).toMatchObject({ name: 'ana', trust: 'first contact' });
  expect([first.exitCode, await host.ended()]).toEqual([0, 0]);

  const again = await listening(['--port', String(port)]);
  const second = await call(where);
  expect(await second.event('connected')).toMatchObject({ name: 'ana', trust: 'known' });
  expect([second.exitCode, await again.host.ended()]).toEqual([0, 0]);

  await listening(['--port', String(port)], 'mallory');
  const third = await call(where);
  expect(third.exitCode).toBe(4);
  expect(third.stderr).toContain('ana had another key before');
  expect(third.stderr).toMatch(/^hint: .*: vtalk peers forget ana$/m);
});

test('an invitation to another key is refused with exit code 4, before anything is said', async () => {
  const { host, invitation } = await listening();
  const [address = '', secrets = ''] = invitation.split('#');
  const swapped = secrets.startsWith('A') ? `B${secrets.slice(1)}` : `A${secrets.slice(1)}`;
  const caller = await call(`${address}#${swapped}`);
  expect(caller.exitCode).toBe(4);
  expect(caller.stderr).toMatch(EXPLAINED);
  expect(caller.stderr).toContain('another key than the host has');
  expect(host.events.map(({ event }) => event)).toEqual(['listening']);
});

/** A listener who leaves it to a human to let people in. */
async function asking(): Promise<{ window: Window; invitation: string }> {
  const files = ['--invitation-file', sandbox.path('invitation')];
  const args = ['--bind', '127.0.0.1', '--port', '0', '--answer', 'ask', '--no-video', ...files];
  const window = Window.vtalk(sandbox, ['listen', ...args], { user: 'ana' });
  return { window, invitation: await textOf(sandbox.path('invitation')) };
}

/** The same key, another secret. */
const wrongToken = (invitation: string): string => `${invitation.slice(0, -22)}${'A'.repeat(22)}`;

describe('a caller is turned away with exit code 3, and the host goes on listening', () => {
  test.each([
    {
      who: 'with a wrong secret',
      args: ['--answer', 'auto', '--bind', '0.0.0.0'],
      says: 'takes only callers with',
    },
    {
      who: 'whom only friends are let in before',
      args: ['--answer', 'known'],
      says: 'takes only callers with',
    },
    { who: 'when nobody is let in', args: ['--answer', 'never'], says: 'takes no calls now' },
  ])('$who', async ({ args, says }) => {
    const { host, port, invitation } = await listening(args);
    const local = invitation.replace(/\/\/.*\//, `//127.0.0.1:${port}/`);
    const caller = await call(wrongToken(local));
    expect(caller.exitCode).toBe(3);
    expect(caller.stderr).toMatch(new RegExp(`^error: .*${says}`));
    expect(await host.event('caller')).toMatchObject({ answer: 'refuse' });
    expect(host.exitCode).toBeUndefined();
  });

  test('with an invitation that has expired', async () => {
    const { port, invitation } = await listening(['--bind', '0.0.0.0', '--invitation-hours', '0.0000001']);
    const caller = await call(invitation.replace(/\/\/.*\//, `//127.0.0.1:${port}/`));
    expect(caller.exitCode).toBe(3);
    expect(caller.stderr).toContain('takes only callers with an invitation: this one has expired');
  });

  test('while the host is in another call', async () => {
    const { host, invitation } = await listening();
    const friend = new Program(sandbox, ['call', invitation, '--headless'], { user: 'cleo' });
    await friend.event('connected');
    const caller = await call(invitation);
    expect(caller.exitCode).toBe(3);
    expect(caller.stderr).toContain('is in another call');
    friend.kill('SIGTERM');
    expect(await friend.ended()).toBe(143);
    expect(await host.ended()).toBe(0);
  });

  test('by the human who is asked', async () => {
    const { window, invitation } = await asking();
    const caller = call(invitation, '--name', 'ben');
    await window.sees('ben is calling');
    window.type('d');
    expect((await caller).exitCode).toBe(3);
    expect((await caller).stderr).toContain('declined');
    await window.sees('waiting for a call');
    window.type('q');
    expect(await window.ended()).toBe(0);
    await window.close();
  });

  test('by the human who is asked, with a word', async () => {
    const { window, invitation } = await asking();
    const caller = call(invitation, '--name', 'ben');
    await window.sees('ben is calling');
    window.type('D');
    await window.sees('because:');
    window.type('on the train\r');
    expect((await caller).exitCode).toBe(3);
    expect((await caller).stderr).toContain('declined: on the train');
    await window.sees('ben was turned away');
    await window.close();
  });

  test('when the human who is asked does not answer in time', async () => {
    const { window, invitation } = await asking();
    const caller = await call(invitation, '--ring-timeout', '0.3');
    expect(caller.exitCode).toBe(3);
    expect(caller.stderr).toContain('did not answer');
    await window.sees('waiting for a call');
    await window.close();
  });
});

describe('someone in between with a key of their own', () => {
  test('gets no call, and hears nothing, when there is an invitation', async () => {
    const { host, port, invitation } = await listening();
    const impostor = await Impostor.open(port);
    const caller = await call(invitation.replace(`:${port}/`, `:${impostor.port}/`));
    expect(caller.exitCode).toBe(4);
    expect(caller.stderr).toMatch(EXPLAINED);
    expect(impostor.heard).toBe('');
    expect(host.events.map(({ event }) => event)).toEqual(['listening']);
    await impostor.close();
  });

  test('is found out by the words, which differ, at the first contact', async () => {
    const { host, port } = await listening();
    const impostor = await Impostor.open(port);
    const caller = await call(`127.0.0.1:${impostor.port}`);
    const theirs = await caller.event('connected');
    const ours = await host.event('connected');
    expect([theirs.trust, ours.trust]).toEqual(['first contact', 'first contact']);
    expect(impostor.heard).toContain('"hello"');
    expect(theirs.words).toHaveLength(5);
    expect(ours.words).toHaveLength(5);
    expect(theirs.words).not.toEqual(ours.words);
    await impostor.close();
  });
});

test('the words are the same on both sides when nobody is in between', async () => {
  const { host, port } = await listening();
  const caller = await call(`127.0.0.1:${port}`);
  expect((await caller.event('connected')).words).toEqual((await host.event('connected')).words);
});

test('a caller who must not ask does not call strangers', async () => {
  const { port } = await listening();
  const caller = await call(`127.0.0.1:${port}`, '--no-input');
  expect(caller.exitCode).toBe(3);
  expect(caller.stderr).toMatch(EXPLAINED);
});

test('an identity that others can read is refused, with the command that helps', async () => {
  const { host } = await listening();
  host.kill('SIGTERM');
  await host.ended();
  chmodSync(sandbox.path('config-ana/vtalk/identity.pem'), 0o644);
  const again = await run(sandbox, [...LISTEN], { user: 'ana' });
  expect(again.exitCode).toBe(1);
  expect(again.stderr).toMatch(/^error: other users have access to .*\nhint: chmod 600 .*\n$/);
});
