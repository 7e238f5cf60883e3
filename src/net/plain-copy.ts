import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';

/** Sends datagrams to one address, in the clear, and takes none. */
export interface PlainCopy {
  send(datagram: Uint8Array): void;
  close(): void;
}

/** For tools on the same machine, which look at what a call receives. Nobody need listen there. */
export function openPlainCopy({ host, port }: { host: string; port: number }): PlainCopy {
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
  socket.on('error', () => {});
  socket.unref();
  return {
    send: (datagram) => socket.send(datagram, port, host, () => {}),
    close: () => void socket.close(),
  };
}
