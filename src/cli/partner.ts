import type { Cancel, Clock } from '../base/clock.ts';
import type { Call } from '../call/call.ts';
import type { CallEvent } from '../call/events.ts';

const GREETING = 'hi! i am ben, the built-in partner. type something, i answer';
/** What is heard, and what is said to it; the first that fits. `$1` is what the pattern caught. */
const ANSWERS: readonly (readonly [RegExp, string])[] = [
  [/^(hi|hello|hey|moin|salut|hola|ciao)\b/i, 'hello! nice to see your face'],
  [/\b(bye|good night|see you)\b/i, 'bye! q hangs up'],
  [/\bhow are you\b/i, 'a bit blocky today, and you?'],
  [
    /\b(who|what) are you\b/i,
    'a test card with opinions: drawn in TypeScript, coded, sealed, and sent over a real socket',
  ],
  [/\b(fast|slow|latency|delay|fps)\b/i, 'press s: the panel tells what the line really does'],
  [
    /\b(safe|secure|encrypt\w*|private)\b/i,
    'SRTP with AES-GCM for the picture, TLS 1.3 for these words; keys never leave the two of us',
  ],
  [/\b(help|keys?)\b/i, 'Esc leaves the chat, then ? lists the keys'],
  [/\?\s*$/, 'good question. what do you think?'],
];
/** A human would need a moment, too. */
const THINKING_MS = 600;

/** Someone to talk to in a demo. */
export class Partner {
  readonly #clock: Clock;
  #cancel: Cancel | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  hear(event: CallEvent, call: Call): void {
    if (event.event === 'connected') this.#say(GREETING, call);
    if (event.event === 'chat') this.#say(answerTo(event.text), call);
  }

  /** Nothing is said any more. */
  leave(): void {
    this.#cancel?.();
  }

  /** Who is asked again while thinking answers only the last question. */
  #say(text: string, call: Call): void {
    this.#cancel?.();
    this.#cancel = this.#clock.at(this.#clock.now() + THINKING_MS, () => call.command({ do: 'say', text }));
  }
}

/** What the partner makes of a line. */
export function answerTo(text: string): string {
  const known = ANSWERS.find(([pattern]) => pattern.test(text));
  return known ? known[1] : `you said "${text}", and it came through`;
}
