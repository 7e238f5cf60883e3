import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { MAIN } from './sandbox.ts';
import type { Sandbox } from './sandbox.ts';
import type { Process } from './processes.ts';
import { lacking } from './tool.ts';
import { Window } from './window.ts';

/** Why there can be no tmux; with CI set there must be one. */
export const noTmux = lacking('tmux', '-V');

const CONFIG = `set -g status off
set -g escape-time 0
set -g default-command 'PS1="$ " exec /bin/sh'
`;

/** One session of tmux with one shell in it, seen through a client in a window of ours. */
export class Tmux {
  readonly window: Window;
  readonly #sandbox: Sandbox;
  readonly #server: readonly string[];
  #runs = 0;

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
    this.#server = ['tmux', '-L', basename(sandbox.directory), '-f', sandbox.write('tmux.conf', CONFIG)];
    this.window = new Window(sandbox, [...this.#server, 'new-session'], { columns: 140, rows: 40 });
  }

  async ready(): Promise<void> {
    await this.window.sees('$');
  }

  /** Runs the program in the shell, which looks at the terminal before and after it. */
  start(args: string, node = ''): void {
    const command = `"${process.execPath}" ${node} "${MAIN}" ${args}`;
    this.window.type(`clear; stty -a > before; ${command}; ${this.#verdict()}\r`);
  }

  /** Brings the stopped program back. */
  foreground(): void {
    this.window.type(`clear; fg; ${this.#verdict()}\r`);
  }

  /** Resolves with how the program, or what stopped it, has left the terminal. */
  async left(): Promise<{ code: number; terminal: string }> {
    const ending = new RegExp(`ENDED (\\d+) RUN${this.#runs}`);
    const code = await this.window.until('the end', () => ending.exec(this.window.text)?.[1]);
    const kept = this.#modes('before') === this.#modes('after') ? 'same modes' : 'other modes';
    const [cursor, alternate] = this.#ask('#{cursor_flag} #{alternate_on}').split(' ');
    return {
      code: Number(code),
      terminal: `${kept}, cursor ${cursor === '1' ? 'shown' : 'hidden'}, ${alternate === '0' ? 'main' : 'alternate'} screen`,
    };
  }

  /** What runs here, apart from the shell and tmux itself. */
  get programs(): Process[] {
    return this.#sandbox.processes().filter(({ command }) => /main\.js|ffmpeg/.test(command));
  }

  async close(): Promise<void> {
    this.#run('kill-server');
    await this.window.close();
  }

  /** The number tells the output of this run from that of the one before, and from the echo of the line. */
  #verdict(): string {
    return `code=$?; stty -a > after; echo "ENDED $code RUN$((${++this.#runs}))"`;
  }

  #modes(file: string): string {
    return readFileSync(this.#sandbox.path(file), 'utf8');
  }

  #ask(format: string): string {
    return this.#run('display', '-p', format);
  }

  #run(...command: string[]): string {
    const [file = '', ...args] = [...this.#server, ...command];
    return spawnSync(file, args, { encoding: 'utf8', env: this.#sandbox.environment('ana') }).stdout.trim();
  }
}
