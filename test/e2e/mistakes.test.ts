import { mkdir } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { run } from './headless.ts';
import type { Program } from './headless.ts';
import { listenLocally } from './local-server.ts';
import { Sandbox } from './sandbox.ts';

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
});
afterEach(() => sandbox.close());

/** One voice, no trace, and no more than the user can read. */
function expectExplained({ stderr, exitCode }: Program, code: number, error: RegExp): void {
  expect(stderr).toMatch(/^error: .+\nhint: .+\n$/);
  expect(stderr).toMatch(error);
  expect(exitCode).toBe(code);
}

test.each([
  { line: 'call no/host', code: 2, error: /is no address/ },
  { line: 'call nobody.invalid', code: 3, error: /unknown host nobody\.invalid/ },
  { line: 'call 127.0.0.1:1', code: 3, error: /refused the connection/ },
  { line: 'call 127.0.0.1:99999', code: 2, error: /is no address/ },
  { line: 'call vtalk://127.0.0.1:7373/#damaged', code: 2, error: /is no address/ },
  { line: 'call', code: 2, error: /missing required argument/ },
  { line: 'listen --port 70000', code: 2, error: /--port "70000" is not a number from 0 to 65535/ },
  { line: 'listen --bind 203.0.113.1', code: 1, error: /203\.0\.113\.1/ },
  { line: 'mirror --fps many', code: 2, error: /--fps "many"/ },
  { line: 'mirror --size large', code: 2, error: /--size "large"/ },
  { line: 'mirror --duration -1', code: 2, error: /not a number of seconds/ },
  { line: 'mirror --stats /nonexistent/stats', code: 2, error: /can't write \/nonexistent\/stats/ },
  { line: 'mirror --dump-rtp 192.0.2.1:5004', code: 2, error: /is not a loopback address/ },
  { line: 'mirror --colour', code: 2, error: /unknown option '--colour'/ },
  { line: 'mirrow', code: 2, error: /unknown command 'mirrow'\nhint: did you mean mirror\?/ },
])('vtalk $line: exit code $code, and what to do', async ({ line, code, error }) => {
  const [command = '', ...args] = line.split(' ');
  const headless = args.length > 0 ? ['--headless'] : [];
  expectExplained(await run(sandbox, [command, ...args, ...headless]), code, error);
});

test('without a terminal it names the way to do without', async () => {
  const demo = await run(sandbox, ['demo']);
  expectExplained(demo, 1, /stdout is not a terminal/);
  expect(demo.stderr).toContain('--headless');
});

test('a description of the plain copy that can not be written is explained', async () => {
  await mkdir(sandbox.path('vtalk-5004.sdp'));
  const dump = ['mirror', '--headless', '--source', 'test', '--dump-rtp', '127.0.0.1:5004'];
  expectExplained(await run(sandbox, dump), 2, /can't write vtalk-5004\.sdp/);
});

test('an engine that does not exist is a usage error', async () => {
  const env = { VTALK_CODEC: 'h261' };
  const mirror = await run(sandbox, ['mirror', '--headless', '--source', 'test'], { env });
  expectExplained(mirror, 2, /VTALK_CODEC=h261/);
});

test('a port in use is not taken', async () => {
  await withServer(createTcpServer(), async (port) => {
    const listen = ['listen', '--headless', '--bind', '127.0.0.1', '--port', String(port)];
    expectExplained(await run(sandbox, listen), 1, /in use/);
  });
});

/** A key with its certificate: what any start of a command that needs one leaves behind. */
const key = (): string => sandbox.read('config-ana/vtalk/identity.pem');
const makeIdentity = (): Promise<Program> => run(sandbox, ['call', '127.0.0.1:1', '--headless']);

describe('calling a server that is no vtalk ends with 3', () => {
  test.each([
    {
      what: 'plain HTTP',
      server: () => createHttpServer((_, response) => response.end('hello')),
      error: /does not speak TLS/,
    },
    {
      what: 'garbage',
      server: () => createTcpServer((socket) => socket.write('\xff\xfe garbage')),
      error: /does not speak TLS/,
    },
    {
      what: 'nothing, and an end',
      server: () => createTcpServer((socket) => socket.end()),
      error: /closed the connection/,
    },
    { what: 'silence', server: () => createTcpServer(), error: /said nothing for 10 s/ },
    {
      what: 'TLS for the web',
      server: () => createTlsServer({ key: key(), cert: key(), ALPNProtocols: ['h2'] }),
      error: /speaks TLS, but not vtalk/,
    },
    {
      what: 'TLS that agrees to everything and hangs up',
      server: () =>
        createTlsServer({ key: key(), cert: key(), ALPNProtocols: ['vtalk/1'] }, (socket) => socket.end('?')),
      error: /did not answer/,
    },
  ])('$what', async ({ server, error }) => {
    await makeIdentity();
    await withServer(server(), async (port) => {
      const call = await run(sandbox, ['call', `127.0.0.1:${port}`, '--headless']);
      expectExplained(call, 3, error);
      expect(call.events).toMatchObject([{ event: 'ended', exitCode: 3 }]);
    });
  });
});

async function withServer(server: Server, work: (port: number) => Promise<void>): Promise<void> {
  const sockets: Socket[] = [];
  server.on('connection', (socket: Socket) => sockets.push(socket.on('error', () => {})));
  try {
    await work(await listenLocally(server));
  } finally {
    server.close();
    for (const socket of sockets) socket.destroy();
  }
}
