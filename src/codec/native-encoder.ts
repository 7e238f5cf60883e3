import type { CodecContext, Frame } from 'node-av/lib';
import type { CodedFrame } from '../base/frame.ts';
import type { EncodeJob, VideoEncoder } from '../base/video.ts';
import { bufferOf, check } from './ffmpeg.ts';
import { NativeCoder } from './native-coder.ts';
import { CpuUsed, encoderOptions, type EncoderSettings, sameSettings, settingsOf } from './settings.ts';

interface Stream {
  settings: EncoderSettings;
  context: CodecContext;
  frames: number;
}

/** Encodes one stream on the thread pool. */
export class NativeEncoder extends NativeCoder implements VideoEncoder {
  #stream: Stream | undefined;

  encode(job: EncodeJob): Promise<CodedFrame | undefined> {
    return this.take(async () => {
      const stream = await this.#streamFor(settingsOf(job));
      const frame = this.#frameOf(job, stream);
      try {
        check(await stream.context.sendFrame(frame), 'encode');
        return this.#receive(stream, job);
      } finally {
        frame.free();
      }
    });
  }

  protected free(): void {
    this.#stream?.context.freeContext();
    this.#stream = undefined;
  }

  async #streamFor(settings: EncoderSettings): Promise<Stream> {
    if (this.#stream && sameSettings(this.#stream.settings, settings)) return this.#stream;
    this.free();
    const context = new this.ffmpeg.CodecContext();
    this.#stream = { settings, context, frames: 0 };
    try {
      await this.#open(context, settings);
    } catch (error) {
      this.free();
      throw error;
    }
    return this.#stream;
  }

  async #open(context: CodecContext, settings: EncoderSettings): Promise<void> {
    const { Codec, Rational, AV_PIX_FMT_YUV420P, FF_ENCODER_LIBVPX_VP9 } = this.ffmpeg;
    const codec = Codec.findEncoderByName(FF_ENCODER_LIBVPX_VP9);
    context.allocContext3(codec);
    context.width = settings.width;
    context.height = settings.height;
    context.pixelFormat = AV_PIX_FMT_YUV420P;
    context.timeBase = new Rational(1, settings.fps);
    context.framerate = new Rational(settings.fps, 1);
    // A dictionary given to open2 is freed while FFmpeg still reads it, so each option is set on its own.
    for (const [name, value] of Object.entries(encoderOptions(settings, CpuUsed.native))) {
      check(context.setOption(name, value), `set ${name}`);
    }
    check(await context.open2(codec, null), 'open the encoder');
  }

  #frameOf({ frame: { data, width, height }, keyFrame }: EncodeJob, stream: Stream): Frame {
    const { AV_PIX_FMT_YUV420P, AV_PICTURE_TYPE_I, AV_PICTURE_TYPE_NONE } = this.ffmpeg;
    const format = AV_PIX_FMT_YUV420P;
    const frame = this.ffmpeg.Frame.fromVideoBuffer(bufferOf(data), { width, height, format });
    frame.pts = BigInt(stream.frames++);
    frame.pictType = keyFrame ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE;
    return frame;
  }

  /** The work was done on the other thread by `sendFrame`; this only picks the packet up. */
  #receive({ context }: Stream, { frame: { width, height, capturedAt } }: EncodeJob): CodedFrame | undefined {
    const packet = new this.ffmpeg.Packet();
    packet.alloc();
    try {
      if (context.receivePacketSync(packet) < 0 || !packet.data) return undefined;
      // The packet's bytes go with it.
      return { data: new Uint8Array(packet.data), width, height, keyFrame: packet.isKeyframe, capturedAt };
    } finally {
      packet.free();
    }
  }
}
