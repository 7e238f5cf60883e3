// A thread that sends datagrams as fast as it was told, or as the machine can: whoever relays a call meanwhile is not
// held up. Over TCP it comes again as soon as it was cut off. When it is told to stop, it tells how many it has sent, and
// the bytes of both directions.
import { createSocket } from 'node:dgram';
import { connect as connectTcp } from 'node:net';
import { setInterval } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { parentPort, workerData } from 'node:worker_threads';

const HOST = '127.0.0.1';
const TICK_MS = 1;
/** What the other end has not read yet; behind it nothing more is said. */
const MAX_BACKLOG_BYTES = 1 << 18;

const { port, perSecond, datagrams, pem } = workerData;
const bytes = { out: 0, back: 0 };

function overUdp() {
  const socket = createSocket('udp4').on('message', ({ length }) => (bytes.back += length));
  const send = (datagram) => {
    socket.send(datagram, port, HOST);
    bytes.out += datagram.length;
  };
  return { ready: () => true, send, close: () => socket.close() };
}

function overTcp() {
  const options = { key: pem, cert: pem, rejectUnauthorized: false, ALPNProtocols: ['vtalk-media/1'] };
  let tls;
  let isOver = false;
  const dial = () => {
    const raw = connectTcp(port, HOST).on('error', () => {});
    raw.on('close', () => {
      bytes.out += raw.bytesWritten;
      bytes.back += raw.bytesRead;
      if (!isOver) dial();
    });
    tls = connectTls({ ...options, socket: raw })
      .on('error', () => {})
      .resume();
  };
  dial();
  return {
    ready: () => tls.writable && tls.writableLength < MAX_BACKLOG_BYTES,
    send: (datagram) =>
      tls.write(Buffer.concat([Uint8Array.of(datagram.length >> 8, datagram.length), datagram])),
    close: () => {
      isOver = true;
      tls.destroy();
    },
  };
}

const way = pem ? overTcp() : overUdp();
const startedAt = performance.now();
let sent = 0;
let isStopped = false;
parentPort?.once('message', () => (isStopped = true));
for await (const _ of setInterval(TICK_MS)) {
  if (isStopped) break;
  const due = ((performance.now() - startedAt) / 1000) * perSecond;
  while (sent < due && way.ready()) way.send(datagrams[sent++ % datagrams.length]);
}
way.close();
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
process.on('exit', () => parentPort?.postMessage({ sent, ...bytes }));
