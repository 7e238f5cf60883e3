import type { CodecContext, Frame } from 'node-av/lib';
import type { CodedFrame, I420Frame } from '../base/frame.ts';
import type { EncodeJob, VideoCodec, VideoDecoder, VideoEncoder } from '../base/video.ts';
import { NativeCoder } from './native-coder.ts';
import {
  encoderOptions,
  type EncoderSettings,
  isAcceptable,
  isPicture,
  sameSettings,
  settingsOf,
} from './settings.ts';

type Library = Awaited<ReturnType<typeof load>>;

async function load() {
  // The main entry of node-av takes twice as long.
  const [library, constants] = await Promise.all([import('node-av/lib'), import('node-av/constants')]);
  // FFmpeg writes to stderr, which is the screen.
  library.Log.setLevel(constants.AV_LOG_QUIET);
  return { ...library, ...constants };
}

/** VP9 by FFmpeg through node-av, on the thread pool of libuv. Rejects when that is not installed or has no VP9. */
export async function openNative(): Promise<VideoCodec> {
  const av = await load();
  if (!av.Codec.findEncoderByName(av.FF_ENCODER_LIBVPX_VP9) || !av.Codec.findDecoder(av.AV_CODEC_ID_VP9))
    throw new Error('node-av was built without VP9');
  const open = new Set<NativeCoder>();
  return {
    name: 'native',
    openEncoder: () => new NativeEncoder(av, open),
    openDecoder: () => new NativeDecoder(av, open),
    close: async () => void (await Promise.all(Array.from(open, (coder) => coder.close()))),
  };
}

interface Stream {
  settings: EncoderSettings;
  context: CodecContext;
  frames: number;
}

class NativeEncoder extends NativeCoder implements VideoEncoder {
  readonly #av: Library;
  #stream: Stream | undefined;

  constructor(av: Library, siblings: Set<NativeCoder>) {
    super(siblings);
    this.#av = av;
  }

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
    const context = new this.#av.CodecContext();
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
    const { Codec, Rational, AV_PIX_FMT_YUV420P, FF_ENCODER_LIBVPX_VP9 } = this.#av;
    const codec = Codec.findEncoderByName(FF_ENCODER_LIBVPX_VP9);
    context.allocContext3(codec);
    context.width = settings.width;
    context.height = settings.height;
    context.pixelFormat = AV_PIX_FMT_YUV420P;
    context.timeBase = new Rational(1, settings.fps);
    context.framerate = new Rational(settings.fps, 1);
    // A dictionary given to open2 is freed while FFmpeg still reads it, so each option is set on its own.
    for (const [name, value] of Object.entries(encoderOptions(settings))) {
      check(context.setOption(name, value), `set ${name}`);
    }
    check(await context.open2(codec, null), 'open the encoder');
  }

  #frameOf({ frame: { data, width, height }, keyFrame }: EncodeJob, stream: Stream): Frame {
    const { AV_PIX_FMT_YUV420P, AV_PICTURE_TYPE_I, AV_PICTURE_TYPE_NONE } = this.#av;
    const format = AV_PIX_FMT_YUV420P;
    const frame = this.#av.Frame.fromVideoBuffer(viewOf(data), { width, height, format });
    frame.pts = BigInt(stream.frames++);
    frame.pictType = keyFrame ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE;
    return frame;
  }

  /** The work was done on the other thread by `sendFrame`; this only picks the packet up. */
  #receive({ context }: Stream, { frame: { width, height, capturedAt } }: EncodeJob): CodedFrame | undefined {
    const packet = new this.#av.Packet();
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

class NativeDecoder extends NativeCoder implements VideoDecoder {
  readonly #av: Library;
  #context: CodecContext | undefined;

  constructor(av: Library, siblings: Set<NativeCoder>) {
    super(siblings);
    this.#av = av;
  }

  decode(coded: CodedFrame): Promise<I420Frame | undefined> {
    return this.take(async () => {
      if (!isAcceptable(coded.data)) return undefined;
      const context = (this.#context ??= await this.#open());
      const packet = new this.#av.Packet();
      packet.alloc();
      try {
        packet.data = viewOf(coded.data);
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
    const { Codec, CodecContext, AV_CODEC_ID_VP9, AV_CODEC_FLAG_LOW_DELAY } = this.#av;
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
    const frame = new this.#av.Frame();
    frame.alloc();
    try {
      if (context.receiveFrameSync(frame) < 0 || frame.format !== this.#av.AV_PIX_FMT_YUV420P)
        return undefined;
      const { width, height } = frame;
      const picture = { data: packed(frame.toBuffer()), width, height, capturedAt };
      return isPicture(picture) ? picture : undefined;
    } finally {
      frame.free();
    }
  }
}

const packed = ({ buffer, byteOffset, byteLength }: Buffer): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

const viewOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** FFmpeg says what went wrong with a negative number. */
function check(result: number, attempt: string): void {
  if (result < 0) throw new Error(`ffmpeg could not ${attempt} (${result})`);
}
