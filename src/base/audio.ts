import type { Ms } from './clock.ts';

/** Sound inside the program: 48 kHz, mono, 16-bit samples, in pieces of 20 ms, each of which fills one packet. */
export const SAMPLE_RATE = 48_000;
export const FRAME_MS = 20;
export const FRAME_SAMPLES = 960;

/** Silence: read, never written. */
export const SILENCE: Readonly<Int16Array> = new Int16Array(FRAME_SAMPLES);

/** One microphone, closed until it is opened and after it was closed: then no process of it runs. */
export interface Microphone {
  /** For people: "Built-in Audio", "tone". */
  readonly label: string;
  open(sink: MicrophoneSink): void;
  /** The device is free when this resolves. Harmless when called twice. */
  close(): Promise<void>;
}

export interface MicrophoneSink {
  /** `FRAME_SAMPLES` samples, which belong to the receiver. `capturedAt`: when the last of them was recorded. */
  sound(pcm: Int16Array, capturedAt: Ms): void;
  /** No sound comes just now; or, when `over`, none will until it is opened again. */
  trouble(reason: string, over: boolean): void;
}

/** One loudspeaker; it sets the pace and asks for sound whenever it has room. Closed as a microphone is. */
export interface Loudspeaker {
  readonly label: string;
  open(sink: LoudspeakerSink): void;
  close(): Promise<void>;
}

export interface LoudspeakerSink {
  /** The next `FRAME_SAMPLES` samples, heard in about `delayMs`. They are read before anything else happens. */
  next(delayMs: Ms): Readonly<Int16Array>;
  trouble(reason: string, over: boolean): void;
}

export interface VoiceEncoderOptions {
  bitrateBps: number;
  /** What the encoder prepares for, 0-100: how much in-band FEC it adds. */
  lossPct: number;
  /** All packets of one size: who listens on the line can't guess words from lengths. */
  constantRate: boolean;
}

/** Opus (RFC 6716), 20 ms a packet. Synchronous: a packet takes a quarter of a millisecond. */
export interface VoiceEncoder {
  /** The packet, which belongs to the caller; undefined when there is nothing to send (DTX). */
  encode(pcm: Readonly<Int16Array>): Uint8Array | undefined;
  configure(options: VoiceEncoderOptions): void;
  close(): void;
}

/** Each call gives the next 20 ms, which belong to the caller. */
export interface VoiceDecoder {
  /** Undefined when the packet makes no sense. */
  decode(packet: Uint8Array): Int16Array | undefined;
  /** What was lost before `next`, out of the copy that `next` may hold (in-band FEC), else concealed. */
  recover(next: Uint8Array): Int16Array;
  /** Something that continues what was heard (PLC). */
  conceal(): Int16Array;
  close(): void;
}

export interface VoiceCodec {
  readonly name: string;
  openEncoder(options: VoiceEncoderOptions): VoiceEncoder;
  openDecoder(): VoiceDecoder;
}
