/** The part of the WebAssembly JavaScript Interface that is used here; TypeScript has it only among the types of browsers. */
declare namespace WebAssembly {
  interface Module {
    readonly [Symbol.toStringTag]: 'WebAssembly.Module';
  }
  interface Memory {
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  const Module: new (bytes: ArrayBufferView<ArrayBuffer>) => Module;
  const Instance: new (module: Module) => { readonly exports: unknown };
  function validate(bytes: ArrayBufferView<ArrayBuffer>): boolean;
}
