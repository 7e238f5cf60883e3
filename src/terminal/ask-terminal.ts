import type { Clock, Ms } from '../base/clock.ts';
import type { Answer } from './answers.ts';
import { KeyParser } from './key-parser.ts';
import { QUERIES } from './modes.ts';
import type { TtyInput, TtyOutput } from './tty.ts';

export interface AskOptions {
  /** process.stdin and process.stdout: both a TTY. */
  input: TtyInput;
  output: TtyOutput;
  clock: Clock;
  /** After so long the terminal is taken for silent. */
  limitMs: Ms;
  /** Ctrl-C, which sends no signal meanwhile. */
  interrupted: () => void;
}

/** What a terminal told of itself. */
export interface Interview {
  /** How long the last answer (DA1) took; undefined when it never came. */
  answeredMs: Ms | undefined;
  synchronizedUpdate: boolean;
  /** In pixels; undefined when it did not tell. */
  cell: { width: number; height: number } | undefined;
}

/** A terminal that knows no DECRQM may print its end: whatever stands in this line is wiped. */
const WIPE_LINE = '\r\x1b[K';

/**
 * Asks the terminal what it can do, without taking its screen: raw mode, and keys that are lost, for as long as it
 * takes to answer. Never rejects.
 */
export function askTerminal(options: AskOptions): Promise<Interview> {
  const { input, output, clock, limitMs, interrupted } = options;
  const askedAt = clock.now();
  const interview: Interview = { answeredMs: undefined, synchronizedUpdate: false, cell: undefined };
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
        if ('answer' in heard) note(interview, heard.answer, clock.now() - askedAt);
        else if (heard.key.ctrl && heard.key.name === 'c') interrupted();
      }
      if (interview.answeredMs !== undefined) end();
    };
    const cancel = clock.at(askedAt + limitMs, end);
    process.on('exit', cook);
    input.setRawMode?.(true);
    input.on('data', received);
    input.resume();
    output.write(Buffer.from(QUERIES), () => {});
  });
}

function note(interview: Interview, answer: Answer, tookMs: Ms): void {
  if (answer.kind === 'attributes') interview.answeredMs = tookMs;
  else if (answer.kind === 'cell') interview.cell = { width: answer.width, height: answer.height };
  else interview.synchronizedUpdate ||= answer.mode === 2026 && answer.switchable;
}
