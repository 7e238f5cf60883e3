import type { CodedFrame, I420Frame, RgbFrame, Size } from './frame.ts';

/** Scales pictures on another thread; the jobs' bytes are not touched after the promise settles. */
export interface Scaler {
  /** The whole of `frame`, at exactly `size` (even width and height). Rejects on a frame that makes no sense. */
  scale(frame: RgbFrame, size: Size): Promise<I420Frame>;
}

export interface EncodeJob {
  frame: I420Frame;
  /** The picture must be decodable on its own. A change of size, fps or bitrate makes it so too. */
  keyFrame: boolean;
  fps: number;
  bitrateBps: number;
}

/** One stream out. Jobs one after another, never two at once. */
export interface VideoEncoder {
  /** Undefined when the encoder chose to give nothing. */
  encode(job: EncodeJob): Promise<CodedFrame | undefined>;
  close(): Promise<void>;
}

/** One stream in. Jobs one after another, never two at once; it follows changes of size by itself. */
export interface VideoDecoder {
  /** `coded` is one whole VP9 frame. Undefined when no picture came of it; corrupt bytes reject or give undefined. */
  decode(coded: CodedFrame): Promise<I420Frame | undefined>;
  close(): Promise<void>;
}

/** VP9, by whatever implementation this machine has. */
export interface VideoCodec {
  readonly name: 'native' | 'wasm';
  openEncoder(): VideoEncoder;
  openDecoder(): VideoDecoder;
  /** Ends threads; open encoders and decoders are closed with it. */
  close(): Promise<void>;
}
