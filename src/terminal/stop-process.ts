import type { Clock } from '../base/clock.ts';

/** Without a shell above it (an orphaned process group) the system doesn't stop us; then we go on after this. */
const NOT_STOPPED_MS = 100;

/**
 * Stops the whole job as Ctrl-Z in a cooked terminal does, and resolves when it goes on. Signalling the group, not just
 * this process, is what lets the shell see a stopped job when we run below npx or in a pipe.
 */
export async function stopProcess(clock: Clock): Promise<void> {
  if (process.platform === 'win32') return;
  await new Promise<void>((resolve) => {
    const goOn = (): void => {
      cancel();
      process.off('SIGCONT', goOn);
      resolve();
    };
    process.on('SIGCONT', goOn);
    const cancel = clock.at(clock.now() + NOT_STOPPED_MS, goOn);
    process.kill(0, 'SIGTSTP');
  });
}
