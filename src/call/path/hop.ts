import { Allowance, perSecond } from '../../base/allowance.ts';
import type { Ms } from '../../base/clock.ts';
import type { Path } from '../../base/net.ts';
import { ClockOffset } from '../../rtp/clock-offset.ts';
import { readRtcp, writeRtcp, type Rtcp } from '../../rtp/rtcp.ts';
import type { ReportBlock, SenderReport } from '../../rtp/report.ts';
import { earliest } from '../loop.ts';
import { Paths } from './paths.ts';
import { hopKeys, type Role } from '../../secure/hop-keys.ts';
import { RtcpOpener, RtcpSealer } from '../../secure/srtcp.ts';

/** While nobody has answered: hello there, at these times after the start; then each second. */
const PROBES_MS = [0, 50, 100, 200, 400, 800];
const KEEP_ALIVE_MS = 1000;
/** While a new path has to prove itself. */
const PROVING_MS = 100;
/** A path that carried nothing for so long is in trouble. */
const QUIET_MS = 3000;
/** Pings that are answered; one datagram has room for many. */
const PINGS_PER_SECOND = 50;

export interface HopParts {
  role: Role;
  /** From the TLS exporter: what only the two ends of this control link know. */
  exported: Uint8Array;
  now: Ms;
  /** Counts the bytes of its RTCP, too. */
  wire: { sent: number; received: number };
  /** What we have to tell about the streams. */
  report: (now: Ms) => { blocks: ReportBlock[]; senders: SenderReport[] };
  /** The peer tells how a stream of ours reaches it. */
  reported: (block: ReportBlock) => void;
  /** The peer tells how a stream of its own stands. */
  senderReported: (report: SenderReport) => void;
  keyFrameWanted: () => void;
  /** The media go another way from now on. */
  moved: (path: Path) => void;
  /** A path that was tried leads nowhere. */
  gaveUp: (transport: string) => void;
  dropped: (reason: string) => void;
}

/**
 * One hop of the media path: RTCP under keys of its own, between two ends of one control link. It finds the path (the
 * first authentic packet shows the way back), keeps it open, measures it, and carries reports and requests.
 */
export class Hop {
  readonly paths = new Paths();
  /** When something authentic came last. */
  lastHeardAt: Ms | undefined;
  /** What the peer's RTCP on this hop names as its sender. */
  readonly peerSsrc: number;
  readonly clock = new ClockOffset();
  readonly #parts: HopParts;
  readonly #ssrc: number;
  readonly #sealer: RtcpSealer;
  readonly #opener: RtcpOpener;
  readonly #startedAt: Ms;
  readonly #pings = new Allowance(perSecond(PINGS_PER_SECOND));
  #probe = 0;
  #nextAt: Ms;

  constructor(parts: HopParts) {
    const { send, receive } = hopKeys(parts.exported, parts.role);
    this.#parts = parts;
    this.#ssrc = send.ssrc;
    this.peerSsrc = receive.ssrc;
    this.#sealer = new RtcpSealer(send);
    this.#opener = new RtcpOpener(receive);
    this.#startedAt = this.#nextAt = parts.now;
  }

  get path(): Path | undefined {
    return this.paths.current;
  }

  /** Caller: a way that we dialled. */
  use(path: Path, now: Ms): void {
    const isFirst = !this.path;
    this.paths.try(path, now);
    if (isFirst) this.#parts.moved(path);
    this.#nextAt = now;
  }

  /** The media path has carried something authentic towards us. */
  get open(): boolean {
    return this.lastHeardAt !== undefined;
  }

  /** An RTCP packet, from anyone. */
  datagram(sealed: Uint8Array, path: Path, now: Ms): void {
    const plain = this.#opener.open(sealed);
    if (typeof plain === 'string') return this.#parts.dropped(`rtcp ${plain}`);
    this.#parts.wire.received += sealed.length;
    this.#heardFrom(path, now);
    const packets = readRtcp(plain);
    if (!packets) return this.#parts.dropped('rtcp malformed');
    for (const packet of packets) this.#take(packet, path, now);
  }

  /** Tells at once what has arrived. */
  acknowledge(block: ReportBlock): void {
    this.#send([{ kind: 'receiver report', ssrc: this.#ssrc, reports: [block] }]);
  }

  requestKeyFrame(mediaSsrc: number): void {
    this.#send([{ kind: 'picture loss', ssrc: this.#ssrc, mediaSsrc }]);
  }

  /** How long nothing authentic has come. */
  silence(now: Ms): Ms {
    return now - (this.lastHeardAt ?? this.#startedAt);
  }

  /** Undefined while all is well. */
  trouble(now: Ms): string | undefined {
    const since = this.silence(now);
    if (since < QUIET_MS) return undefined;
    const advice = this.path?.transport === 'udp' ? ': is UDP blocked? try --transport tcp' : '';
    return this.open ? `no media for ${Math.floor(since / 1000)} s` : `no media comes through${advice}`;
  }

  due(): Ms | undefined {
    return this.path && earliest(this.#nextAt, this.paths.due());
  }

  tick(now: Ms): void {
    const failed = this.paths.tick(now);
    if (failed !== undefined) this.#parts.gaveUp(failed);
    if (!this.path || now < this.#nextAt) return;
    this.#nextAt = now + this.#patience();
    const { blocks: reports, senders } = this.#parts.report(now);
    const compound: Rtcp[] = [
      { kind: 'receiver report', ssrc: this.#ssrc, reports },
      ...senders,
      { kind: 'clock ping', ssrc: this.#ssrc, sentAt: now },
    ];
    this.#send(compound, this.paths.next ?? this.path);
  }

  #patience(): Ms {
    if (this.paths.next) return PROVING_MS;
    if (this.open) return KEEP_ALIVE_MS;
    const [now, next] = [PROBES_MS[this.#probe], PROBES_MS[++this.#probe]];
    return now === undefined || next === undefined ? KEEP_ALIVE_MS : next - now;
  }

  #heardFrom(path: Path, now: Ms): void {
    const isFirst = !this.open;
    this.lastHeardAt = now;
    if (!this.paths.heard(path, now)) return;
    if (isFirst) this.#nextAt = now;
    this.#parts.moved(path);
  }

  /** `path`: on which it came, and is answered. */
  #take(packet: Rtcp, path: Path, now: Ms): void {
    switch (packet.kind) {
      case 'clock ping': {
        if (!this.#pings.take(now)) return this.#parts.dropped('rtcp too many pings');
        const { sentAt } = packet;
        const pong: Rtcp = { kind: 'clock pong', ssrc: this.#ssrc, sentAt, receivedAt: now, answeredAt: now };
        return this.#send([pong], path);
      }
      case 'clock pong':
        return this.clock.pong(packet, now);
      case 'picture loss':
        return this.#parts.keyFrameWanted();
      case 'receiver report':
        return packet.reports.forEach((block) => this.#parts.reported(block));
      case 'sender report':
        return this.#parts.senderReported(packet);
      default:
    }
  }

  #send(packets: readonly Rtcp[], path = this.path): void {
    if (!path) return;
    const sealed = this.#sealer.seal(writeRtcp(packets));
    this.#parts.wire.sent += sealed.length;
    path.send(sealed);
  }
}
