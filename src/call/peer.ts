import type { Ms } from '../base/clock.ts';
import { ExitCode } from '../base/errors.ts';
import type { Wish } from '../base/frame.ts';
import type { ControlLink, Path, Transport } from '../base/net.ts';
import type { SenderKey } from '../base/packet.ts';
import type { Hello, Welcome } from '../control/messages.ts';
import type { SenderReport } from '../rtp/report.ts';
import { isRtcp } from '../rtp/demux.ts';
import { HOP_KEY_LENGTH, HOP_LABEL, type Role } from '../secure/hop-keys.ts';
import type { FarEnd } from './far-end.ts';
import { Hop } from './hop.ts';
import { earliest, type Loop } from './loop.ts';
import type { Quality } from './quality.ts';
import { Receive, type ReceiveParts } from './receive.ts';
import { Session, SILENT_MS, type Decision, type End, type SessionSink } from './session.ts';
import type { Person } from './state.ts';

export interface PeerParts {
  loop: Loop;
  role: Role;
  link: ControlLink;
  person: Person;
  transport: Transport;
  /** Ours, for what we send. */
  key: SenderKey;
  quality: Quality;
  receive: Pick<ReceiveParts, 'decoder' | 'show' | 'dropped' | 'tap'>;
  /** How our stream stands, for a sender report. */
  senderReport: (now: Ms) => SenderReport;
  /** What the peer should know of us. */
  introduction: () => { name: string; wish: Wish; camera: { on: boolean; trouble?: string } };
  events: PeerEvents;
}

export interface PeerEvents {
  /** Host: someone calls. */
  hello(hello: Hello, peer: Peer): Decision;
  ringing(): void;
  /** Both said yes. Caller: now the media path is to be dialled and given to `use`. */
  connected(peer: Peer): void;
  chat(text: string): void;
  delivered(id: number): void;
  changed(): void;
  ended(end: End, peer: Peer): void;
}

/** The other person of a call: one control link, one hop of the media path, one picture. */
export class Peer implements FarEnd, SessionSink {
  person: Person;
  transport: Transport;
  camera: { on: boolean; trouble: string | undefined } = { on: true, trouble: undefined };
  readonly session: Session;
  receive: Receive | undefined;
  readonly #parts: PeerParts;
  #hop: Hop | undefined;
  #wish: Wish | undefined;

  constructor(parts: PeerParts) {
    this.#parts = parts;
    this.person = parts.person;
    this.transport = parts.transport;
    this.session = new Session({ loop: parts.loop, link: parts.link, sink: this });
  }

