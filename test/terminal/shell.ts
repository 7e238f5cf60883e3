import { spawn, type IPty } from '@lydell/node-pty';
import xterm from '@xterm/headless';

/** A shell on a pseudo terminal, shown by a terminal emulator that also answers for it. */
export class Shell {
  output = '';
  readonly #pty: IPty;
  readonly #emulator: xterm.Terminal;
  readonly #exited: Promise<void>;
  /** How much of the output was waited for. */
  #seen = 0;
  #changed: () => void = () => {};

  constructor(file: string, args: string[]) {
    const size = { cols: 80, rows: 24 };
    this.#emulator = new xterm.Terminal({ ...size, allowProposedApi: true });
    this.#pty = spawn(file, args, {
      ...size,
      name: 'xterm-256color',
      env: { PATH: process.env['PATH'], PS1: '$ ', TERM: 'xterm-256color', LC_ALL: 'C' },
    });
    this.#emulator.onData((answer) => this.#pty.write(answer));
    this.#pty.onData((data) => this.#received(data));
    this.#exited = new Promise((resolve) => this.#pty.onExit(() => resolve()));
  }

  #received(data: string): void {
    this.output += data;
    this.#emulator.write(data);
    this.#changed();
  }

  type(text: string): void {
    this.#pty.write(text);
  }

  /** Resolves when the shell has written the text, after what was waited for before. */
  async sees(text: string): Promise<void> {
    while (this.output.indexOf(text, this.#seen) < 0) {
      await new Promise<void>((resolve) => (this.#changed = resolve));
    }
    this.#seen = this.output.indexOf(text, this.#seen) + text.length;
    await this.#shown();
  }

  pause(): void {
    this.#pty.pause();
  }

  resume(): void {
    this.#pty.resume();
  }

  /** Resolves when the emulator has taken in all output. */
  #shown(): Promise<void> {
    return new Promise((resolve) => this.#emulator.write('', resolve));
  }

  /** What the terminal is left in. */
  get modes(): { screen: string; bracketedPaste: boolean; cursor: string } {
    const shown = this.output.lastIndexOf('\x1b[?25h') > this.output.lastIndexOf('\x1b[?25l');
    return {
      screen: this.#emulator.buffer.active.type,
      bracketedPaste: this.#emulator.modes.bracketedPasteMode,
      cursor: shown ? 'shown' : 'hidden',
    };
  }

  /** Ends the shell and all that runs in it. */
  async end(): Promise<void> {
    this.#pty.kill('SIGKILL');
    await this.#exited;
    this.#emulator.dispose();
  }
}
