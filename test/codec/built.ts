// The worker of the WebAssembly engine must be JavaScript (Node 20 runs no .ts in a worker), so the codec is tested as
// built: `npm test` builds first.
const built = new URL('../../dist/codec/choose.js', import.meta.url).href;

const choose: typeof import('../../src/codec/choose.ts') = await import(built);

export const { openCodec } = choose;
