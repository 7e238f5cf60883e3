import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { CallEvent } from '../../src/call/events.ts';
import { Changes } from './changes.ts';
import type { Sandbox } from './sandbox.ts';

type EventName = CallEvent['event'];
type EventOf<Name extends EventName> = Extract<CallEvent, { event: Name }>;

export interface Start {
  user?: string;
  env?: Record<string, string>;
}

/** The program without a terminal: what it writes, the events it tells, the code it ends with. */
export class Program {
  readonly events: CallEvent[] = [];
  stdout = '';
  stderr = '';
  /** 128 + n when signal n has ended it. */
  exitCode: number | undefined;
  readonly #changes = new Changes();
  readonly #child: ChildProcess;
  readonly #what: string;

  constructor(sandbox: Sandbox, args: readonly string[], { user = 'ana', env }: Start = {}) {
    this.#what = `vtalk ${args.join(' ')}`;
    const child = spawn(process.execPath, [sandbox.main, ...args], {
      cwd: sandbox.directory,
      env: sandbox.environment(user, env),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    child.stdout.setEncoding('utf8').on('data', (text: string) => this.#wrote(text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    child.on('close', (code) => {
      this.exitCode = code ?? 128;
      this.#changes.happened();
    });
  }

  /** The first event of this kind, as soon as it is there. Rejects when the program ends without it. */
  async event<Name extends EventName>(name: Name): Promise<EventOf<Name>> {
    const isIt = (event: CallEvent): event is EventOf<Name> => event.event === name;
    const what = `the event "${name}"`;
    await this.#until(() => this.events.some(isIt) || this.exitCode !== undefined, what);
    const event = this.events.find(isIt);
    if (!event) throw new Error(`${this.#what} ended without ${what}\n${this.stdout}${this.stderr}`);
    return event;
  }

  /** Resolves with the exit code, when all that was written has been read. */
  async ended(): Promise<number> {
    return await this.#until(() => this.exitCode, 'its end');
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  #until<T>(find: () => T | undefined | false, what: string): Promise<T> {
    return this.#changes.until(find, () => `${what} of ${this.#what}\n${this.stdout}${this.stderr}`);
  }

  #wrote(text: string): void {
    const complete = this.stdout.lastIndexOf('\n') + 1;
    this.stdout += text;
    const lines = this.stdout.slice(complete).split('\n').slice(0, -1);
    for (const line of lines) if (line.startsWith('{')) this.events.push(parseEvent(line));
    this.#changes.happened();
  }
}

const parseEvent = (line: string): CallEvent => JSON.parse(line);

/** Runs the program to its end. */
export async function run(sandbox: Sandbox, args: readonly string[], start?: Start): Promise<Program> {
  const program = new Program(sandbox, args, start);
  await program.ended();
  return program;
}
