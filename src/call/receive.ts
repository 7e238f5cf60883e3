import type { Ms } from '../base/clock.ts';
import { Engine, type Answer } from '../base/engine.ts';
import type { CodedFrame, I420Frame, RgbFrame, Size } from '../base/frame.ts';
import { i420ToRgb } from '../base/i420.ts';
import type { RtpPacket, SenderKey } from '../base/packet.ts';
import type { VideoDecoder } from '../base/video.ts';
import { FrameBuffer, type FrameBufferOut } from '../jitter/frame-buffer.ts';
import { readRtp } from '../rtp/packet.ts';
import { Reception } from '../rtp/reception.ts';
import { assemble, VIDEO_CLOCK_RATE } from '../rtp/video.ts';
import { RtpOpener } from '../secure/srtp.ts';
import { KeyFrameRequest } from './key-frame-request.ts';
import { earliest, type Loop } from './loop.ts';

export interface ReceiveParts {
  loop: Loop;
  decoder: VideoDecoder;
  /** The sender's key, as it came over the control link. */
  key: SenderKey;
  /** Asks the sender for a key frame. */
  requestKeyFrame: () => void;
  /** A whole frame came in: a good moment to tell the sender what has arrived. */
  arrived: () => void;
  /** Paints. */
  show: (frame: RgbFrame) => void;
  /** Something from outside was thrown away. */
  dropped: (reason: string) => void;
  /** Gets a plain copy of each RTP packet, for --dump-rtp. */
  tap?: ((packet: Uint8Array) => void) | undefined;
}

/** With nobody to resend a packet, a hole that is older than the reordering of real networks is a loss. */
const DEADLINE_MS = 60;
/** More frames than this waiting for the decoder are seconds of delay: it starts again at a key frame. */
const MAX_UNDECODED = 15;

/**
 * The way of a picture in, read from top to bottom:
 *
 *     net > secure > rtp > jitter > rtp > codec > render > terminal
 */
export class Receive {
  readonly counts = { bytes: 0, late: 0, lost: 0 };
  readonly reception: Reception;
  size: Size = { width: 0, height: 0 };
  readonly #parts: ReceiveParts;
  readonly #opener: RtpOpener;
  readonly #jitter = new FrameBuffer({ deadlineMs: DEADLINE_MS });
  readonly #codec: Engine<CodedFrame, I420Frame>;
  readonly #keyFrame = new KeyFrameRequest();
  #undecoded: CodedFrame[] = [];

  constructor(parts: ReceiveParts) {
    this.#parts = parts;
    this.#opener = new RtpOpener(parts.key);
    this.reception = new Reception(parts.key.ssrc, VIDEO_CLOCK_RATE);
    this.#codec = new Engine(
      (coded) => parts.decoder.decode(coded),
      (answer) => parts.loop.run(() => this.#decoded(answer)),
    );
  }

  /** net > secure > rtp > jitter */
  datagram(sealed: Uint8Array, now: Ms): void {
    const packet = this.#open(sealed);
    if (!packet) return;
    this.counts.bytes += sealed.length;
    this.reception.push(packet, now);
    this.#ordered(this.#jitter.push(packet, now));
  }

  /** jitter > rtp > codec */
  #ordered(outs: readonly FrameBufferOut[]): void {
    for (const out of outs) {
      if ('lost' in out) this.#missing(out.lost);
      else this.#whole(out.frame);
    }
    this.#decodeNext();
  }

  /** codec > render > terminal */
  #decoded(answer: Answer<I420Frame>): void {
    if ('failed' in answer) this.#broken();
    else if (answer.result) this.#show(answer.result);
    this.#decodeNext();
  }

  due(): Ms | undefined {
    return earliest(this.#jitter.due(), this.#keyFrame.due());
  }

  tick(now: Ms, rttMs: number | undefined): void {
    this.#ordered(this.#jitter.tick(now));
    if (this.#keyFrame.tick(now, rttMs)) this.#parts.requestKeyFrame();
  }

  /** The picture stands still until a key frame comes. */
  get frozen(): boolean {
    return this.#keyFrame.pending;
  }

  close(): void {
    this.#codec.close();
  }

  #open(sealed: Uint8Array): RtpPacket | undefined {
    const plain = this.#opener.open(sealed);
    if (typeof plain === 'string') return this.#drop(plain);
    this.#parts.tap?.(plain);
    return readRtp(plain) ?? this.#drop('malformed rtp');
  }

  #drop(reason: string): undefined {
    this.#parts.dropped(reason);
    return undefined;
  }

  #whole(packets: readonly RtpPacket[]): void {
    this.#parts.arrived();
    const coded = assemble(packets);
    if (!coded) return this.#broken();
    if (coded.keyFrame) this.#keyFrame.satisfied();
    else if (this.#keyFrame.pending) return void this.counts.late++;
    if (this.#undecoded.push(coded) > MAX_UNDECODED) this.#overflow();
  }

  #missing(frames: number): void {
    this.counts.lost += frames;
    this.#keyFrame.want();
  }

  #broken(): void {
    this.counts.lost++;
    this.#keyFrame.want();
  }

  #overflow(): void {
    this.counts.late += this.#undecoded.length;
    this.#undecoded = [];
    this.#keyFrame.want();
  }

  #decodeNext(): void {
    const next = this.#codec.busy ? undefined : this.#undecoded.shift();
    if (next) this.#codec.push(next);
  }

  #show({ data, width, height, capturedAt }: I420Frame): void {
    this.size = { width, height };
    this.#parts.show({ data: i420ToRgb(data, width, height), width, height, capturedAt });
  }
}
