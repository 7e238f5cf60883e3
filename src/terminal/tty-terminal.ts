import type { Cancel, Ms } from '../base/clock.ts';
import type { Answer } from './answers.ts';
import type { Abilities, Key, Terminal, TerminalSink } from '../base/terminal.ts';
import { abilitiesOf, isRemote, merge, sizeOf } from './abilities.ts';
import { KeyParser, type Input } from './key-parser.ts';
import { BELL, ENTER, leave, REPORT_KEYS, SYNC_BEGIN, SYNC_END, titled } from './modes.ts';
import { Pacer } from './pacer.ts';
import { Patience } from './patience.ts';
import { questionsFor } from './questions.ts';
import { stopProcess } from './stop-process.ts';
import type { TerminalOptions } from './terminal-options.ts';
import { note, toldOf, type Testimony } from './testimony.ts';
import { makeNonBlocking } from './tty.ts';
import { TtyWriter } from './tty-writer.ts';

/** The first picture doesn't wait longer than this for the terminal's answers; later ones still count. */
const PROBE_MS = 150;
/** The same over a line: light alone takes 0.2 s to the other side of the earth and back. */
const REMOTE_PROBE_MS = 1000;
/** Terminals don't show more. */
const DEFAULT_FPS = 30;
/** Bytes a second where nobody answers for the terminal: what any of this machine takes, and what a line may. */
const BLIND_RATE = 2_000_000;
const BLIND_REMOTE_RATE = 200_000;
/** How long the answers to the last frames are waited for. */
const LAST_ANSWERS_MS = 700;
/** A window that is dragged changes its size many times; one repaint is enough. */
const RESIZE_MS = 50;

const ignore = (): void => {};

/** A terminal behind two TTY streams; `openTerminal` makes it. */
export class TtyTerminal implements Terminal {
  abilities: Abilities;
  readonly #options: TerminalOptions;
  readonly #sink: TerminalSink;
  readonly #parser = new KeyParser();
  readonly #writer: TtyWriter;
  readonly #pacer: Pacer;
  /** It has our modes and must get its own back. */
  #entered = false;
  /** Frames are welcome. */
  #up = false;
  #gone = false;
  /** Goes out with the next write. */
  #news = '';
  #told: Testimony;
  #askedAt: Ms = 0;
  /** While it is being opened. */
  #patience: Patience | undefined;
  #leaving: Promise<void> | undefined;
  #closing: Promise<void> | undefined;
  #cancelTick: Cancel = ignore;
  #cancelResize: Cancel = ignore;

