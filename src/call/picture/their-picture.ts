import type { Ms } from '../../base/clock.ts';
import type { RgbFrame } from '../../base/frame.ts';
import type { CallParts } from '../call-parts.ts';
import { LipSync } from './lip-sync.ts';
import type { Loop } from '../loop.ts';
import type { ReceiveParts } from '../receive.ts';
import { StreamLook } from './stream-look.ts';

export interface TheirPictureParts {
  loop: Loop;
  call: CallParts;
  /** Their clock minus ours. */
  offsetMs: () => Ms;
  /** From a word over there until it is heard here; undefined while nothing is heard. */
  soundMs: () => Ms | undefined;
  dropped: (reason: string) => void;
}

/** What we see of others: how it looks, and when it is shown. */
export class TheirPicture {
  readonly look: StreamLook;
  readonly #parts: TheirPictureParts;
  readonly #lipSync: LipSync;

  constructor(parts: TheirPictureParts) {
    const { loop, call } = parts;
    this.#parts = parts;
    this.look = new StreamLook(call.retoucher(), 'none');
    this.#lipSync = new LipSync((frame) => call.display.peerPicture(frame, loop.now()));
  }

  /** How to take in a stream of theirs; the decoder is the taker's. */
  receive(): Pick<ReceiveParts, 'decoder' | 'show' | 'dropped' | 'tap'> {
    const { call, dropped } = this.#parts;
    return {
      decoder: this.look.decoder(call.codec.openDecoder()),
      show: (frame) => this.#show(frame),
      dropped,
      tap: call.tap,
    };
  }

  /** The last picture is not to be shown any more. */
  forget(): void {
    this.#lipSync.clear();
    this.#parts.call.display.forgetPeer();
  }

  due(): Ms | undefined {
    return this.#lipSync.due();
  }

  tick(now: Ms): void {
    this.#lipSync.tick(now);
  }

  #show(frame: RgbFrame): void {
    const { loop, offsetMs, soundMs } = this.#parts;
    const now = loop.now();
    const pictureMs = now - (frame.capturedAt - offsetMs());
    this.#lipSync.push(frame, { pictureMs, soundMs: soundMs() }, now);
  }
}
