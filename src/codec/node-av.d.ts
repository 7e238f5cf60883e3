/** What vtalk uses of node-av 6.1, written down here because the package is optional: without it this must compile, too. */

/* oxlint-disable typescript/no-extraneous-class -- the package is made so */

declare module 'node-av/lib' {
  export class Log {
    static setLevel(level: number): void;
  }

  export class Rational {
    constructor(numerator: number, denominator: number);
  }

  /** An implementation of a codec. */
  export class Codec {
    static findEncoderByName(name: string): Codec | null;
    static findDecoder(id: number): Codec | null;
  }

  /** Results below 0 are FFmpeg's error codes. */
  export class CodecContext {
    width: number;
    height: number;
    pixelFormat: number;
    threadCount: number;
    timeBase: Rational;
    framerate: Rational;
    allocContext3(codec: Codec | null): void;
    setOption(name: string, value: string): number;
    setFlags(flags: number): void;
    open2(codec: Codec | null, options: null): Promise<number>;
    sendFrame(frame: Frame): Promise<number>;
    receivePacketSync(packet: Packet): number;
    sendPacket(packet: Packet): Promise<number>;
    receiveFrameSync(frame: Frame): number;
    freeContext(): void;
  }

  export class Packet {
    data: Buffer | null;
    readonly isKeyframe: boolean;
    alloc(): void;
    free(): void;
  }

  export class Frame {
    pts: bigint;
    pictType: number;
    readonly width: number;
    readonly height: number;
    readonly format: number;
    static fromVideoBuffer(data: Buffer, options: { width: number; height: number; format: number }): Frame;
    alloc(): void;
    toBuffer(): Buffer;
    free(): void;
  }
}

declare module 'node-av/constants' {
  export const AV_LOG_QUIET: number;
  export const AV_PIX_FMT_YUV420P: number;
  export const AV_PICTURE_TYPE_I: number;
  export const AV_PICTURE_TYPE_NONE: number;
  export const AV_CODEC_ID_VP9: number;
  export const AV_CODEC_FLAG_LOW_DELAY: number;
  export const FF_ENCODER_LIBVPX_VP9: string;
}
