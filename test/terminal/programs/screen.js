// Opens the terminal that it runs in, paints, and does what the keys say. Built code, as users run it.

import { connect } from 'node:net';
import { systemClock } from '../../../dist/base/clock.js';
import { openTerminal } from '../../../dist/terminal/open-terminal.js';

const [report] = process.argv.slice(2);

const keys = {
  q: async () => {
    await terminal.close();
    await terminal.close();
  },
  t: () => {
    throw new Error('a bug');
  },
  e: () => process.exit(3),
  s: serveSlowReader,
  z: async () => {
    await terminal.suspend();
    await painted('PAINTED');
  },
};

const sink = {
  key: ({ name }) => keys[name]?.(),
  changed: () => {},
  drained: () => {},
  gone: () => terminal.close(),
};

/** Offers a frame larger than any buffer 50 times, and tells how many were taken. */
async function serveSlowReader() {
  const frame = Buffer.alloc(500_000, 'x');
  const counts = { written: 0, skipped: 0 };
  for (let tick = 0; tick < 50; tick++) {
    counts[terminal.ready ? 'written' : 'skipped']++;
    if (terminal.ready) terminal.write(frame);
    await new Promise((resolve) => setImmediate(resolve));
  }
  connect(report).end(JSON.stringify(counts));
  await terminal.close();
}

const terminal = await openTerminal(
  { input: process.stdin, output: process.stdout, env: process.env, clock: systemClock },
  sink,
);
await painted('PAINTED');

function painted(text) {
  return new Promise((resolve) => {
    sink.drained = () => {
      if (!terminal.ready) return;
      sink.drained = resolve;
      terminal.write(Buffer.from(text));
    };
    if (terminal.ready) sink.drained();
  });
}
