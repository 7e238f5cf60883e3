import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import type { Server } from 'node:net';
import { VtalkError } from '../base/errors.ts';
import { zoneHint } from './address.ts';
import { codeOf } from './reasons.ts';
import { UdpSocket } from './udp.ts';
import type { UdpOptions } from './udp.ts';

/** The system hands out a free TCP port without asking whether it is free for UDP; mostly it is. */
const FREE_PORT_TRIES = 20;
const ALL_IPV6 = '::';
const ALL_IPV4 = '0.0.0.0';
const NO_IPV6 = new Set(['EAFNOSUPPORT', 'EADDRNOTAVAIL', 'EPROTONOSUPPORT', 'EINVAL']);

interface Place {
  /** Undefined: all addresses of this machine, IPv6 and IPv4 where it has both. */
  host: string | undefined;
  port: number;
}

/** Starts the TCP server and a UDP socket on one port number. Rejects with a VtalkError that says what to try. */
export async function bindPair(
  server: Server,
  place: Place & { sink: UdpOptions['sink'] },
): Promise<UdpSocket> {
  try {
    if (place.host !== undefined)
      return await bindBoth(server, { ...place, host: await numeric(place.host) });
    return await bindAll(server, place);
  } catch (error) {
    throw explained(error, place);
  }
}

async function bindAll(server: Server, options: Omit<UdpOptions, 'host'>): Promise<UdpSocket> {
  try {
    return await bindBoth(server, { ...options, host: ALL_IPV6 });
  } catch (error) {
    if (!NO_IPV6.has(codeOf(error))) throw error;
    return bindBoth(server, { ...options, host: ALL_IPV4 });
  }
}

async function bindBoth(server: Server, options: UdpOptions): Promise<UdpSocket> {
  for (let tries = 1; ; tries++) {
    server.listen(options.port, options.host);
    await once(server, 'listening');
    try {
      return await UdpSocket.bind({ ...options, port: portOf(server) });
    } catch (error) {
      server.close();
      await once(server, 'close');
      const taken = options.port === 0 && codeOf(error) === 'EADDRINUSE';
      if (!taken || tries === FREE_PORT_TRIES) throw error;
    }
  }
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}

const numeric = async (host: string): Promise<string> => (await lookup(host)).address;

function explained(error: unknown, { host, port }: Place): VtalkError {
  const cause = { cause: error };
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return new VtalkError(`port ${port} is in use`, { hint: '--port 0 takes any free port', ...cause });
    case 'EACCES':
      return new VtalkError(`no permission to use port ${port}`, {
        hint: '--port 7373, or any port above 1023',
        ...cause,
      });
    case 'ERR_SOCKET_BAD_PORT':
      return new VtalkError(`${port} is no port`, {
        hint: '--port takes a number from 0 to 65535',
        ...cause,
      });
    default:
      return new VtalkError(
        `can not listen on ${host ?? 'this machine'} (${codeOf(error) || String(error)})`,
        {
          hint: zoneHint(host ?? '') ?? '--bind takes an address of this machine, such as 127.0.0.1',
          ...cause,
        },
      );
  }
}