  constructor(options: TerminalOptions, sink: TerminalSink) {
    this.#told = toldOf(options.output);
    this.abilities = abilitiesOf(this.#told, options);
    this.#options = options;
    this.#sink = sink;
    this.#writer = new TtyWriter({
      output: options.output,
      clock: options.clock,
      drained: this.#opened,
      failed: this.#lost,
    });
    const { clock, env, fps = DEFAULT_FPS, maxRate } = options;
    const blindRate = isRemote(env) ? BLIND_REMOTE_RATE : BLIND_RATE;
    this.#pacer = new Pacer({ clock, fps, maxRate, blindRate, opened: this.#opened });
  }

  get ready(): boolean {
    return this.#up && this.#writer.idle;
  }

  get room(): number {
    return this.#pacer.room;
  }

  get rttMs(): Ms | undefined {
    return this.#pacer.rttMs;
  }

  /** Takes the terminal, and waits for its answers or long enough. */
  async open(): Promise<void> {
    const { clock, env } = this.#options;
    this.#listen();
    this.#parser.awaiting = true;
    this.#patience = new Patience(clock, isRemote(env) ? REMOTE_PROBE_MS : PROBE_MS);
    this.#askedAt = clock.now();
    this.#enter(questionsFor(env));
    await this.#patience.over;
    this.#patience = undefined;
  }

  write(bytes: Uint8Array): void {
    if (!this.ready) throw new Error('written to a terminal that was not ready');
    const { synchronizedUpdate } = this.abilities;
    const begin = synchronizedUpdate ? SYNC_BEGIN : '';
    const end = synchronizedUpdate ? SYNC_END : '';
    const frame = Buffer.concat([
      Buffer.from(this.#news + begin),
      bytes,
      Buffer.from(end + this.#pacer.question),
    ]);
    this.#news = '';
    this.#writer.write(frame);
    this.#pacer.sent(frame.length);
    this.#parser.awaiting ||= this.#pacer.awaiting;
  }

  announce({ title, bell }: { title: string; bell: boolean }): void {
    this.#news = titled(title) + (bell ? BELL : '');
  }

  async suspend(): Promise<void> {
    if (!this.#up) return;
    await this.#leave();
    if (this.#closing) return;
    await stopProcess(this.#options.clock);
    if (this.#closing || this.#gone) return;
    this.#enter();
    this.#sink.changed(this.abilities);
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    this.#patience?.end();
    await this.#leave();
    this.#unlisten();
    process.off('exit', this.#restoreNow);
  }

  #enter(queries = ''): void {
    const { input, output } = this.#options;
    makeNonBlocking(output);
    input.setRawMode?.(true);
    input.resume();
    this.#entered = true;
    this.#up = true;
    const keys = this.#told.keyboard ? REPORT_KEYS : '';
    this.#writer.write(Buffer.from(ENTER + keys + queries));
  }

  #leave(): Promise<void> {
    if (!this.#entered) return Promise.resolve();
    return (this.#leaving ??= this.#giveBack());
  }

  async #giveBack(): Promise<void> {
    this.#up = false;
    const { keyboard } = this.#told;
    // The key that made us leave may be let go until the terminal has put its keys back.
    const question = keyboard ? this.#pacer.question : '';
    if (keyboard) this.#pacer.sent(question.length);
    await this.#writer.writeLast(leave(keyboard) + question);
    // What comes after us would be typed into the shell.
    if (!this.#gone) await this.#pacer.settled(LAST_ANSWERS_MS);
    this.#entered = false;
    this.#leaving = undefined;
    this.#options.input.setRawMode?.(false);
    this.#options.input.pause();
  }

  /** The process ends and nobody called `close`: there is time for one system call. */
  readonly #restoreNow = (): void => {
    if (!this.#entered) return;
    this.#writer.writeNow(leave(this.#told.keyboard));
    this.#options.input.setRawMode?.(false);
  };

  #listen(): void {
    const { input, output } = this.#options;
    input.on('data', this.#received);
    input.on('end', this.#lost);
    input.on('error', this.#lost);
    output.on('error', this.#lost);
    output.on('close', this.#lost);
    output.on('resize', this.#resized);
    process.on('SIGCONT', this.#continued);
    process.on('exit', this.#restoreNow);
  }

  #unlisten(): void {
    const { input, output } = this.#options;
    this.#pacer.close();
    this.#cancelTick();
    this.#cancelResize();
    input.off('data', this.#received);
    input.off('end', this.#lost);
    output.off('close', this.#lost);
    output.off('resize', this.#resized);
    process.off('SIGCONT', this.#continued);
    // The listeners for errors stay: a terminal that goes away after us must not end the process with a trace.
  }

  readonly #received = (bytes: Uint8Array): void => {
    this.#take(this.#parser.push(bytes, this.#options.clock.now()));
  };

  #take(inputs: readonly Input[]): void {
    this.#cancelTick();
    const { clock } = this.#options;
    const told = this.#told;
    for (const input of inputs) {
      if ('answer' in input) this.#hear(input.answer);
      else if (this.#up) this.#tell(input);
    }
    if (this.#told !== told) this.#know(told);
    const due = this.#parser.due();
    if (due !== undefined) this.#cancelTick = clock.at(due, () => this.#take(this.#parser.tick(clock.now())));
  }

  #tell(input: { key: Key } | { released: Key }): void {
    if ('key' in input) this.#sink.key(input.key);
    else this.#sink.released?.(input.released);
  }

  #hear(answer: Answer): void {
    const { complete } = this.#told;
    if (answer.kind === 'caught up' && complete) this.#pacer.answered();
    else this.#told = note(this.#told, answer);
    if (!this.#told.complete) this.#patience?.heard();
    else if (!complete) this.#interviewed();
    this.#parser.awaiting = !this.#told.complete || this.#pacer.awaiting;
  }

  /** A multiplexer answers at once, whatever the terminal behind it has shown. */
  #interviewed(): void {
    this.#patience?.end();
    const { multiplexer } = abilitiesOf(this.#told, this.#options);
    if (this.#told.catchesUp && !multiplexer) this.#pacer.trust(this.#options.clock.now() - this.#askedAt);
  }

  /** While the terminal is being opened nobody has seen its abilities, so nobody is told. */
  #know(before: Testimony): void {
    if (this.#up && this.#told.keyboard && !before.keyboard) this.#writer.write(Buffer.from(REPORT_KEYS));
    const abilities = merge(this.abilities, abilitiesOf(this.#told, this.#options));
    if (abilities === this.abilities) return;
    this.abilities = abilities;
    if (!this.#patience && this.#up) this.#sink.changed(abilities);
  }

  readonly #resized = (): void => {
    const { clock } = this.#options;
    this.#cancelResize();
    this.#cancelResize = clock.at(clock.now() + RESIZE_MS, () => {
      this.abilities = merge(this.abilities, sizeOf(this.#options));
      if (this.#up) this.#sink.changed(this.abilities);
    });
  };

  /** Stopped and continued from outside: the shell has put its own modes in between. */
  readonly #continued = (): void => {
    if (!this.#up) return;
    this.#options.input.setRawMode?.(false);
    this.#enter();
    this.#sink.changed(this.abilities);
  };

  readonly #opened = (): void => {
    if (this.ready) this.#sink.drained();
  };

  readonly #lost = (): void => {
    if (this.#gone || this.#closing) return;
    this.#gone = true;
    this.#up = false;
    this.#sink.gone();
  };
}
