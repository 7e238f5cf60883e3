/** Makes sound louder or quieter in place, from one factor to another so that no step is heard; what is too loud is clipped. */
export function ramp(pcm: Int16Array, from: number, to: number): Int16Array {
  if (from === 1 && to === 1) return pcm;
  const step = (to - from) / pcm.length;
  for (let index = 0; index < pcm.length; index++) {
    const sample = Math.round((pcm[index] ?? 0) * (from + step * (index + 1)));
    pcm[index] = Math.max(-32_768, Math.min(32_767, sample));
  }
  return pcm;
}
