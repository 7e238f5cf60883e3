import { lookup } from 'node:dns/promises';
import { isIPv6, SocketAddress } from 'node:net';
import type { TcpNetConnectOpts } from 'node:net';
import { connect } from 'node:tls';
import type { ConnectionOptions, TLSSocket } from 'node:tls';
import type { Clock, Ms } from '../base/clock.ts';
import { ExitCode, VtalkError } from '../base/errors.ts';
import type { ControlLink, Path } from '../base/net.ts';
import type { Identity } from '../base/packet.ts';
import { formatAddress, plainHost } from './address.ts';
import type { Address } from './address.ts';
import { refusal, timedOut, unfit } from './refusal.ts';
import type { PathSink } from './sink.ts';
import { TcpPath } from './tcp-path.ts';
import { TlsLink } from './tls-link.ts';
import { contextOf, peerOf, Protocol, sharedOptions, tune } from './tls.ts';
import type { Peer } from './tls.ts';
import { UdpSocket } from './udp.ts';

/** A host with several addresses is tried one after the other; each is given a round trip around the world. */
const ATTEMPT_MS = 1000;

export interface DialOptions extends Address {
  identity: Identity;
  /** For the connection and the TLS handshake together. */
  timeoutMs: Ms;
  clock: Clock;
}

export interface DialTcpOptions extends DialOptions {
  /** SHA-256 of the key (SPKI DER) that the other end must hold. */
  peerFingerprint: Uint8Array;
  sink: PathSink;
}

export interface DialUdpOptions extends Address {
  sink: Pick<PathSink, 'datagram' | 'dropped'>;
}

interface Connection {
  socket: TLSSocket;
  peer: Peer;
}

/**
 * Opens a control connection; who answered is for the caller to judge, by `peerFingerprint`. The host may still refuse
 * us: that is seen as the link's end. Rejects with a VtalkError (exit code 3) that says why nobody answered.
 */
export async function dialControl(options: DialOptions): Promise<ControlLink> {
  const { socket, peer } = await dialTls(options, Protocol.control);
  return new TlsLink({ socket, peerFingerprint: peer.fingerprint, clock: options.clock });
}

/**
 * Opens a media connection. Rejects like `dialControl`, and with exit code 4 when another key than `peerFingerprint`
 * answered.
 */
export async function dialTcp(options: DialTcpOptions): Promise<Path> {
  const { socket, peer } = await dialTls(options, Protocol.media);
  if (Buffer.compare(peer.fingerprint, options.peerFingerprint) === 0)
    return TcpPath.open({ socket, sink: options.sink });
  socket.destroy();
  throw new VtalkError(`${formatAddress(options)} answered the media connection with another key`, {
    exitCode: ExitCode.keyChanged,
    hint: 'someone may be in between; call again, or with --transport udp',
  });
}

/**
 * Opens a UDP socket that takes datagrams from that one address only, and is closed with the path. To reach the same
 * machine as a control link, dial `parseAddress(link.remote)`: a name may have several addresses.
 */
export async function dialUdp({ host, port, sink }: DialUdpOptions): Promise<Path> {
  try {
    const only = { host: await numeric(host), port };
    const local = isIPv6(only.host) ? '::' : '0.0.0.0';
    const socket = await UdpSocket.bind({ host: local, port: 0, sink, only });
    return socket.pathTo(only);
  } catch (error) {
    throw refusal(error, { host, port });
  }
}

/** As the system writes the address in what it receives. */
async function numeric(host: string): Promise<string> {
  const { address } = await lookup(plainHost(host));
  const hasZone = address.includes('%');
  return isIPv6(address) && !hasZone ? new SocketAddress({ address, family: 'ipv6' }).address : address;
}

async function dialTls(options: DialOptions, protocol: Protocol): Promise<Connection> {
  const tlsOptions: ConnectionOptions & TcpNetConnectOpts = {
    ...sharedOptions(contextOf(options.identity)),
    host: options.host,
    port: options.port,
    ALPNProtocols: [protocol],
    checkServerIdentity: () => undefined,
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: ATTEMPT_MS,
  };
  const socket = connect(tlsOptions);
  await secured(socket, options);
  tune(socket);
  const peer = peerOf(socket);
  if (typeof peer !== 'string') return { socket, peer };
  socket.destroy();
  throw unfit(peer, options);
}

function secured(socket: TLSSocket, { clock, timeoutMs, ...address }: DialOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = clock.at(clock.now() + timeoutMs, () => {
      reject(timedOut(address, timeoutMs, socket.connecting));
      socket.destroy();
    });
    socket.once('secureConnect', () => {
      cancel();
      resolve();
    });
    // Stays for good: the promise doesn't mind a second verdict, and an error without a listener would be thrown.
    socket.on('error', (error) => {
      cancel();
      reject(refusal(error, address));
    });
  });
}
