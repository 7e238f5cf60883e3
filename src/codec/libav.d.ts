/** The package's own types are not found through its `exports`: they stand after `import`, which ends the search. */
declare module '@libav.js/variant-vp9-opus' {
  import type { LibAV as AsyncLibAV, LibAVOpts, LibAVSync } from '@libav.js/types';

  /** A library that runs on the thread that loaded it. */
  export type DirectLibAV = AsyncLibAV & LibAVSync;

  export function LibAV(options: LibAVOpts & { noworker: true }): Promise<DirectLibAV>;
  export const AV_LOG_QUIET: number;
  export const AV_PIX_FMT_YUV420P: number;
  export const AV_PKT_FLAG_KEY: number;
}

/** The types of Node 20 leave WebAssembly out. */
declare namespace WebAssembly {
  interface Memory {
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }

  const Memory: { readonly prototype: Memory };
}
