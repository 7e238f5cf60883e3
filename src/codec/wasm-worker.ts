import { parentPort } from 'node:worker_threads';
import { AV_LOG_QUIET, LibAV } from '@libav.js/variant-vp9-opus';
import { reasonOf } from '../base/errors.ts';
import { limitHeap } from './heap-limit.ts';
import { LibvpxDecoder, LibvpxEncoder } from './libvpx.ts';
import type { Answer, Product, Request, Task } from './wasm-messages.ts';

/** Twice what pictures of the largest size take. */
const MAX_HEAP_BYTES = 512 * 1024 * 1024;

let exhausted = false;
limitHeap(MAX_HEAP_BYTES, () => {
  exhausted = true;
});
const libav = await LibAV({ noworker: true, nothreads: true });
libav.av_log_set_level_sync(AV_LOG_QUIET);
const encoders = new Map<number, LibvpxEncoder>();
const decoders = new Map<number, LibvpxDecoder>();

parentPort?.on('message', (request: Request) => {
  const answer = attempt(request);
  // WebAssembly never gives memory back; a thread that ends does, and the next job starts another.
  if (exhausted) throw new Error('a picture took too much memory');
  parentPort?.postMessage(answer, 'product' in answer && answer.product ? [answer.product.data.buffer] : []);
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
