import { ExitCode, VtalkError } from '../base/errors.ts';
import type { VideoCodec } from '../base/video.ts';
import { openCodec } from '../codec/choose.ts';
import type { Closers } from './closers.ts';

/** The codec engine that VTALK_CODEC names, else the best that loads. */
export async function openVideo(closers: Closers): Promise<VideoCodec> {
  const codec = await openCodec(preference(process.env['VTALK_CODEC']));
  closers.add(() => codec.close());
  return codec;
}

function preference(wanted = 'auto'): 'auto' | 'native' | 'wasm' {
  if (wanted === 'native' || wanted === 'wasm' || wanted === 'auto') return wanted;
  const hint = 'VTALK_CODEC=wasm, or leave it unset';
  throw new VtalkError(`VTALK_CODEC=${wanted} is not a codec engine`, { exitCode: ExitCode.usage, hint });
}
