type Environment = Readonly<Record<string, string | undefined>>;

/** The first of these that is set decides (POSIX, XBD 8.2). */
const VARIABLES = ['LC_ALL', 'LC_CTYPE', 'LANG'] as const;

/** The variable that decides how characters are coded, and its value; undefined when none is set. */
export function localeOf(env: Environment): { name: string; value: string } | undefined {
  for (const name of VARIABLES) {
    const value = env[name];
    if (value) return { name, value };
  }
  return undefined;
}

/** Whether programs are expected to write UTF-8; on Windows terminals always do. */
export const isUtf8 = (env: Environment, platform: NodeJS.Platform): boolean =>
  platform === 'win32' || /utf-?8/i.test(localeOf(env)?.value ?? '');
