import { type Kernel, ScriptKernel } from './kernel.ts';
import { ScriptSixelKernel, type SixelKernel } from './sixel-kernel.ts';
import { WasmKernel } from './wasm-kernel.ts';
import { WasmSixelKernel } from './wasm-sixel-kernel.ts';

/** Makes what does the work on each pixel; each picture is drawn by one of its own. */
export interface Kernels {
  cells(): Kernel;
  sixels(): SixelKernel;
}

/** `module`: by `compileKernel`; without one all is done in plain JavaScript. */
export const kernelsOf = (module: WebAssembly.Module | undefined): Kernels => ({
  cells: () => (module ? new WasmKernel(module) : new ScriptKernel()),
  sixels: () => (module ? new WasmSixelKernel(module) : new ScriptSixelKernel()),
});
