import { Application, createDecoder, createEncoder, loadLibopus, Signal } from 'libopus-wasm';
import type { OpusDecoderHandle, OpusEncoderHandle } from 'libopus-wasm';
import { FRAME_MS, FRAME_SAMPLES, SAMPLE_RATE } from '../base/audio.ts';
import type { VoiceCodec, VoiceDecoder, VoiceEncoder, VoiceEncoderOptions } from '../base/audio.ts';
import { ExitCode, reasonOf, VtalkError } from '../base/errors.ts';
import { durationMs, isPause, repeatsEarlier } from '../base/opus-packet.ts';

/** Opus by libopus in WebAssembly, on this thread. Rejects with a `VtalkError` when that does not start. */
export async function openVoiceCodec(): Promise<VoiceCodec> {
  const { version } = await loadLibopus().catch(missing);
  return {
    name: version,
    openEncoder: async (options) => new OpusEncoder(await openEncoder(), options),
    openDecoder: async () => new OpusDecoder(await openDecoder()),
  };
}

const openEncoder = (): Promise<OpusEncoderHandle> =>
  createEncoder({
    sampleRate: SAMPLE_RATE,
    channels: 1,
    frameSize: FRAME_SAMPLES,
    application: Application.Voip,
    signal: Signal.Voice,
  });

const openDecoder = (): Promise<OpusDecoderHandle> =>
  createDecoder({ sampleRate: SAMPLE_RATE, channels: 1, maxFrameSize: FRAME_SAMPLES });

/**
 * Of 10: with less it no longer looks whether it codes speech or music, and a tone becomes noise; with the library's own 9 it
 * takes a third more time, and nobody hears a difference (bench/audio.js).
 */
const COMPLEXITY = 7;

class OpusEncoder implements VoiceEncoder {
  readonly #opus: OpusEncoderHandle;
  #pausing = false;

  constructor(opus: OpusEncoderHandle, options: VoiceEncoderOptions) {
    this.#opus = opus;
    opus.setComplexity(COMPLEXITY);
    this.configure(options);
  }

  encode(pcm: Readonly<Int16Array>): Uint8Array | undefined {
    const packet = this.#opus.encode(pcm);
    const pausing = isPause(packet);
    const announced = pausing && this.#pausing;
    this.#pausing = pausing;
    return announced ? undefined : packet;
  }

  configure({ bitrateBps, lossPct, constantRate }: VoiceEncoderOptions): void {
    this.#opus.setBitrate(Math.round(bitrateBps));
    this.#opus.setPacketLossPercent(Math.min(100, Math.max(0, Math.round(lossPct))));
    this.#opus.setFec(lossPct > 0);
    this.#opus.setVbr(!constantRate);
    this.#opus.setDtx(!constantRate);
  }

  close(): void {
    this.#opus.free();
  }
}

class OpusDecoder implements VoiceDecoder {
  readonly #opus: OpusDecoderHandle;

  constructor(opus: OpusDecoderHandle) {
    this.#opus = opus;
  }

  decode(packet: Uint8Array): Int16Array | undefined {
    return isOurs(packet) ? orUndefined(() => this.#opus.decode(packet)) : undefined;
  }

  recover(next: Uint8Array): Int16Array | undefined {
    if (!isOurs(next) || !repeatsEarlier(next)) return undefined;
    return orUndefined(() => this.#opus.decode(next, { decodeFec: true, frameSize: FRAME_SAMPLES }));
  }

  conceal(): Int16Array {
    return this.#opus.decodePacketLoss(FRAME_SAMPLES);
  }

  close(): void {
    this.#opus.free();
  }
}

/** A decoder takes on the state of whatever it is given, so packets of foreign lengths are kept from it. */
const isOurs = (packet: Uint8Array): boolean => durationMs(packet) === FRAME_MS;

/** The library throws at bytes that it can't decode. */
function orUndefined(decode: () => Int16Array): Int16Array | undefined {
  try {
    const pcm = decode();
    return pcm.length === FRAME_SAMPLES ? pcm : undefined;
  } catch {
    return undefined;
  }
}

function missing(cause: unknown): never {
  throw new VtalkError(`the voice codec does not start: ${reasonOf(cause)}`, {
    exitCode: ExitCode.missing,
    hint: 'install vtalk again',
    cause,
  });
}
