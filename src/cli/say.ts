import { systemClock } from '../base/clock.ts';
import { sayLast } from '../terminal/last-words.ts';

/** Says something to the user when the screen is gone; resolves when it is out, or nobody reads it. */
export const say = (text: string): Promise<void> => sayLast(text, process.stderr, systemClock);
