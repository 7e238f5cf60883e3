import { FRAME_SAMPLES } from '../base/audio.ts';
import { limit } from './limiter.ts';

/** All speakers at once, 20 ms, fresh; a single one unchanged. */
export function mix(speakers: readonly Readonly<Int16Array>[]): Int16Array {
  const [only] = speakers;
  if (only && speakers.length === 1) return only.slice();
  return Int16Array.from({ length: FRAME_SAMPLES }, (_, index) =>
    limit(speakers.reduce((sum, pcm) => sum + (pcm[index] ?? 0), 0)),
  );
}