  /** Caller: rings over there. `token` is the secret of the invitation. */
  ring(token: Uint8Array | undefined): void {
    const transport = this.transport === 'tcp' ? 'tcp' : 'udp';
    this.session.hello({ ...this.#parts.introduction(), transport, ...(token && { token }) });
  }

  /** Host: lets them in. */
  accept(): void {
    const transport = this.transport === 'tcp' ? 'tcp' : 'udp';
    this.session.welcome({ ...this.#parts.introduction(), transport });
  }

  /** A media connection ended; if it was ours, so does the call. */
  pathEnded(path: Path): void {
    if (this.#hop?.path !== path) return;
    this.session.bye({
      exitCode: ExitCode.lost,
      reason: `the media connection to ${this.person.name} was lost`,
    });
  }

  /** Caller: the media path is dialled. */
  use(path: Path): void {
    this.#hop?.use(path, this.#parts.loop.now());
  }

  get fingerprint(): Uint8Array {
    return this.#parts.link.peerFingerprint;
  }

  get rttMs(): number | undefined {
    return this.#hop?.clock.rttMs;
  }

  get clockOffsetMs(): number {
    return this.#hop?.clock.offsetMs ?? 0;
  }

  get wire(): { sent: number; received: number } {
    return this.#hop?.wire ?? { sent: 0, received: 0 };
  }

  deliver(sealed: Uint8Array): void {
    if (!this.#hop?.path) return;
    this.#hop.wire.sent += sealed.length;
    this.#hop.path.send(sealed);
  }

  datagram(bytes: Uint8Array, path: Path, now: Ms): void {
    if (isRtcp(bytes)) return this.#rtcp(bytes, path, now);
    if (!this.receive) return this.dropped('rtp before its key');
    const before = this.receive.counts.bytes;
    this.receive.datagram(bytes, now);
    if (this.#hop) this.#hop.wire.received += this.receive.counts.bytes - before;
  }

  troubles(now: Ms): string[] {
    const silentMs = this.session.silence(now);
    if (silentMs > SILENT_MS)
      return [`nothing heard from ${this.person.name} for ${Math.floor(silentMs / 1000)} s`];
    const media = this.#hop?.trouble(now);
    return media === undefined ? [] : [media];
  }

  due(): Ms | undefined {
    return earliest(this.session.due(), this.#hop?.due(), this.receive?.due());
  }

  tick(now: Ms): void {
    this.session.tick(now);
    this.#hop?.tick(now);
    this.receive?.tick(now, this.rttMs);
  }

  close(): void {
    this.receive?.close();
    this.#hop?.path?.close();
  }

  // What the session hears.

  hello(hello: Hello): Decision {
    this.transport = hello.transport;
    this.person = { ...this.person, name: hello.name };
    return this.#parts.events.hello(hello, this);
  }

  ringing(name: string): void {
    this.person = { ...this.person, name };
    this.#parts.events.ringing();
  }

  connected(peer: Welcome | Hello): void {
    const { link, loop, role, quality, key } = this.#parts;
    this.person = { ...this.person, name: peer.name };
    this.camera = { trouble: undefined, ...peer.camera };
    this.#wish = peer.wish;
    quality.transport = this.transport;
    this.session.giveKey(key);
    this.#hop = new Hop({
      role,
      exported: link.exportKey(HOP_LABEL, HOP_KEY_LENGTH),
      now: loop.now(),
      report: (now) => ({
        block: this.receive?.reception.report(now),
        sender: this.#parts.senderReport(now),
      }),
      reported: (block) => quality.credit.acknowledged(block.highestSequence),
      senderReported: ({ sentAt }) => this.receive?.reception.senderReport(sentAt, loop.now()),
      keyFrameWanted: () => quality.wantKeyFrame(),
      dropped: (reason) => this.dropped(reason),
    });
    this.#parts.events.connected(this);
  }

  key(key: SenderKey): void {
    const { loop, receive } = this.#parts;
    if (this.receive) return this.dropped('second key');
    this.receive = new Receive({
      ...receive,
      loop,
      key,
      requestKeyFrame: () => this.#hop?.requestKeyFrame(key.ssrc),
      arrived: () => this.#arrived(),
    });
  }

  wish(wish: Wish): void {
    this.#wish = wish;
    if (this.#hop?.open) this.#parts.quality.wish = wish;
  }

  cameraIs(camera: { on: boolean; trouble?: string }): void {
    this.camera = { trouble: undefined, ...camera };
    this.#parts.events.changed();
  }

  chat(text: string): void {
    this.#parts.events.chat(text);
  }

  delivered(id: number): void {
    this.#parts.events.delivered(id);
  }

  dropped(reason: string): void {
    this.#parts.receive.dropped(reason);
  }

  ended(end: End): void {
    this.#parts.events.ended(end, this);
  }

  #rtcp(bytes: Uint8Array, path: Path, now: Ms): void {
    const hop = this.#hop;
    if (!hop) return this.dropped('rtcp before the call');
    hop.datagram(bytes, path, now);
    if (hop.open) this.#parts.quality.wish = this.#wish;
    if (hop.clock.minRttMs !== undefined) this.#parts.quality.credit.minRttMs = hop.clock.minRttMs;
  }

  /** A byte stream needs to hear of every frame at once: the sender's credit depends on it. */
  #arrived(): void {
    if (this.transport === 'tcp') this.#hop?.acknowledge(this.#parts.loop.now());
  }
}
