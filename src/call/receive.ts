import type { Ms } from '../base/clock.ts';
import { Engine, type Answer } from '../base/engine.ts';
import type { CodedFrame, I420Frame, RgbFrame, Size } from '../base/frame.ts';
import { i420ToRgb } from '../base/i420.ts';
import type { RtpPacket, SenderKey } from '../base/packet.ts';
import type { VideoDecoder } from '../base/video.ts';
import { FrameBuffer, type FrameBufferCounts, type FrameBufferOut } from '../jitter/frame-buffer.ts';
import { readRtp } from '../rtp/packet.ts';
import { Reception } from '../rtp/reception.ts';
import { assemble, VIDEO_CLOCK_RATE } from '../rtp/video.ts';
import { RtpOpener } from '../secure/srtp.ts';
import { KeyFrameRequest } from './picture/key-frame-request.ts';
import { earliest, type Loop } from './loop.ts';

export interface ReceiveParts {
  loop: Loop;
  /** Owned by the ladder from here on. */
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
  readonly counts = { late: 0, lost: 0 };
  /** Why no picture comes out of what comes in; undefined while one does. */
  trouble: string | undefined;
  readonly reception: Reception;
  size: Size = { width: 0, height: 0 };
  readonly #parts: ReceiveParts;
  readonly #opener: RtpOpener;
  readonly #jitter = new FrameBuffer({ deadlineMs: DEADLINE_MS });
  readonly #codec: Engine<CodedFrame, I420Frame>;
  readonly #keyFrame = new KeyFrameRequest();
  #undecoded: CodedFrame[] = [];
  #pictureId: number | undefined;

  constructor(parts: ReceiveParts) {
    this.#parts = parts;
    this.#opener = new RtpOpener(parts.key);
    this.reception = new Reception(parts.key.ssrc, VIDEO_CLOCK_RATE);
    this.#codec = new Engine(
      (coded) => parts.decoder.decode(coded),
      (answer) => parts.loop.run(() => this.#decoded(answer)),
    );
  }

  /** net > secure > rtp > jitter; false when it was thrown away. */
  datagram(sealed: Uint8Array, now: Ms): boolean {
    const packet = this.#open(sealed);
    if (!packet) return false;
    this.reception.push(packet, now);
    this.#ordered(this.#jitter.push(packet, now));
    return true;
  }

  /** jitter > rtp > codec */
  #ordered(outs: readonly FrameBufferOut[]): void {
    for (const out of outs) {
      if ('lost' in out) this.#keyFrame.want();
      else this.#whole(out.frame);
    }
    this.#decodeNext();
  }

  /** codec > render > terminal */
  #decoded(answer: Answer<I420Frame>): void {
    if ('failed' in answer) this.#broken(answer.failed);
    else if (!answer.result) this.#broken('nothing could be decoded');
    else this.#show(answer.result);
    this.#decodeNext();
  }

  due(): Ms | undefined {
    return earliest(this.#jitter.due(), this.#keyFrame.due());
  }

  tick(now: Ms, rttMs: number | undefined): void {
    this.#ordered(this.#jitter.tick(now));
    if (this.#keyFrame.tick(now, rttMs)) this.#parts.requestKeyFrame();
  }

  /** Packets that the jitter buffer threw away, by reason. */
  get jitterCounts(): Readonly<FrameBufferCounts> {
    return this.#jitter.counts;
  }

  async close(): Promise<void> {
    this.#codec.close();
    await this.#parts.decoder.close();
  }

  #open(sealed: Uint8Array): RtpPacket | undefined {
    const plain = this.#opener.open(sealed);
    if (typeof plain === 'string') return this.#drop(`rtp ${plain}`);
    this.#parts.tap?.(plain);
    return readRtp(plain) ?? this.#drop('rtp malformed');
  }

  #drop(reason: string): undefined {
    this.#parts.dropped(reason);
    return undefined;
  }

  #whole(packets: readonly RtpPacket[]): void {
    this.#parts.arrived();
    const coded = assemble(packets);
    if (!coded) return this.#unreadable();
    this.#countLost(coded.pictureId);
    if (coded.keyFrame) this.#keyFrame.satisfied();
    else if (this.#keyFrame.pending) return void this.counts.late++;
    if (this.#undecoded.push(coded) > MAX_UNDECODED) this.#overflow();
  }

  /** What follows may build on it. */
  #unreadable(): void {
    this.#keyFrame.want();
    this.#drop('vp9 malformed');
  }

  /** Picture ids count every frame that was sent (RFC 9628, 4.2), so a gap tells how many never came whole. */
  #countLost(pictureId: number): void {
    if (this.#pictureId !== undefined) this.counts.lost += (pictureId - this.#pictureId - 1) & 0x7fff;
    this.#pictureId = pictureId;
  }

  #broken(reason: string): void {
    this.trouble = `the picture can't be decoded: ${reason}`;
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
    this.trouble = undefined;
    this.size = { width, height };
    this.#parts.show({ data: i420ToRgb(data, width, height), width, height, capturedAt });
  }
}
