import { parentPort } from 'node:worker_threads';
import { AV_LOG_QUIET, LibAV } from '@libav.js/variant-vp9-opus';
import { reasonOf } from '../base/errors.ts';
import { LibvpxDecoder, LibvpxEncoder } from './libvpx.ts';
import type { Answer, Product, Request, Task } from './wasm-messages.ts';

/** Pictures of the largest size take a third of this. */
const MAX_HEAP_BYTES = 1 << 30;

const libav = await LibAV({ noworker: true, nothreads: true });
libav.av_log_set_level_sync(AV_LOG_QUIET);
const encoders = new Map<number, LibvpxEncoder>();
const decoders = new Map<number, LibvpxDecoder>();

parentPort?.on('message', (request: Request) => {
  const answer = attempt(request);
  parentPort?.postMessage(answer, 'product' in answer && answer.product ? [answer.product.data.buffer] : []);
  // WebAssembly never gives memory back, a thread that ends does; whoever started it starts another.
  if (libav.HEAPU8.length > MAX_HEAP_BYTES) throw new Error('a stream took too much memory');
});

function attempt(request: Request): Answer {
  const { job } = request;
  try {
    return { job, product: perform(request) };
  } catch (error) {
    // After a trap in WebAssembly nothing in there can be trusted, so the thread ends.
    if (error instanceof Error && error.name === 'RuntimeError') throw error;
    return { job, failed: reasonOf(error) };
  }
}

function perform(task: Task): Product | undefined {
  if (task.do === 'encode') return encoderOf(task.coder).encode(task.data, task.settings, task.keyFrame);
  if (task.do === 'decode') return decoderOf(task.coder).decode(task.data);
  if (task.do === 'close') forget(task.coder);
  return undefined;
}

function forget(coder: number): void {
  for (const coders of [encoders, decoders]) {
    coders.get(coder)?.free();
    coders.delete(coder);
  }
}

function encoderOf(coder: number): LibvpxEncoder {
  const encoder = encoders.get(coder) ?? new LibvpxEncoder(libav);
  encoders.set(coder, encoder);
  return encoder;
}

function decoderOf(coder: number): LibvpxDecoder {
  const decoder = decoders.get(coder) ?? new LibvpxDecoder(libav);
  decoders.set(coder, decoder);
  return decoder;
}
