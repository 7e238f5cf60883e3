import bindings from '@livekit/rtc-ffi-bindings';
import type { Answer, Question } from '@livekit/rtc-ffi-bindings';
import { SAMPLE_RATE } from '../base/audio.ts';
import type { Ms } from '../base/clock.ts';

/** WebRTC works on 10 ms. */
const PIECE_SAMPLES = SAMPLE_RATE / 100;

/**
 * The audio processing of WebRTC: echo canceller, noise suppression and a high-pass. Loudness is made even elsewhere, with or
 * without this. The library is given addresses and believes them, so it lives in a process of its own.
 */
export class Apm {
  readonly #handle: bigint;
  readonly #piece = new Int16Array(PIECE_SAMPLES);
  readonly #address: bigint;

  /** Throws when the library doesn't know what it is asked. */
  constructor() {
    // All four must be said.
    const { apm } = ask({
      case: 'newApm',
      value: {
        echoCancellerEnabled: true,
        gainControllerEnabled: false,
        highPassFilterEnabled: true,
        noiseSuppressionEnabled: true,
      },
    });
    if (apm?.handle?.id === undefined) throw new Error('the library has no audio processing');
    this.#handle = apm.handle.id;
    this.#address = bindings.livekitRetrievePtr(new Uint8Array(this.#piece.buffer));
  }

  /** What the loudspeaker plays, in whole pieces of 10 ms. */
  played(pcm: Int16Array): void {
    this.#process('apmProcessReverseStream', pcm);
  }

  /** Cleans in place what the microphone heard, `delayMs` after it was given to the loudspeaker at the latest. */
  clean(pcm: Int16Array, delayMs: Ms): void {
    ask({
      case: 'apmSetStreamDelay',
      value: { apmHandle: this.#handle, delayMs: Math.max(0, Math.round(delayMs)) },
    });
    this.#process('apmProcessStream', pcm);
  }

  #process(what: 'apmProcessStream' | 'apmProcessReverseStream', pcm: Int16Array): void {
    const stream = {
      apmHandle: this.#handle,
      dataPtr: this.#address,
      size: this.#piece.byteLength,
      sampleRate: SAMPLE_RATE,
      numChannels: 1,
    };
    for (let at = 0; at + PIECE_SAMPLES <= pcm.length; at += PIECE_SAMPLES) {
      this.#piece.set(pcm.subarray(at, at + PIECE_SAMPLES));
      ask({ case: what, value: stream });
      pcm.set(this.#piece, at);
    }
  }
}

function ask(message: Question): Answer {
  const request = new bindings.FfiRequest({ message }).toBinary();
  const { value } = bindings.FfiResponse.fromBinary(bindings.livekitFfiRequest(request)).message;
  if (!value || value.error) throw new Error(value?.error ?? 'the library gave no answer');
  return value;
}
