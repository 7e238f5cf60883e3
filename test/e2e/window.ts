import { spawn } from '@lydell/node-pty';
import type { IPty } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { Changes } from './changes.ts';
import type { Sandbox } from './sandbox.ts';

export interface WindowOptions {
  user?: string;
  columns?: number;
  rows?: number;
  env?: Record<string, string>;
}

/** What the last process of a terminal wrote may be lost with it, so the shell stays. */
const SHELL = '"$@"; echo "ENDED $?"; read _';

/** A terminal window: a command on a pseudo terminal, shown by an emulator that also answers for it. */
export class Window {
  /** All that was written to it, as far as it is shown. */
  output = '';
  readonly #changes = new Changes();
  readonly #pty: IPty;
  readonly #emulator: xterm.Terminal;
  readonly #exited: Promise<void>;
  /** Answers of the terminal that are on their way; undefined: they arrive at once. */
  #held: string[] | undefined;

  constructor(sandbox: Sandbox, command: readonly string[], options: WindowOptions = {}) {
    const { user = 'ana', columns = 120, rows = 40, env } = options;
    const { TERM = 'xterm-256color' } = { ...env };
    const size = { cols: columns, rows };
    this.#emulator = new xterm.Terminal({ ...size, allowProposedApi: true });
    this.#pty = spawn('/bin/sh', ['-c', SHELL, 'sh', ...command], {
      ...size,
      name: TERM,
      cwd: sandbox.directory,
      env: { COLORTERM: 'truecolor', ...sandbox.environment(user, env) },
    });
    this.#emulator.onData((answer) => this.#answer(answer));
    this.#pty.onData((data) => this.#received(data));
    this.#exited = new Promise((resolve) => this.#pty.onExit(() => resolve()));
  }

  /** The program in a window of its own. */
  static vtalk(sandbox: Sandbox, args: readonly string[], options?: WindowOptions): Window {
    return new Window(sandbox, [process.execPath, sandbox.main, ...args], options);
  }

  type(keys: string): void {
    this.#pty.write(keys);
  }

  resize(columns: number, rows: number): void {
    this.#emulator.resize(columns, rows);
    this.#pty.resize(columns, rows);
  }

  /** Nobody reads any more, as when the line is stuck. */
  pause(): void {
    this.#pty.pause();
  }

  resume(): void {
    this.#pty.resume();
  }

  /** From now on what the terminal answers is on its way: for the program it has shown nothing any more. */
  holdAnswers(): void {
    this.#held = [];
  }

  releaseAnswers(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const answer of held) this.#pty.write(answer);
  }

  /** Resolves with what `find` finds on the screen. */
  async until<T>(what: string, find: () => T | undefined | false): Promise<T> {
    return await this.#changes.until(find, () => `${what}; the screen is\n${this.text}`);
  }

  async sees(text: string | RegExp): Promise<void> {
    const matches = (): boolean =>
      typeof text === 'string' ? this.text.includes(text) : text.test(this.text);
    await this.until(String(text), matches);
  }

  /** Resolves when so many cells show a picture. */
  async seesPicture(cells = 300): Promise<void> {
    await this.until(`a picture of ${cells} cells`, () => this.pictureCells >= cells);
  }

  /** Resolves with the exit code. */
  async ended(): Promise<number> {
    const ending = /ENDED (\d+)\r\n/;
    return await this.until('the end', () => {
      const code = ending.exec(this.output)?.[1];
      return code === undefined ? undefined : Number(code);
    });
  }

  /** The rows of the screen. */
  get text(): string {
    return this.#rows(this.#emulator.buffer.active).join('\n').trimEnd();
  }

  /** What the screen shows that programs like editors hide while they run. */
  get mainScreen(): string {
    return this.#rows(this.#emulator.buffer.normal).join('\n').trimEnd();
  }

  get screen(): 'normal' | 'alternate' {
    return this.#emulator.buffer.active.type;
  }

  /** Cells with a background of their own, as pictures have. */
  get pictureCells(): number {
    const { active } = this.#emulator.buffer;
    let count = 0;
    for (let row = 0; row < this.#emulator.rows; row++) {
      const line = active.getLine(active.baseY + row);
      for (let column = 0; column < this.#emulator.cols; column++) {
        if (line?.getCell(column)?.isBgDefault() === false) count++;
      }
    }
    return count;
  }

  /** The colour, as 0xrrggbb, that more cells have behind them than any other; undefined when none has one. */
  get pictureColor(): number | undefined {
    const { active } = this.#emulator.buffer;
    const counts = new Map<number, number>();
    for (let row = 0; row < this.#emulator.rows; row++) {
      const line = active.getLine(active.baseY + row);
      for (let column = 0; column < this.#emulator.cols; column++) {
        const cell = line?.getCell(column);
        if (cell?.isBgRGB()) counts.set(cell.getBgColor(), (counts.get(cell.getBgColor()) ?? 0) + 1);
      }
    }
    return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0];
  }

  /** Takes the window away from the program. Resolves when it is gone. */
  async close(): Promise<void> {
    this.#pty.kill('SIGKILL');
    await this.#exited;
    this.#emulator.dispose();
  }

  #rows(buffer: xterm.IBuffer): string[] {
    return Array.from({ length: this.#emulator.rows }, (_, row) => {
      const line = buffer.getLine(buffer.baseY + row);
      return line?.translateToString(true) ?? '';
    });
  }

  #answer(answer: string): void {
    if (this.#held) this.#held.push(answer);
    else this.#pty.write(answer);
  }

  #received(data: string): void {
    this.#emulator.write(data, () => {
      this.output += data;
      this.#changes.happened();
    });
  }
}
