import { spawnSync } from 'node:child_process';
import { basename } from 'node:path';

/** Ends this bench with a word unless a command works, such as ['pulseaudio', '--version']. */
export function needed([program, ...words], what = program) {
  if (spawnSync(program, words).status === 0) return;
  console.log(`${basename(process.argv[1])}: skipped, there is no ${what}`);
  process.exit();
}
