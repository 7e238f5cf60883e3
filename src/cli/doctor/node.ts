import { ok, type Finding } from './finding.ts';
import { installCommand, type System } from './system.ts';

/** As package.json says in "engines". */
const LEAST = { major: 20, minor: 10 };

/** `version`: as in process.versions.node, "20.10.0". */
export function checkNode(version: string, system: System): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isEnough = major > LEAST.major || (major === LEAST.major && minor >= LEAST.minor);
  if (isEnough) return ok({ check: 'node', finding: version });
  const finding = `${version} is older than ${LEAST.major}.${LEAST.minor}`;
  return { check: 'node', status: 'problem', finding, fix: installCommand('node', system) };
}
