import type { Ms } from './clock.ts';

/** Sound inside the program: 48 kHz, mono, 16-bit samples, in pieces of 20 ms, each of which fills one packet. */
export const SAMPLE_RATE = 48_000;
export const FRAME_MS = 20;
export const FRAME_SAMPLES = 960;

/** The level of silence, in dBFS: quieter than 16 bits can be (RFC 6464, 3). */
export const SILENT_DB = -127;

/** How many heights a level meter has, that of silence included. */
export const METER_STEPS = 7;

/** Silence: read, never written. */
export const SILENCE: Readonly<Int16Array> = new Int16Array(FRAME_SAMPLES);

/** One microphone, closed until it is opened and after it was closed: then no process of it runs. */
export interface Microphone {
  /** What names it in --mic, and nothing else. */
  readonly id: string;
  /** For people: "Built-in Audio", "tone". */
  readonly label: string;
  /** It hears the room, and what a loudspeaker plays there; a file doesn't. */
  readonly inRoom: boolean;
  open(sink: MicrophoneSink): void;
  /** 20 ms that a loudspeaker in its room will play in about `delayMs`: where that can be, it is taken out of what is heard. */
  played?(pcm: Readonly<Int16Array>, delayMs: Ms): void;
  /** The device is free when this resolves. Harmless when called twice. */
  close(): Promise<void>;
}

export interface MicrophoneSink {
  /**
   * `FRAME_SAMPLES` samples, which belong to the receiver. `capturedAt`: when the last of them was recorded. `isClean`: what was
   * played, and steady noise, are taken out.
   */
  sound(pcm: Int16Array, capturedAt: Ms, isClean?: boolean): void;
  /** No sound comes just now; or, when `over`, none will until it is opened again. */
  trouble(reason: string, over: boolean): void;
}

/** One loudspeaker; it sets the pace and asks for sound whenever it has room. Closed as a microphone is. */
export interface Loudspeaker {
  /** What names it in --speaker, and nothing else. */
  readonly id: string;
  readonly label: string;
  /** It is heard in the room; a file isn't. */
  readonly inRoom: boolean;
  open(sink: LoudspeakerSink): void;
  /**
   * We are awake anyway, with a microphone that keeps the same time: what it would ask for soon it may ask for now. It saves
   * half of the times that a call wakes up for sound. Harmless while it is closed.
   */
  help?(): void;
  close(): Promise<void>;
}

export interface LoudspeakerSink {
  /** The next `FRAME_SAMPLES` samples, heard in about `delayMs`. They are read before anything else happens. */
  next(delayMs: Ms): Readonly<Int16Array>;
  trouble(reason: string, over: boolean): void;
}

/** 20 ms of coded sound on its way. */
export interface CodedSound {
  /** Of its first sample: 32 bits, in samples, from an arbitrary beginning. */
  timestamp: number;
  packet: Uint8Array;
}

/** What one datagram brought. */
export interface SoundPacket {
  /** 0-65535. */
  sequenceNumber: number;
  /** What was packed last, after copies of earlier ones; oldest first, never empty. */
  sounds: readonly CodedSound[];
  /** When the first sample of the last of `sounds` was recorded, by the sender's clock; not every packet tells. */
  capturedAt: Ms | undefined;
}

export interface VoiceEncoderOptions {
  bitrateBps: number;
  /** What the encoder prepares for, 0-100: how much in-band FEC it adds. */
  lossPct: number;
  /** All packets of one size, and silence sent as well: who listens on the line can't tell words, or when somebody talks. */
  constantRate: boolean;
}

/** Opus (RFC 6716), 20 ms a packet. Synchronous: a packet takes a quarter of a millisecond. */
export interface VoiceEncoder {
  /**
   * The packet, which belongs to the caller; undefined when there is nothing to send (DTX), which an `isPause` packet
   * announces.
   */
  encode(pcm: Readonly<Int16Array>): Uint8Array | undefined;
  configure(options: VoiceEncoderOptions): void;
  /** Harmless when called twice. */
  close(): void;
}

/** Each call gives the next 20 ms, which belong to the caller. */
export interface VoiceDecoder {
  /** Undefined when the packet makes no sense. */
  decode(packet: Uint8Array): Int16Array | undefined;
  /** What was lost before `next`, out of the copy in `next` (in-band FEC); undefined when it has none. */
  recover(next: Uint8Array): Int16Array | undefined;
  /** Something that continues what was heard: speech that fades (PLC), or the noise of a pause. */
  conceal(): Int16Array;
  /** Harmless when called twice. */
  close(): void;
}

export interface VoiceCodec {
  readonly name: string;
  openEncoder(options: VoiceEncoderOptions): Promise<VoiceEncoder>;
  openDecoder(): Promise<VoiceDecoder>;
}
