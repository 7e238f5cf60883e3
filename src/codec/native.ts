import type { VideoCodec } from '../base/video.ts';
import { loadFfmpeg } from './ffmpeg.ts';
import type { NativeCoder } from './native-coder.ts';
import { NativeDecoder } from './native-decoder.ts';
import { NativeEncoder } from './native-encoder.ts';

/** VP9 by FFmpeg through node-av, on the thread pool of libuv. Rejects when that is not installed or has no VP9. */
export async function openNative(): Promise<VideoCodec> {
  const ffmpeg = await loadFfmpeg();
  const { Codec, FF_ENCODER_LIBVPX_VP9, AV_CODEC_ID_VP9 } = ffmpeg;
  if (!Codec.findEncoderByName(FF_ENCODER_LIBVPX_VP9) || !Codec.findDecoder(AV_CODEC_ID_VP9))
    throw new Error('node-av was built without VP9');
  const open = new Set<NativeCoder>();
  return {
    name: 'native',
    openEncoder: () => new NativeEncoder(ffmpeg, open),
    openDecoder: () => new NativeDecoder(ffmpeg, open),
    close: async () => void (await Promise.all(Array.from(open, (coder) => coder.close()))),
  };
}
