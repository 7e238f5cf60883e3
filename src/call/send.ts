import type { Ms } from '../base/clock.ts';
import { Engine, type Answer } from '../base/engine.ts';
import { fit } from '../base/fit.ts';
import type { CodedFrame, I420Frame, RgbFrame, Size } from '../base/frame.ts';
import type { SenderKey } from '../base/packet.ts';
import type { Random } from '../base/random.ts';
import type { EncodeJob, Scaler, VideoEncoder } from '../base/video.ts';
import type { SenderReport } from '../rtp/report.ts';
import { writeRtp } from '../rtp/packet.ts';
import { VideoPacketiser } from '../rtp/video.ts';
import { RtpSealer } from '../secure/srtp.ts';
import type { Loop } from './loop.ts';
import type { Plan, Quality } from './quality.ts';

export interface SendParts {
  loop: Loop;
  scaler: Scaler;
  encoder: VideoEncoder;
  quality: Quality;
  key: SenderKey;
  random: Random;
  /** Takes each sealed packet on its way to everyone who looks. */
  deliver: (sealed: Uint8Array) => void;
  /** Sees each picture as it goes to the encoder. */
  preview: (frame: I420Frame, pixelAspect: number) => void;
  /** An engine gave up on a frame; the next one is tried all the same. */
  failed: (reason: string) => void;
}

/**
 * The way of a picture out, read from top to bottom:
 *
 *     camera > picture > codec > rtp > secure > net
 */
export class Send {
  readonly counts = { frames: 0, bytes: 0, keyFrames: 0, skipped: 0 };
  size: Size = { width: 0, height: 0 };
  readonly #parts: SendParts;
  readonly #picture: Engine<{ frame: RgbFrame; plan: Plan }, { frame: I420Frame; plan: Plan }>;
  readonly #codec: Engine<EncodeJob, CodedFrame>;
  readonly #packetiser: VideoPacketiser;
  readonly #sealer: RtpSealer;

  constructor(parts: SendParts) {
    const { loop, scaler, encoder, key, random } = parts;
    this.#parts = parts;
    this.#picture = new Engine(
      async ({ frame, plan }) => ({ plan, frame: await scaler.scale(frame, fit(frame, plan.wish)) }),
      (answer) => loop.run(() => this.#scaled(answer)),
    );
    this.#codec = new Engine(
      (job) => encoder.encode(job),
      (answer) => loop.run(() => this.#coded(answer)),
    );
    this.#packetiser = new VideoPacketiser({ ssrc: key.ssrc, random });
    this.#sealer = new RtpSealer(key);
  }

  /** camera > picture */
  frame(frame: RgbFrame): void {
    const plan = this.#parts.quality.admit(frame.capturedAt, this.#parts.loop.now());
    if (!plan || !this.#picture.push({ frame, plan })) this.counts.skipped++;
  }

  /** picture > codec */
  #scaled(answer: Answer<{ frame: I420Frame; plan: Plan }>): void {
    const scaled = this.#unwrap(answer);
    if (!scaled) return;
    const { frame, plan } = scaled;
    this.#parts.preview(frame, plan.wish.pixelAspect);
    if (!this.#codec.push({ frame, ...plan })) this.counts.skipped++;
  }

  /** codec > rtp > secure > net */
  #coded(answer: Answer<CodedFrame>): void {
    const coded = this.#unwrap(answer);
    if (!coded) return;
    this.#count(coded);
    for (const packet of this.#packetiser.packetise(coded)) {
      const sealed = this.#sealer.seal(writeRtp(packet));
      const { sequenceNumber, marker: frameEnd } = packet;
      this.#parts.quality.credit.sent(
        { sequenceNumber, bytes: sealed.length, frameEnd },
        this.#parts.loop.now(),
      );
      this.counts.bytes += sealed.length;
      this.#parts.deliver(sealed);
    }
  }

  /** How the stream stands, for those who receive it. */
  report(now: Ms): SenderReport {
    return this.#packetiser.report(now, []);
  }

  close(): void {
    this.#picture.close();
    this.#codec.close();
  }

  #count({ width, height, keyFrame }: CodedFrame): void {
    this.size = { width, height };
    this.counts.frames++;
    this.counts.keyFrames += keyFrame ? 1 : 0;
  }

  #unwrap<Result>(answer: Answer<Result>): Result | undefined {
    if ('result' in answer) return answer.result;
    this.#parts.failed(answer.failed);
    return undefined;
  }
}
