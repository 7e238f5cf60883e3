import type { CodecContext } from 'node-av/lib';
import type { CodedFrame, I420Frame } from '../base/frame.ts';
import type { VideoDecoder } from '../base/video.ts';
import { bufferOf, check } from './ffmpeg.ts';
import { NativeCoder } from './native-coder.ts';
import { isAcceptable, isPicture } from './settings.ts';

/** Decodes one stream on the thread pool. */
export class NativeDecoder extends NativeCoder implements VideoDecoder {
  #context: CodecContext | undefined;

  decode(coded: CodedFrame): Promise<I420Frame | undefined> {
    return this.take(async () => {
      if (!isAcceptable(coded.data)) return undefined;
      const context = (this.#context ??= await this.#open());
      const packet = new this.ffmpeg.Packet();
      packet.alloc();
      try {
        packet.data = bufferOf(coded.data);
        check(await context.sendPacket(packet), 'decode');
        return this.#receive(context, coded);
      } finally {
        packet.free();
      }
    });
  }

  protected free(): void {
    this.#context?.freeContext();
    this.#context = undefined;
  }

  async #open(): Promise<CodecContext> {
    const { Codec, CodecContext, AV_CODEC_ID_VP9, AV_CODEC_FLAG_LOW_DELAY } = this.ffmpeg;
    const codec = Codec.findDecoder(AV_CODEC_ID_VP9);
    const context = new CodecContext();
    context.allocContext3(codec);
    // More threads would hold frames back.
    context.threadCount = 1;
    context.setFlags(AV_CODEC_FLAG_LOW_DELAY);
    check(await context.open2(codec, null), 'open the decoder');
    return context;
  }

  /** The work was done on the other thread by `sendPacket`; this only picks the picture up. */
  #receive(context: CodecContext, { capturedAt }: CodedFrame): I420Frame | undefined {
    const frame = new this.ffmpeg.Frame();
    frame.alloc();
    try {
      if (context.receiveFrameSync(frame) < 0 || frame.format !== this.ffmpeg.AV_PIX_FMT_YUV420P)
        return undefined;
      const { width, height } = frame;
      const bytes = frame.toBuffer();
      const picture = {
        data: new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length),
        width,
        height,
        capturedAt,
      };
      return isPicture(picture) ? picture : undefined;
    } finally {
      frame.free();
    }
  }
}
