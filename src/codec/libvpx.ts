import type { Frame } from '@libav.js/types';
import { AV_PIX_FMT_YUV420P, AV_PKT_FLAG_KEY, type DirectLibAV } from '@libav.js/variant-vp9-opus';
import { CpuUsed, encoderOptions, type EncoderSettings, isPicture, sameSettings } from './settings.ts';
import type { Product } from './wasm-messages.ts';

/** Encoder and decoder go by the same name. */
const CODEC = 'libvpx-vp9';
const AV_PICTURE_TYPE_NONE = 0;
const AV_PICTURE_TYPE_I = 1;

interface Stream {
  settings: EncoderSettings;
  context: number;
  frame: number;
  packet: number;
  frames: number;
}

/** Encodes one stream, on this thread, into bytes of their own. */
export class LibvpxEncoder {
  readonly #libav: DirectLibAV;
  #stream: Stream | undefined;

  constructor(libav: DirectLibAV) {
    this.#libav = libav;
  }

  /** `data` is an I420 picture of the settings' size. Throws when the encoder fails. */
  encode(data: Uint8Array, settings: EncoderSettings, keyFrame: boolean): Product | undefined {
    const stream = this.#streamFor(settings);
    const { width, height } = settings;
    const frame: Frame = {
      data,
      width,
      height,
      format: AV_PIX_FMT_YUV420P,
      pts: stream.frames++,
      ptshi: 0,
      pict_type: keyFrame ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE,
    };
    const [packet] = this.#libav.ff_encode_multi_sync(stream.context, stream.frame, stream.packet, [frame]);
    if (!packet) return undefined;
    return {
      data: packet.data.slice(),
      width,
      height,
      keyFrame: ((packet.flags ?? 0) & AV_PKT_FLAG_KEY) !== 0,
    };
  }

  free(): void {
    if (this.#stream)
      this.#libav.ff_free_encoder_sync(this.#stream.context, this.#stream.frame, this.#stream.packet);
    this.#stream = undefined;
  }

  #streamFor(settings: EncoderSettings): Stream {
    if (this.#stream && sameSettings(this.#stream.settings, settings)) return this.#stream;
    this.free();
    const { width, height, fps } = settings;
    const [, context, frame, packet] = this.#libav.ff_init_encoder_sync(CODEC, {
      ctx: { width, height, pix_fmt: AV_PIX_FMT_YUV420P, framerate_num: fps, framerate_den: 1 },
      time_base: [1, fps],
      options: encoderOptions(settings, CpuUsed.wasm),
    });
    this.#stream = { settings, context, frame, packet, frames: 0 };
    return this.#stream;
  }
}

/** Decodes one stream, on this thread, into bytes of their own. */
export class LibvpxDecoder {
  readonly #libav: DirectLibAV;
  readonly #context: number;
  readonly #packet: number;
  readonly #frame: number;

  constructor(libav: DirectLibAV) {
    this.#libav = libav;
    [, this.#context, this.#packet, this.#frame] = libav.ff_init_decoder_sync(CODEC);
  }

  /** Undefined when no picture came of it; throws when the bytes make no sense. */
  decode(data: Uint8Array): Product | undefined {
    try {
      const pictures = this.#libav.ff_decode_multi_sync(
        this.#context,
        this.#packet,
        this.#frame,
        [{ data }],
        {
          copyoutFrame: 'video_packed',
        },
      );
      return productOf(pictures.at(-1));
    } finally {
      // After an error the library leaves the packet full, and would lose its memory at the next.
      this.#libav.av_packet_unref_sync(this.#packet);
    }
  }

  free(): void {
    this.#libav.ff_free_decoder_sync(this.#context, this.#packet, this.#frame);
  }
}

/** Undefined for what can't be shown as I420: other formats and odd sides, which only a stranger's encoder makes. */
function productOf(frame: Frame | undefined): Product | undefined {
  if (frame?.format !== AV_PIX_FMT_YUV420P) return undefined;
  const picture = {
    data: frame.data,
    width: frame.width ?? 0,
    height: frame.height ?? 0,
    keyFrame: frame.key_frame === 1,
  };
  return isPicture(picture) ? picture : undefined;
}
