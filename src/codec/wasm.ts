import type { VideoCodec, VideoDecoder, VideoEncoder } from '../base/video.ts';
import { isAcceptable, settingsOf } from './settings.ts';
import { WasmThread } from './wasm-thread.ts';

/** VP9 by libvpx in WebAssembly, on one worker thread for all encoders and decoders. Rejects when that does not start. */
export async function openWasm(): Promise<VideoCodec> {
  const thread = new WasmThread(new URL('./wasm-worker.js', import.meta.url));
  await thread.ask({ do: 'load' });
  let coders = 0;
  return {
    name: 'wasm',
    openEncoder: () => wasmEncoder(thread, ++coders),
    openDecoder: () => wasmDecoder(thread, ++coders),
    close: () => thread.close(),
  };
}

function wasmEncoder(thread: WasmThread, coder: number): VideoEncoder {
  const lifetime = new Lifetime(thread, coder);
  return {
    async encode(job) {
      lifetime.check();
      const { frame, keyFrame } = job;
      const settings = settingsOf(job);
      const product = await thread.ask({ do: 'encode', coder, settings, keyFrame, data: frame.data });
      return product && { ...product, capturedAt: frame.capturedAt };
    },
    close: () => lifetime.close(),
  };
}

function wasmDecoder(thread: WasmThread, coder: number): VideoDecoder {
  const lifetime = new Lifetime(thread, coder);
  return {
    async decode({ data, capturedAt }) {
      lifetime.check();
      if (!isAcceptable(data)) return undefined;
      const product = await thread.ask({ do: 'decode', coder, data });
      return product && { data: product.data, width: product.width, height: product.height, capturedAt };
    },
    close: () => lifetime.close(),
  };
}

class Lifetime {
  readonly #thread: WasmThread;
  readonly #coder: number;
  #closed: Promise<void> | undefined;

  constructor(thread: WasmThread, coder: number) {
    this.#thread = thread;
    this.#coder = coder;
  }

  check(): void {
    if (this.#closed) throw new Error('the video codec is closed');
  }

  close(): Promise<void> {
    return (this.#closed ??= this.#thread.forget(this.#coder));
  }
}
