import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { Changes } from './changes.ts';
import type { Sandbox } from './sandbox.ts';

/** Why a program of others can't be used; with CI set it must be there. */
export const lacking = (command: string, ...args: string[]): string | false =>
  !process.env['CI'] && spawnSync(command, args).status !== 0 && `there is no ${command}`;

/** A program of others that runs beside ours until it is told to stop. */
export class Tool {
  /** All that it says. */
  output = '';
  readonly #changes = new Changes();
  readonly #child: ChildProcess;
  readonly #command: string;
  #exitCode: number | undefined;

  constructor(sandbox: Sandbox, command: string, args: readonly string[]) {
    this.#command = command;
    const child = spawn(command, args, { cwd: sandbox.directory, env: sandbox.environment('tool') });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
        this.#changes.happened();
      });
    }
    child.on('close', (code) => {
      this.#exitCode = code ?? 128;
      this.#changes.happened();
    });
  }

  /** Resolves with the first match in what it says. */
  async says(pattern: RegExp): Promise<string> {
    return await this.#until(() => pattern.exec(this.output)?.[0], String(pattern));
  }

  /** As Ctrl-C does; resolves with the exit code when it is gone. */
  async stop(): Promise<number> {
    this.#child.kill('SIGINT');
    return await this.#until(() => this.#exitCode, 'its end');
  }

  #until<T>(find: () => T | undefined | false, what: string): Promise<T> {
    return this.#changes.until(find, () => `${what} of ${this.#command}\n${this.output}`);
  }
}
