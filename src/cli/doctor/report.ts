import type { Finding } from './finding.ts';

const STATUS_WIDTH = 9;
const CHECK_WIDTH = 14;

/** One line, and a second one with what to do where that is needed. */
export function formatFinding(finding: Finding): string {
  const line = `${finding.status.padEnd(STATUS_WIDTH)}${finding.check.padEnd(CHECK_WIDTH)}${finding.finding}\n`;
  if (finding.status === 'ok') return line;
  return `${line}${' '.repeat(STATUS_WIDTH)}${'fix:'.padEnd(CHECK_WIDTH)}${finding.fix}\n`;
}

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;

/** What it all comes to, in one line. */
export function formatVerdict(findings: readonly Finding[]): string {
  const of = (status: Finding['status']): number =>
    findings.filter((finding) => finding.status === status).length;
  const warnings = of('warning') > 0 ? ` (${count(of('warning'), 'warning')})` : '';
  const problems = of('problem');
  return problems > 0
    ? `no call can work: ${count(problems, 'problem')}${warnings}\n`
    : `a call can work${warnings}\n`;
}

export const canCall = (findings: readonly Finding[]): boolean =>
  findings.every(({ status }) => status !== 'problem');

/** One object in one line, for scripts. */
export const formatJson = (
  findings: readonly Finding[],
  about: { version: string; platform: string },
): string => `${JSON.stringify({ ...about, canCall: canCall(findings), checks: findings })}\n`;
