import { execFileSync } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Sandbox } from './sandbox.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/**
 * Puts the package, as npm would publish it, into an empty folder. Only what it depends on is that of this clone, so that
 * no network is needed. Gives the path of the command.
 */
export function install({ directory }: Sandbox): string {
  const pack = ['pack', '--ignore-scripts', '--silent', '--pack-destination', directory];
  const file = execFileSync('npm', pack, { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' }).trim();
  execFileSync('tar', ['-xzf', file], { cwd: directory });
  const folder = join(directory, 'package');
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const { bin }: { bin: { vtalk: string } } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, bin.vtalk);
}
