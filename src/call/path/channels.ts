import type { Ms } from '../../base/clock.ts';
import type { ControlLink, Path } from '../../base/net.ts';
import type { MediaTransport, StreamKind } from '../../control/messages.ts';
import { isRtcp, rtcpSsrc } from '../../rtp/demux.ts';
import type { ReportBlock } from '../../rtp/report.ts';
import { HOP_KEY_LENGTH, HOP_LABEL, SOUND_HOP_LABEL } from '../../secure/hop-keys.ts';
import { Hop, type HopParts } from './hop.ts';
import { earliest } from '../loop.ts';

export interface ChannelsParts extends Omit<HopParts, 'exported' | 'wire'> {
  link: ControlLink;
  /** One channel for both. */
  mux: boolean;
}

/** After so long without a word the sound's own path is not relied upon. */
const SOUND_QUIET_MS = 2500;

/**
 * How the media travel between two ends. The pictures have a path; the sound has one of its own, so that neither waits
 * for the other, or with `mux` none. Until its own path has shown that it leads somewhere, and whenever it falls
 * silent, the sound goes with the pictures: a port that is blocked costs nobody a word. Reports travel with the
 * pictures; what the sound's path carries of RTCP only keeps it open.
 */
export class Channels {
  /** Bytes on the wire, RTCP included, by what they are for. */
  readonly wire = { video: { sent: 0, received: 0 }, audio: { sent: 0, received: 0 } };
  readonly #video: Hop;
  readonly #audio: Hop | undefined;

  constructor({ link, mux, ...parts }: ChannelsParts) {
    const exported = link.exportKey(HOP_LABEL, HOP_KEY_LENGTH);
    this.#video = new Hop({ ...parts, exported, wire: this.wire.video });
    if (mux) return;
    this.#audio = new Hop({
      ...parts,
      exported: link.exportKey(SOUND_HOP_LABEL, HOP_KEY_LENGTH),
      wire: this.wire.audio,
      report: () => ({ blocks: [], senders: [] }),
      moved: () => {},
      gaveUp: () => {},
    });
  }

  /** The pictures' way; undefined before one is known. */
  get path(): Path | undefined {
    return this.#video.path;
  }

  /** Something authentic has come by it. */
  get open(): boolean {
    return this.#video.open;
  }

  get clock(): Hop['clock'] {
    return this.#video.clock;
  }

  /** Where sound goes now: by a path of its own, or with the pictures. */
  soundPath(now: Ms): Path | undefined {
    const heardAt = this.#audio?.lastHeardAt;
    const alive = heardAt !== undefined && now - heardAt < SOUND_QUIET_MS;
    return (alive ? this.#audio?.path : undefined) ?? this.#video.path;
  }

  /** Caller: a way that we dialled. */
  use(kind: StreamKind, path: Path, now: Ms): void {
    if (kind === 'video') this.#video.use(path, now);
    else if (this.#audio) this.#audio.use(path, now);
    else path.close();
  }

  /** Host: the caller is about to come that way. */
  expect(transport: MediaTransport): void {
    this.#video.paths.announced = transport;
    if (this.#audio) this.#audio.paths.announced = transport;
  }

  /** A sealed packet of ours leaves, if there is a way yet. */
  send(kind: StreamKind, sealed: Uint8Array, now: Ms): void {
    const path = kind === 'video' ? this.path : this.soundPath(now);
    if (!path) return;
    this.wire[kind].sent += sealed.length;
    path.send(sealed);
  }

  /** Takes an RTCP packet, from anyone; false: it is none. */
  datagram(bytes: Uint8Array, path: Path, now: Ms): boolean {
    if (!isRtcp(bytes)) return false;
    const ours = this.#audio && this.#audio.peerSsrc === rtcpSsrc(bytes);
    (ours ? this.#audio : this.#video)?.datagram(bytes, path, now);
    return true;
  }

  acknowledge(block: ReportBlock): void {
    this.#video.acknowledge(block);
  }

  requestKeyFrame(mediaSsrc: number): void {
    this.#video.requestKeyFrame(mediaSsrc);
  }

  /** A TCP path is gone. True when the pictures went that way; the sound can do without its own. */
  ended(path: Path): boolean {
    if (this.#audio?.path === path) this.#audio.lastHeardAt = undefined;
    return this.#video.path === path;
  }

  /** How long nothing has come by the way of the pictures. */
  silence(now: Ms): Ms {
    return this.#video.silence(now);
  }

  trouble(now: Ms): string | undefined {
    return this.#video.trouble(now);
  }

  due(): Ms | undefined {
    return earliest(this.#video.due(), this.#audio?.due());
  }

  tick(now: Ms): void {
    this.#video.tick(now);
    this.#audio?.tick(now);
  }

  close(): void {
    this.#video.paths.close();
    this.#audio?.paths.close();
  }
}
