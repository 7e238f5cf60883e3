import type { I420Frame } from '../../base/frame.ts';
import { LOOKS, type Look, type Retoucher } from '../../base/look.ts';
import type { Scaler, VideoDecoder } from '../../base/video.ts';

/** How the pictures of one stream look; the user may change it while they flow. */
export class StreamLook {
  readonly #retoucher: Retoucher;
  #look: Look;

  constructor(retoucher: Retoucher, look: Look) {
    this.#retoucher = retoucher;
    this.#look = look;
  }

  get look(): Look {
    return this.#look;
  }

  /** The one that follows, round and round. */
  next(): void {
    this.#look = LOOKS[(LOOKS.indexOf(this.#look) + 1) % LOOKS.length]!;
  }

  /** Gives the look to what is scaled: before the coder, so that everyone sees it. */
  scaler(scaler: Scaler): Scaler {
    return { scale: async (frame, size) => this.#retouched(await scaler.scale(frame, size)) };
  }

  /** Gives the look to what is decoded: it is seen here only. */
  decoder(decoder: VideoDecoder): VideoDecoder {
    return {
      decode: async (coded) => {
        const frame = await decoder.decode(coded);
        return frame && this.#retouched(frame);
      },
      close: () => decoder.close(),
    };
  }

  #retouched(frame: I420Frame): I420Frame {
    this.#retoucher.retouch(frame, this.#look);
    return frame;
  }
}
