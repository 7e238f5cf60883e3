import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import type { Clock, Ms } from '../base/clock.ts';
import type { Address } from './address.ts';

/**
 * How long a TCP connection takes to come about, which is one round trip. Undefined when there is none within
 * `limitMs`.
 */
export function connectTime({ host, port }: Address, clock: Clock, limitMs: Ms): Promise<Ms | undefined> {
  const begunAt = clock.now();
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (took: Ms | undefined): void => {
      cancel();
      socket.destroy();
      resolve(took);
    };
    const cancel = clock.at(begunAt + limitMs, () => end(undefined));
    socket.on('connect', () => end(clock.now() - begunAt));
    socket.on('error', () => end(undefined));
  });
}

/**
 * Whether the other end says that nobody has this UDP port (ICMP, RFC 1122, 3.2.2.1). Silence for `waitMs` says
 * nothing: vtalk answers no stranger, and a firewall nobody. `host` is numeric.
 */
export function isUdpRefused({ host, port }: Address, clock: Clock, waitMs: Ms): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    const end = (refused: boolean): void => {
      cancel();
      socket.removeAllListeners().on('error', () => {});
      socket.close();
      resolve(refused);
    };
    const cancel = clock.at(clock.now() + waitMs, () => end(false));
    socket.once('error', () => end(true));
    socket.connect(port, host, () => socket.send(new Uint8Array(1), () => {}));
  });
}
