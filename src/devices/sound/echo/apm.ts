import bindings from '@livekit/rtc-ffi-bindings';
import type { Answer, Question, Stream } from '@livekit/rtc-ffi-bindings';
import { SAMPLE_RATE } from '../../../base/audio.ts';
import type { Ms } from '../../../base/clock.ts';

/** WebRTC works on 10 ms. */
const PIECE_SAMPLES = SAMPLE_RATE / 100;
/** The delay is a hint: the library looks for it itself. */
const PRECISION_MS = 10;

/**
 * The audio processing of WebRTC: echo canceller, noise suppression and a high-pass. Loudness is made even elsewhere, with or
 * without this. The library is given addresses and believes them, so it is kept out of the process of a call.
 */
export class Apm {
  readonly #handle: bigint;
  readonly #piece = new Int16Array(PIECE_SAMPLES);
  /** The same two questions hundreds of times a second: to put them into bytes each time would take as long as the answers. */
  readonly #playedRequest: Uint8Array;
  readonly #cleanRequest: Uint8Array;
  #delayMs: Ms = Infinity;

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
    const stream: Stream = {
      apmHandle: this.#handle,
      dataPtr: bindings.livekitRetrievePtr(new Uint8Array(this.#piece.buffer)),
      size: this.#piece.byteLength,
      sampleRate: SAMPLE_RATE,
      numChannels: 1,
    };
    this.#playedRequest = bytesOf({ case: 'apmProcessReverseStream', value: stream });
    this.#cleanRequest = bytesOf({ case: 'apmProcessStream', value: stream });
  }

  /** What the loudspeaker plays, in whole pieces of 10 ms. Throws when the library refuses. */
  played(pcm: Readonly<Int16Array>): void {
    this.#process(this.#playedRequest, pcm.slice());
  }

  /** Cleans in place what the microphone heard, `delayMs` after it was given to the loudspeaker at the latest. Throws as well. */
  clean(pcm: Int16Array, delayMs: Ms): void {
    this.#delay(Math.max(0, delayMs));
    this.#process(this.#cleanRequest, pcm);
  }

  #delay(delayMs: Ms): void {
    if (Math.abs(delayMs - this.#delayMs) < PRECISION_MS) return;
    ask({ case: 'apmSetStreamDelay', value: { apmHandle: this.#handle, delayMs: Math.round(delayMs) } });
    this.#delayMs = delayMs;
  }

  #process(request: Uint8Array, pcm: Int16Array): void {
    for (let at = 0; at + PIECE_SAMPLES <= pcm.length; at += PIECE_SAMPLES) {
      this.#piece.set(pcm.subarray(at, at + PIECE_SAMPLES));
      check(bindings.livekitFfiRequest(request));
      pcm.set(this.#piece, at);
    }
  }
}

const bytesOf = (message: Question): Uint8Array => new bindings.FfiRequest({ message }).toBinary();

function ask(message: Question): Answer {
  return read(bindings.livekitFfiRequest(bytesOf(message)));
}

/** Throws what the library has against a request. */
function read(response: Uint8Array): Answer {
  const { value } = bindings.FfiResponse.fromBinary(response).message;
  if (!value || value.error) throw new Error(value?.error ?? 'the library gave no answer');
  return value;
}

/** An answer without an error is a number of the field, and an empty message: what is longer is worth reading. */
const EMPTY_ANSWER_BYTES = 3;

function check(response: Uint8Array): void {
  if (response.length !== EMPTY_ANSWER_BYTES) read(response);
}
