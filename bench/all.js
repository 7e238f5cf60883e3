// All benches, one after another, for some twenty-five minutes: those that need a program which is not here say so and are skipped.
// bench/picture.js is not among them: it needs a film. Run: npm run bench

import { spawnSync } from 'node:child_process';

const BENCHES = [
  'render',
  'images',
  'looks',
  'call',
  'painting',
  'audio',
  'sound',
  'ear',
  'tone',
  'echo',
  'speech',
];

for (const bench of BENCHES) {
  console.log(`\n${bench}`);
  const file = new URL(`${bench}.js`, import.meta.url).pathname;
  if (spawnSync(process.execPath, [file], { stdio: 'inherit' }).status !== 0) process.exitCode = 1;
}
