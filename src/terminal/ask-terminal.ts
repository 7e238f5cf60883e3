import type { Clock, Ms } from '../base/clock.ts';
import { KeyParser } from './key-parser.ts';
import { questionsFor } from './questions.ts';
import { note, toldOf, type Testimony } from './testimony.ts';
import type { TtyInput, TtyOutput } from './tty.ts';

export interface AskOptions {
  /** process.stdin and process.stdout: both a TTY. */
  input: TtyInput;
  output: TtyOutput;
  env: Readonly<Record<string, string | undefined>>;
  clock: Clock;
  /** After so long the terminal is taken for silent. */
  limitMs: Ms;
  /** Ctrl-C, which sends no signal meanwhile. */
  interrupted: () => void;
}

/** What a terminal told of itself. */
export interface Interview {
  told: Testimony;
  /** How long the last answer (DA1) took; undefined when it never came. */
  answeredMs: Ms | undefined;
}

/** What a terminal does not understand it may print: whatever stands in this line is wiped. */
const WIPE_LINE = '\r\x1b[K';

/**
 * Asks the terminal what it can do, without taking its screen: raw mode, and keys that are lost, for as long as it
 * takes to answer. Never rejects.
 */
export function askTerminal(options: AskOptions): Promise<Interview> {
  const { input, output, env, clock, limitMs, interrupted } = options;
  const askedAt = clock.now();
  const interview: Interview = { told: toldOf(output), answeredMs: undefined };
  const parser = new KeyParser();
  parser.awaiting = true;
  return new Promise((resolve) => {
    const cook = (): void => void input.setRawMode?.(false);
    const end = (): void => {
      cancel();
      input.off('data', received);
      input.pause();
      cook();
      process.off('exit', cook);
      output.write(Buffer.from(WIPE_LINE), () => {});
      resolve(interview);
    };
    const received = (bytes: Uint8Array): void => {
      for (const heard of parser.push(bytes, clock.now())) {
        if ('answer' in heard) interview.told = note(interview.told, heard.answer);
        else if ('key' in heard && heard.key.ctrl && heard.key.name === 'c') interrupted();
      }
      if (!interview.told.complete) return;
      interview.answeredMs = clock.now() - askedAt;
      end();
    };
    const cancel = clock.at(askedAt + limitMs, end);
    process.on('exit', cook);
    input.setRawMode?.(true);
    input.on('data', received);
    input.resume();
    output.write(Buffer.from(questionsFor(env)), () => {});
  });
}
