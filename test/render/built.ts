import { readFileSync } from 'node:fs';
import { compileKernel, WasmKernel } from '../../src/render/wasm-kernel.ts';
import { WasmSixelKernel } from '../../src/render/wasm-sixel-kernel.ts';

/** AssemblyScript is tested as built: `npm test` builds first. */
const kernel = compileKernel(
  new Uint8Array(readFileSync(new URL('../../dist/render/kernel.wasm', import.meta.url))),
);
if (!kernel) throw new Error('this Node runs no WebAssembly with SIMD');
const module = kernel;

export const wasmSixelKernel = (): WasmSixelKernel => new WasmSixelKernel(module);
export const wasmKernel = (): WasmKernel => new WasmKernel(module);
