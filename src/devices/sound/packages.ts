import { createRequire } from 'node:module';

/** Loads optional packages that are CommonJS, and may be absent while this is compiled. */
export const loadPackage = createRequire(import.meta.url);

/** Whether a package is there. It is not loaded: `speaker` may end the process that does. */
export function isInstalled(name: string): boolean {
  try {
    loadPackage.resolve(name);
    return true;
  } catch {
    return false;
  }
}
