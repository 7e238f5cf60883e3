import { configureGlobal } from 'fast-check';

/** The same cases each time, so that a red test is a change of ours; `npm run fuzz` and SEED=... look further. */
configureGlobal({ seed: Number(process.env['SEED'] ?? 20_261_120) });
