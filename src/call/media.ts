import type { Ms } from '../base/clock.ts';
import type { ControlLink, Path } from '../base/net.ts';
import type { SenderKey } from '../base/packet.ts';
import type { MediaTransport, StreamKind } from '../control/messages.ts';
import { rtpSsrc } from '../rtp/demux.ts';
import type { ReportBlock, SenderReport } from '../rtp/report.ts';
import type { Role } from '../secure/hop-keys.ts';
import { Channels } from './path/channels.ts';
import type { Hear } from './hear.ts';
import { earliest, type Loop } from './loop.ts';
import type { Quality } from './picture/quality.ts';
import { Receive, type ReceiveParts } from './receive.ts';

/** How we send to someone, and take in what they send. */
export interface MediaParts {
  loop: Loop;
  role: Role;
  link: ControlLink;
  /** Ours, for the pictures that we send. */
  key: SenderKey;
  /** The same for our voice; undefined when we have none. */
  voiceKey: SenderKey | undefined;
  quality: Quality;
  /** How to take in their pictures; called once, when their key has come. */
  receive: () => Pick<ReceiveParts, 'decoder' | 'show' | 'dropped' | 'tap'>;
  /** How to take in their voice; called once, when its key has come. Undefined: it isn't wanted. */
  hear: (key: SenderKey) => Promise<Hear> | undefined;
  /** How our streams stand. */
  senderReports: (now: Ms) => SenderReport[];
  /** How our voice reaches them. */
  voiceReported: (block: ReportBlock) => void;
  dropped: (reason: string) => void;
}

export interface MediaEvents {
  /** The media go another way from now on. */
  moved: () => void;
  /** Caller: a way that was tried leads nowhere. */
  gaveUp: (transport: string) => void;
  /** Something authentic has come by the media path, and it has been measured. */
  proved: () => void;
}

/** The pictures and the sound between two: the channels that carry them, and the streams that come in. */
export class Media {
  receive: Receive | undefined;
  voice: Hear | undefined;
  readonly #parts: MediaParts;
  readonly #events: MediaEvents;
  readonly #channels: Channels;
  #voiceKey: SenderKey | undefined;

  constructor(parts: MediaParts, mux: boolean, events: MediaEvents) {
    const { loop, role, link, quality, dropped } = parts;
    this.#parts = parts;
    this.#events = events;
    this.#channels = new Channels({
      role,
      link,
      mux,
      now: loop.now(),
      report: (now) => this.#report(now),
      reported: (block) => this.#reported(block),
      senderReported: ({ ssrc, sentAt }) => {
        const stream = ssrc === this.voice?.ssrc ? this.voice : this.receive;
        stream?.reception.senderReport(sentAt, loop.now());
      },
      keyFrameWanted: () => quality.wantKeyFrame(),
      moved: events.moved,
      gaveUp: events.gaveUp,
      dropped,
    });
  }

  get channels(): Channels {
    return this.#channels;
  }

  /** Their key for one of their streams: from now on it can be opened. */
  keyGiven(kind: StreamKind, key: SenderKey): void {
    if (kind === 'video' ? this.receive : this.#voiceKey) return this.#parts.dropped('control: second key');
    if (kind === 'video') this.#see(key);
    else this.#hear(key);
  }

  /** Caller: a media path is dialled. */
  use(kind: StreamKind, path: Path): void {
    this.#channels.use(kind, path, this.#parts.loop.now());
  }

  /** Host: the caller is about to come that way. */
  expect(transport: MediaTransport): void {
    this.#channels.expect(transport);
  }

  deliver(kind: StreamKind, sealed: Uint8Array): void {
    this.#channels.send(kind, sealed, this.#parts.loop.now());
  }

  /** Something came in; it may be from anyone. */
  datagram(bytes: Uint8Array, path: Path, now: Ms): void {
    if (this.#channels.datagram(bytes, path, now)) return this.#events.proved();
    const kind = this.voice?.ssrc === rtpSsrc(bytes) ? 'audio' : 'video';
    const stream = kind === 'audio' ? this.voice : this.receive;
    if (!stream) return this.#parts.dropped('rtp before its key');
    if (stream.datagram(bytes, now)) this.#channels.wire[kind].received += bytes.length;
  }

  troubles(now: Ms): string[] {
    return [this.#channels.trouble(now), this.receive?.trouble].filter((trouble) => trouble !== undefined);
  }

  due(): Ms | undefined {
    return earliest(this.#channels.due(), this.receive?.due());
  }

  tick(now: Ms): void {
    this.#channels.tick(now);
    this.receive?.tick(now, this.#channels.clock.rttMs);
  }

  async close(): Promise<void> {
    this.#channels.close();
    this.voice?.close();
    await this.receive?.close();
  }

  #see(key: SenderKey): void {
    this.receive = new Receive({
      ...this.#parts.receive(),
      loop: this.#parts.loop,
      key,
      requestKeyFrame: () => this.#channels.requestKeyFrame(key.ssrc),
      arrived: () => this.#arrived(),
    });
  }

  #hear(key: SenderKey): void {
    this.#voiceKey = key;
    const { hear, loop, dropped } = this.#parts;
    const begin = (voice: Hear): void => {
      if (loop.stopped) voice.close();
      else loop.run(() => (this.voice = voice));
    };
    hear(key)?.then(begin, () => dropped('audio: no decoder'));
  }

  #report(now: Ms): { blocks: ReportBlock[]; senders: SenderReport[] } {
    const streams = [this.receive, this.voice].filter((stream) => stream !== undefined);
    const blocks = streams.map(({ reception }) => reception.report(now));
    return { blocks, senders: this.#parts.senderReports(now) };
  }

  #reported(block: ReportBlock): void {
    const { key, voiceKey, quality, voiceReported } = this.#parts;
    if (block.ssrc === key.ssrc) quality.credit.acknowledged(block.highestSequence);
    if (block.ssrc === voiceKey?.ssrc) voiceReported(block);
  }

  /** Over a byte stream the sender must hear of every frame at once: its credit depends on it. */
  #arrived(): void {
    if (this.#channels.path?.transport !== 'tcp' || !this.receive) return;
    this.#channels.acknowledge(this.receive.reception.report(this.#parts.loop.now()));
  }
}
