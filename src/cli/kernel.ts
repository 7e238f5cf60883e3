import { readFile } from 'node:fs/promises';
import { type Kernel, ScriptKernel } from '../render/kernel.ts';
import { compileKernel, WasmKernel } from '../render/wasm-kernel.ts';

/** `npm run build` makes it of src/render/assembly. */
const COMPILED = new URL('../render/kernel.wasm', import.meta.url);

/** Makes kernels that draw pictures as fast as this machine can: without WebAssembly's SIMD in plain JavaScript. */
export async function loadKernel(): Promise<() => Kernel> {
  const bytes = await readFile(COMPILED).catch(() => undefined);
  const module = bytes && compileKernel(bytes);
  return () => (module ? new WasmKernel(module) : new ScriptKernel());
}
