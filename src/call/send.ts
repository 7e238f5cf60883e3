import type { Ms } from '../base/clock.ts';
import { Engine, type Answer } from '../base/engine.ts';
import { fit } from '../base/fit.ts';
import type { CodedFrame, I420Frame, RgbFrame, Size } from '../base/frame.ts';
import type { SenderKey } from '../base/packet.ts';
import type { Random } from '../base/random.ts';
import type { Scaler, VideoEncoder } from '../base/video.ts';
import { writeRtp } from '../rtp/packet.ts';
import type { SenderReport } from '../rtp/report.ts';
import { VideoPacketiser } from '../rtp/video.ts';
import { RtpSealer } from '../secure/srtp.ts';
import type { Loop } from './loop.ts';
import type { Plan, Quality } from './picture/quality.ts';

export interface SendParts {
  loop: Loop;
  scaler: Scaler;
  /** Owned by the ladder from here on. */
  encoder: VideoEncoder;
  quality: Quality;
  key: SenderKey;
  random: Random;
  /** Takes each sealed packet on its way to everyone who looks. */
  deliver: (sealed: Uint8Array) => void;
  /** Sees each picture as it goes to the encoder, made for pixels of that shape. */
  preview: (frame: I420Frame, pixelAspect: number) => void;
}

/** A frame of the camera with what is to become of it. `take`: which opening of the camera it is from. */
interface Planned<Frame> {
  frame: Frame;
  plan: Plan;
  take: number;
}

/**
 * The way of a picture out, read from top to bottom:
 *
 *     camera > picture > codec > rtp > secure > net
 */
export class Send {
  readonly counts = { frames: 0, keyFrames: 0, skipped: 0 };
  size: Size = { width: 0, height: 0 };
  /** Why the engines give no picture; undefined while they do. */
  trouble: string | undefined;
  readonly #parts: SendParts;
  readonly #picture: Engine<Planned<RgbFrame>, Planned<I420Frame>>;
  readonly #codec: Engine<Planned<I420Frame>, Planned<CodedFrame>>;
  readonly #packetiser: VideoPacketiser;
  readonly #sealer: RtpSealer;
  #take = 0;

  constructor(parts: SendParts) {
    const { loop, key, random } = parts;
    this.#parts = parts;
    this.#picture = new Engine(
      (planned) => this.#scale(planned),
      (answer) => loop.run(() => this.#scaled(answer)),
    );
    this.#codec = new Engine(
      (planned) => this.#code(planned),
      (answer) => loop.run(() => this.#coded(answer)),
    );
    this.#packetiser = new VideoPacketiser({ ssrc: key.ssrc, random });
    this.#sealer = new RtpSealer(key);
  }

  /** camera > picture */
  frame(frame: RgbFrame): void {
    const plan = this.#parts.quality.admit(frame.capturedAt, this.#parts.loop.now());
    if (!plan || !this.#picture.push({ frame, plan, take: this.#take })) this.counts.skipped++;
  }

  /** picture > codec */
  #scaled(answer: Answer<Planned<I420Frame>>): void {
    const scaled = this.#current(answer);
    if (!scaled) return;
    this.#parts.preview(scaled.frame, scaled.plan.wish.pixelAspect);
    if (!this.#codec.push(scaled)) this.counts.skipped++;
  }

  /** codec > rtp > secure > net */
  #coded(answer: Answer<Planned<CodedFrame>>): void {
    const coded = this.#current(answer);
    if (!coded) return;
    this.#count(coded.frame);
    for (const packet of this.#packetiser.packetise(coded.frame)) {
      const sealed = this.#sealer.seal(writeRtp(packet));
      const { sequenceNumber, marker: frameEnd } = packet;
      this.#parts.quality.sent({ sequenceNumber, bytes: sealed.length, frameEnd }, this.#parts.loop.now());
      this.#parts.deliver(sealed);
    }
  }

  /** The camera is off: what is still under way is not shown to anyone. */
  discard(): void {
    this.#take++;
    this.trouble = undefined;
    // The frames that are thrown away are missing in the chain.
    this.#parts.quality.wantKeyFrame();
  }

  /** How the stream stands, for those who receive it. */
  report(now: Ms): SenderReport {
    return this.#packetiser.report(now, []);
  }

  async close(): Promise<void> {
    this.#picture.close();
    this.#codec.close();
    await this.#parts.encoder.close();
  }

  async #scale({ frame, plan, take }: Planned<RgbFrame>): Promise<Planned<I420Frame>> {
    return { plan, take, frame: await this.#parts.scaler.scale(frame, sizeFor(frame, plan)) };
  }

  /** Whether it must be a key frame is asked when the work begins: a job that is thrown away takes no request with it. */
  async #code({ frame, plan, take }: Planned<I420Frame>): Promise<Planned<CodedFrame> | undefined> {
    const { encoder, quality, loop } = this.#parts;
    const coded = await encoder.encode({ frame, ...plan, keyFrame: quality.takeKeyFrame(loop.now()) });
    return coded && { plan, take, frame: coded };
  }

  #current<Frame>(answer: Answer<Planned<Frame>>): Planned<Frame> | undefined {
    if ('failed' in answer) {
      this.trouble = `no picture goes out: ${answer.failed}`;
      this.#parts.quality.wantKeyFrame();
      return undefined;
    }
    return answer.result?.take === this.#take ? answer.result : undefined;
  }

  #count({ width, height, keyFrame }: CodedFrame): void {
    this.trouble = undefined;
    this.size = { width, height };
    this.counts.frames++;
    this.counts.keyFrames += keyFrame ? 1 : 0;
  }
}

/** No larger than the source: the other side enlarges for nothing. */
const sizeFor = (source: Size, { wish }: Plan): Size =>
  fit(source, {
    ...wish,
    width: Math.min(wish.width, Math.ceil(source.width / wish.pixelAspect)),
    height: Math.min(wish.height, source.height),
  });
