/** Milliseconds since 1970-01-01 UTC, with a fraction; never goes back while the process lives. */
export type Ms = number;

export type Cancel = () => void;

/** The only source of time. Tests put a virtual one in its place. */
export interface Clock {
  now(): Ms;
  /** Calls `wake` once, at or soon after `due`. Cancelling twice is harmless. */
  at(due: Ms, wake: () => void): Cancel;
}

/** More overflows the 32 bits that timers have, and fires at once. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  at(due, wake) {
    // Timers count whole milliseconds and may come a little early: then the rest is waited for.
    const arm = (): NodeJS.Timeout =>
      setTimeout(
        () => {
          if (systemClock.now() >= due) wake();
          else timer = arm();
        },
        Math.min(MAX_TIMEOUT_MS, Math.ceil(due - systemClock.now())),
      );
    let timer = arm();
    return () => clearTimeout(timer);
  },
};
