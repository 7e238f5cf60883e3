import { readFile } from 'node:fs/promises';
import { type Kernels, kernelsOf } from '../render/kernels.ts';
import { compileKernel } from '../render/wasm-kernel.ts';

/** `npm run build` makes it of src/render/assembly. */
const COMPILED = new URL('../render/kernel.wasm', import.meta.url);

/** What draws pictures as fast as this machine can: without WebAssembly's SIMD in plain JavaScript. */
export async function loadKernels(): Promise<Kernels> {
  const bytes = await readFile(COMPILED).catch(() => undefined);
  return kernelsOf(bytes && compileKernel(bytes));
}
