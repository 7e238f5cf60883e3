import { configDefaults, defineConfig } from 'vitest/config';

/** They ask what a call is worth under attack: nothing else may want the machine meanwhile. */
const ALONE = ['test/e2e/threats.test.ts'];
const WHOLE_PROGRAMS = ['test/e2e/**/*.test.ts'];

// The limits only end what hangs: a slow machine under load is far from them.
export default defineConfig({
  test: {
    setupFiles: ['test/setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'rooms',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...WHOLE_PROGRAMS],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'programs',
          include: WHOLE_PROGRAMS,
          exclude: [...configDefaults.exclude, ...ALONE],
          testTimeout: 240_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: 'alone', include: ALONE, testTimeout: 240_000, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
