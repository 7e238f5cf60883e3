/** What vtalk uses of @livekit/rtc-ffi-bindings 0.12, written down here because the package is optional: without it this must compile, too. */

declare module '@livekit/rtc-ffi-bindings' {
  /** 10 ms of sound at an address, changed in place. */
  interface Stream {
    apmHandle: bigint;
    dataPtr: bigint;
    /** In bytes. */
    size: number;
    sampleRate: number;
    numChannels: number;
  }

  type Question =
    | {
        case: 'newApm';
        value: {
          echoCancellerEnabled: boolean;
          gainControllerEnabled: boolean;
          highPassFilterEnabled: boolean;
          noiseSuppressionEnabled: boolean;
        };
      }
    | { case: 'apmProcessStream' | 'apmProcessReverseStream'; value: Stream }
    | { case: 'apmSetStreamDelay'; value: { apmHandle: bigint; delayMs: number } };

  interface Answer {
    error?: string;
    apm?: { handle?: { id?: bigint } };
  }

  const bindings: {
    FfiRequest: new (request: { message: Question }) => { toBinary(): Uint8Array };
    FfiResponse: { fromBinary(bytes: Uint8Array): { message: { value?: Answer } } };
    livekitFfiRequest(request: Uint8Array): Uint8Array;
    livekitRetrievePtr(bytes: Uint8Array): bigint;
  };
  export default bindings;
  export type { Answer, Question, Stream };
}
