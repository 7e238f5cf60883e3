import { systemClock } from '../base/clock.ts';
import { ExitCode } from '../base/errors.ts';
import type { Abilities } from '../base/terminal.ts';
import { Closers } from './closers.ts';
import { within } from './doctor/deadline.ts';
import { examine, type Examination } from './doctor/examine.ts';
import type { Finding } from './doctor/finding.ts';
import { testPatterns } from './doctor/pattern.ts';
import { canCall, formatFinding, formatJson, formatVerdict } from './doctor/report.ts';
import { loadKernels } from './kernels.ts';
import { readWhere } from './read-where.ts';
import { onSignals, type Leave } from './signals.ts';
import { readVersion } from './version.ts';

export interface DoctorOptions {
  port: number;
  json: boolean;
}

/** A camera whose driver hangs keeps its child; that must not keep us. */
const CLOSE_MS = 1000;

/** Tells what a call needs and whether it is there, and how to get what is missing. Exit code 5: no call can work. */
export async function doctor(
  text: string | undefined,
  options: DoctorOptions,
  leave: Leave,
): Promise<number> {
  const where = text === undefined ? undefined : readWhere(text, { port: options.port, command: 'doctor' });
  const closers = new Closers();
  onSignals(leave, closers);
  // Whoever reads may have read enough.
  process.stdout.on('error', () => {});
  try {
    const interrupted = (): void => leave(130);
    const examination = { where, port: options.port, clock: systemClock, closers, interrupted };
    const findings = await report(examination, options.json);
    return canCall(findings) ? ExitCode.done : ExitCode.missing;
  } finally {
    await within({ clock: systemClock, limitMs: CLOSE_MS }, closers.close()).catch(() => {});
  }
}

/** For people each line as soon as it is known, for scripts all in one object. */
async function report(examination: Omit<Examination, 'answered'>, json: boolean): Promise<Finding[]> {
  const findings: Finding[] = [];
  let abilities: Abilities | undefined;
  const answered = (known: Abilities): void => void (abilities = known);
  for await (const some of examine({ ...examination, answered })) {
    findings.push(...some);
    if (!json) process.stdout.write(some.map(formatFinding).join(''));
  }
  if (abilities && !json) await showPatterns(abilities);
  const about = { version: readVersion(), platform: process.platform };
  process.stdout.write(json ? formatJson(findings, about) : formatVerdict(findings));
  return findings;
}

/** What the user alone can judge. */
async function showPatterns(abilities: Abilities): Promise<void> {
  process.stdout.write('\nthe same picture by each renderer; what looks broken, r passes over in a call:\n');
  for (const pattern of testPatterns(abilities, await loadKernels())) process.stdout.write(pattern);
  process.stdout.write('\n');
}
