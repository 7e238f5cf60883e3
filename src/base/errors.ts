/** What the program ends with; a signal ends it with 128 + its number. */
export const ExitCode = {
  done: 0,
  failed: 1,
  usage: 2,
  refused: 3,
  keyChanged: 4,
  missing: 5,
  lost: 6,
} as const;

/**
 * A problem of the user's set-up, told in the project's one voice: `message` says what went wrong, `hint` what to
 * type or do about it; both in lower case with no full stop. Bytes from outside never cause one: they are counted.
 */
export class VtalkError extends Error {
  override readonly name = 'VtalkError';
  /** One of `ExitCode`. */
  readonly exitCode: number;
  readonly hint: string | undefined;

  constructor(message: string, options: { exitCode?: number; hint?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.exitCode = options.exitCode ?? ExitCode.failed;
    this.hint = options.hint;
  }
}

/** The message of anything that was thrown. */
export const reasonOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown);
