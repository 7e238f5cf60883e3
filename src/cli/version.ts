import { readFileSync } from 'node:fs';

/** The version in package.json, which lies beside dist/ and src/ alike. */
export function readVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return /"version": "([^"]+)"/.exec(text)?.[1] ?? 'unknown';
}
