import { reasonOf, VtalkError } from '../../base/errors.ts';

/** `problem`: until it is solved no call can work. */
export type Status = 'ok' | 'warning' | 'problem';
export type Trouble = Exclude<Status, 'ok'>;

interface Found {
  /** What was looked at, as scripts know it: "ffmpeg", "codec-wasm". */
  check: string;
  /** One line for people: lower case, no full stop. */
  finding: string;
  /** Figures for scripts; the units are in the names. */
  measured?: Readonly<Record<string, number>>;
}

/** What one check found. A trouble never comes without what to type, or to do, about it. */
export type Finding = Found & ({ status: 'ok' } | { status: Trouble; fix: string });

export const ok = (found: Found): Finding => ({ ...found, status: 'ok' });

/** The trouble that a check ran into, in the words of what was thrown. */
export function troubleOf(check: string, status: Trouble, thrown: unknown): Finding {
  const hint = thrown instanceof VtalkError ? thrown.hint : undefined;
  return {
    check,
    status,
    finding: reasonOf(thrown).split('\n')[0] ?? '',
    fix: hint ?? 'vtalk doctor again, and report it as a bug if it stays so',
  };
}
