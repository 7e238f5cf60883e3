import type { Ms } from '../base/clock.ts';

/** To the process that cancels echo; each `clean` is answered, in order. */
export type Request = { played: Int16Array; delayMs: Ms } | { clean: Int16Array };

/** `ready` comes once, first. */
export type Answer = 'ready' | { cleaned: Int16Array };
