import { mkdirSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { headlessCall, LISTEN } from './headless-call.ts';
import { Program, run } from './headless.ts';
import { Sandbox } from './sandbox.ts';

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
});
afterEach(() => sandbox.close());

const peers = (...args: string[]): Promise<Program> => run(sandbox, ['peers', ...args], { user: 'ben' });

/** Ben calls whoever listens as Ana, who is at another port each time. */
async function callAna(): Promise<{ name: string; trust: string }> {
  const host = new Program(sandbox, [...LISTEN, '--name', 'ana'], { user: 'ana' });
  const { port } = await host.event('listening');
  const args = ['call', `127.0.0.1:${port}`, '--headless', '--duration', '0.2'];
  const caller = await run(sandbox, args, { user: 'ben' });
  expect([caller.exitCode, await host.ended()]).toEqual([0, 0]);
  const { name, trust } = await caller.event('connected');
  return { name, trust };
}

test('who was met is known, then verified, goes by another name, and is forgotten', async () => {
  expect((await peers()).stdout).toMatch(/^nobody is known yet/);
  expect(await callAna()).toEqual({ name: 'ana', trust: 'first contact' });
  expect((await peers()).stdout).toMatch(
    /^name .*\nana +known +\d{4}-\d\d-\d\d +127\.0\.0\.1:\d+ +[\w-]{43}\n$/,
  );

  expect(await peers('verify', 'ana')).toMatchObject({ exitCode: 0, stderr: '' });
  expect(await callAna()).toEqual({ name: 'ana', trust: 'verified' });

  expect((await peers('rename', 'ana', 'Ana Lima')).exitCode).toBe(0);
  expect(await callAna()).toEqual({ name: 'Ana Lima', trust: 'verified' });
  const listed: unknown = JSON.parse((await peers('--json')).stdout);
  expect(listed).toMatchObject({ peers: [{ name: 'Ana Lima', trust: 'verified' }] });

  expect((await peers('forget', 'Ana Lima')).exitCode).toBe(0);
  expect(await callAna()).toEqual({ name: 'ana', trust: 'first contact' });
});

test('a listener hears of what is changed while it waits', async () => {
  const meet = async (): Promise<void> => {
    const { caller, host } = await headlessCall(sandbox, {
      caller: { args: ['--name', 'ben', '--duration', '0.2'] },
    });
    await Promise.all([caller.ended(), host.ended()]);
  };
  await meet();
  const host = new Program(sandbox, [...LISTEN, '--answer', 'known'], { user: 'ana' });
  const { invitation } = await host.event('listening');
  const call = ['call', invitation, '--headless', '--duration', '0.2'];
  expect((await run(sandbox, ['peers', 'forget', 'ben'], { user: 'ana' })).exitCode).toBe(0);
  expect((await run(sandbox, call, { user: 'ben' })).exitCode).toBe(3);
  await meet();
  expect((await run(sandbox, ['peers', 'rename', 'ben', 'Ben Moss'], { user: 'ana' })).exitCode).toBe(0);
  expect((await run(sandbox, call, { user: 'ben' })).exitCode).toBe(0);
  expect(await host.event('connected')).toMatchObject({ name: 'Ben Moss', trust: 'known' });
});

/** Of known_peers. */
const line = (letter: string, name: string): string =>
  `${letter.repeat(43)} 2025-01-31 2025-02-01 - ${name}\n`;

test.each([
  { args: ['verify', 'carl'], exitCode: 1, says: '"carl" is not known' },
  { args: ['forget', 'ana'], exitCode: 1, says: '2 known peers go by the name of "ana"' },
  { args: ['rename', 'ben', 'ANA'], exitCode: 1, says: 'another peer is called ANA' },
  { args: ['rename', 'ben'], exitCode: 2, says: "missing required argument 'name'" },
  { args: ['praise', 'ben'], exitCode: 2, says: 'too many arguments' },
])('vtalk peers $args is refused in one voice', async ({ args, exitCode, says }) => {
  mkdirSync(sandbox.path('config-ben/vtalk'), { recursive: true, mode: 0o700 });
  const file = sandbox.path('config-ben/vtalk/known_peers');
  writeFileSync(file, line('a', 'ana') + line('b', 'Ana') + line('c', 'ben'), { mode: 0o600 });
  const refused = await peers(...args);
  expect(refused.stderr).toMatch(/^error: .+\nhint: .+\n$/);
  expect(refused.stderr).toContain(says);
  expect(refused.exitCode).toBe(exitCode);
});
