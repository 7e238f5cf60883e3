// A thread that sends datagrams as fast as it was told, or as the machine can: whoever relays a call meanwhile is not
// held up. Tells how many it has sent, and the bytes that came back.
import { createSocket } from 'node:dgram';
import { setInterval } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';

const HOST = '127.0.0.1';
const TICK_MS = 1;

const { port, perSecond, seconds, datagrams } = workerData;
const socket = createSocket('udp4');
let answered = 0;
socket.on('message', ({ length }) => (answered += length));
const startedAt = performance.now();
let sent = 0;
for await (const _ of setInterval(TICK_MS)) {
  const elapsed = Math.min(seconds, (performance.now() - startedAt) / 1000);
  while (sent < elapsed * perSecond) socket.send(datagrams[sent++ % datagrams.length], port, HOST);
  if (elapsed === seconds) break;
}
socket.close();
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
parentPort?.postMessage({ sent, answered });
