// The process that cancels echo must be JavaScript (Node 20 runs no .ts), so it is tested as built: `npm test` builds first.
const built = new URL('../../dist/echo/canceller.js', import.meta.url).href;

const canceller: typeof import('../../src/echo/canceller.ts') = await import(built);

export const { openEchoCanceller } = canceller;
