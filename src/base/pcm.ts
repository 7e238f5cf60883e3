import { FRAME_SAMPLES } from './audio.ts';

/** Of a frame: 16 bits a sample, little-endian, as on every machine with a sound card. */
export const PCM_BYTES = FRAME_SAMPLES * 2;

/** The bytes of samples, which are copied. */
export const pcmBytes = (pcm: Readonly<Int16Array>): Uint8Array =>
  new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength).slice();

/** The samples in some bytes, an even number of them, which are copied. */
export const pcmIn = (bytes: Uint8Array): Int16Array => new Int16Array(bytes.slice().buffer);
