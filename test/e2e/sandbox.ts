import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { vi } from 'vitest';
import { marked, signal } from './processes.ts';
import type { Process } from './processes.ts';

/** The program as it was built. */
export const MAIN = join(import.meta.dirname, '..', '..', 'dist', 'main.js');

/** What a test has for itself: a folder, users with their own configuration, and a mark on all its processes. */
export class Sandbox {
  /** What is run as vtalk. */
  readonly main: string;
  readonly directory = mkdtempSync(join(tmpdir(), 'vtalk-e2e-'));
  readonly #mark = randomUUID();

  constructor(main = MAIN) {
    this.main = main;
  }

  path(name: string): string {
    return join(this.directory, name);
  }

  write(name: string, content: string | Uint8Array): string {
    writeFileSync(this.path(name), content);
    return this.path(name);
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8').trim();
  }

  /** The environment of a user. Nothing of the developer's own leaks in, and nobody's microphone is opened. */
  environment(user: string, more: Record<string, string> = {}): Record<string, string> {
    return {
      PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
      HOME: this.directory,
      USER: user,
      LC_ALL: 'C.UTF-8',
      XDG_CONFIG_HOME: this.path(`config-${user}`),
      // Who asks for a sound server may start one, which would stay.
      PULSE_SERVER: 'unix:/nonexistent',
      PIPEWIRE_REMOTE: '/nonexistent',
      ALSA_CONFIG_PATH: '/dev/null',
      VTALK_TEST: this.#mark,
      ...more,
    };
  }

  /** What was started here and still lives. */
  processes(): Process[] {
    return marked(this.#mark);
  }

  /** Resolves when nothing lives any more that has this in its command. What is killed takes a moment to be gone. */
  async untilGone(program = ''): Promise<void> {
    const isLeft = (): boolean => this.processes().some(({ command }) => command.includes(program));
    await vi.waitUntil(() => !isLeft(), { timeout: 30_000, interval: 50 });
  }

  /** Ends whatever a failed test has left. */
  close(): void {
    for (const { pid } of this.processes()) signal(pid, 'SIGKILL');
    rmSync(this.directory, { recursive: true, force: true });
  }
}
