import { once } from 'node:events';
import { createSocket } from 'node:dgram';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LISTEN, headlessCall } from './headless-call.ts';
import { Program, run } from './headless.ts';
import { Sandbox } from './sandbox.ts';
import { finalStatsIn, untilStats } from './stats-file.ts';

vi.setConfig({ testTimeout: 60_000 });

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
});
afterEach(() => sandbox.close());

test('placeholder', () => expect(1).toBe(1));
