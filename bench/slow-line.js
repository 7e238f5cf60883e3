// A terminal at the end of a slow line: the program writes to a pseudo terminal that swallows everything at once, as ssh
// does; the screen gets it at the line's rate, and what is typed or answered takes its time, too.

import { spawn } from '@lydell/node-pty';
import { Screen } from './screen.js';

export class SlowLine {
  /** How long each piece was under way, in ms. */
  delays = [];
  carried = 0;
  screen;
  #pty;
  #bytesPerMs;
  #oneWayMs;
  #freeAt = 0;
  /** What is under way, the oldest first: timers alone may change its order. */
  #pieces = [];

  /** `rate`: bytes a second; `rttMs`: there and back, of a single byte. */
  constructor(command, { columns, rows, env, rate, rttMs }) {
    this.#bytesPerMs = rate / 1000;
    this.#oneWayMs = rttMs / 2;
    this.screen = new Screen({ columns, rows });
    this.screen.answers((answer) => this.type(answer));
    const [file, ...args] = command;
    this.#pty = spawn(file, args, { cols: columns, rows, name: 'xterm-256color', env, encoding: null });
    this.#pty.onData((bytes) => this.#carry(bytes));
    this.ended = new Promise((resolve) => this.#pty.onExit(resolve));
  }

  get pid() {
    return this.#pty.pid;
  }

  type(text) {
    setTimeout(() => this.#pty.write(text), this.#oneWayMs);
  }

  kill() {
    this.#pty.kill();
  }

  #carry(bytes) {
    const now = performance.now();
    this.#freeAt = Math.max(this.#freeAt, now) + bytes.length / this.#bytesPerMs;
    const delay = this.#freeAt - now + this.#oneWayMs;
    this.delays.push(delay);
    this.carried += bytes.length;
    this.#pieces.push({ bytes, at: now + delay });
    setTimeout(() => this.#arrive(), delay + 1);
  }

  #arrive() {
    const now = performance.now();
    while (this.#pieces[0]?.at <= now) void this.screen.write(this.#pieces.shift().bytes);
  }
}
