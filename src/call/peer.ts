import type { Ms } from '../base/clock.ts';
import type { CameraState } from '../base/devices.ts';
import { ExitCode } from '../base/errors.ts';
import type { Wish } from '../base/frame.ts';
import type { ControlLink, Path, Transport } from '../base/net.ts';
import type { SenderKey } from '../base/packet.ts';
import type { Hello, MediaTransport, RefusalReason, Welcome } from '../control/messages.ts';
import { isRtcp } from '../rtp/demux.ts';
import { HOP_KEY_LENGTH, HOP_LABEL } from '../secure/hop-keys.ts';
import { spokenWords, WORDS_LABEL, WORDS_LENGTH } from '../secure/short-authentication.ts';
import type { End } from './end.ts';
import type { FarEnd } from './far-end.ts';
import { Hop } from './hop.ts';
import { earliest } from './loop.ts';
import { Receive } from './receive.ts';
import type { PeerParts } from './peer-parts.ts';
import { Session, SILENCE_MS, type SessionSink } from './session.ts';
import type { Person } from './state.ts';

/** When a media connection ends, the bye that explains it may still be on its way on the other connection. */
const BYE_GRACE_MS = 1000;

/** The other person of a call: one control link, one hop of the media path, one picture. */
export class Peer implements FarEnd, SessionSink {
  person: Person;
  camera: { on: boolean; trouble: string | undefined } = { on: false, trouble: undefined };
  receive: Receive | undefined;
  readonly #parts: PeerParts;
  readonly #session: Session;
  #transport: MediaTransport;
  #words: readonly string[] | undefined;
  #hop: Hop | undefined;
  #wish: Wish | undefined;
  #pathEndedAt: Ms | undefined;

  constructor(parts: PeerParts) {
    this.#parts = parts;
    this.person = parts.person;
    this.#transport = parts.transport;
    this.#session = new Session({ loop: parts.loop, link: parts.link, sink: this });
  }

  /** Of the media, now or to begin with. */
  get transport(): Transport {
    return this.#hop?.path?.transport ?? this.#transport;
  }

  /** What the media would travel by after a change. */
  get otherTransport(): MediaTransport {
    return this.transport === 'tcp' ? 'udp' : 'tcp';
  }

  /** Something authentic has come by the media path. */
  get mediaOpen(): boolean {
    return this.#hop?.open ?? false;
  }

  get link(): ControlLink {
    return this.#parts.link;
  }

  /** The same on both screens when nobody is in between; undefined before the call. */
  get words(): readonly string[] | undefined {
    return this.#words;
  }

  /** What they can show; undefined before the call. */
  get wants(): Wish | undefined {
    return this.#wish;
  }

  // What we say.

  /** Caller: rings over there. `token` is the secret of the invitation. */
  ring(token: Uint8Array | undefined): void {
    this.#session.hello({
      ...this.#parts.introduction(),
      transport: this.#transport,
      ...(token && { token }),
    });
  }

  /** Host: a human is being asked, who goes by that name. */
  letRing(name: string): void {
    this.#session.ring(name);
  }

  /** Host: lets them in. */
  accept(): void {
    this.#session.welcome({ ...this.#parts.introduction(), transport: this.#transport });
  }

  /** Host: doesn't. */
  refuse(reason: RefusalReason, text?: string): void {
    this.#session.refuse(reason, text);
  }

  /** It is who it should be: gives our key, and lets the media path be found. */
  begin(): void {
    const { link, loop, role, quality, key } = this.#parts;
    this.#session.giveKey(key);
    this.#words = spokenWords(link.exportKey(WORDS_LABEL, WORDS_LENGTH));
    this.#hop = new Hop({
      role,
      exported: link.exportKey(HOP_LABEL, HOP_KEY_LENGTH),
      now: loop.now(),
      report: (now) => ({
        block: this.receive?.reception.report(now),
        sender: this.#parts.senderReport(now),
      }),
      reported: (block) => {
        if (block.ssrc === key.ssrc) quality.credit.acknowledged(block.highestSequence);
      },
      senderReported: ({ sentAt }) => this.receive?.reception.senderReport(sentAt, loop.now()),
      keyFrameWanted: () => quality.wantKeyFrame(),
      moved: () => this.#moved(),
      gaveUp: (transport) => this.#parts.events.gaveUp(transport),
      dropped: (reason) => this.dropped(reason),
    });
  }

  /** Caller: the media path is dialled. */
  use(path: Path): void {
    this.#hop?.use(path, this.#parts.loop.now());
  }

  /** Caller: the media are about to travel so. Host: wishes that they did. */
  announce(transport: MediaTransport): void {
    this.#session.transport(transport);
  }

  say(text: string): number {
    return this.#session.say(text);
  }

  tellWish(wish: Wish): void {
    this.#session.wish(wish);
  }

  tellCamera(camera: CameraState): void {
    this.#session.camera(camera);
  }

  hangUp(end: End): void {
    this.#session.bye(end);
  }

  /** This process was stopped for a while. */
  resume(): void {
    this.#session.resume();
  }

  // The media between us.

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
    if (!this.#hop) return this.dropped('media before the call');
    if (isRtcp(bytes)) return this.#rtcp(this.#hop, bytes, path, now);
    if (!this.receive) return this.dropped('rtp before its key');
    const before = this.receive.counts.bytes;
    this.receive.datagram(bytes, now);
    this.#hop.wire.received += this.receive.counts.bytes - before;
  }

  /** A media connection ended; if it was ours, so does the call. */
  pathEnded(path: Path): void {
    if (this.#hop?.path === path) this.#pathEndedAt = this.#parts.loop.now();
  }

  troubles(now: Ms): string[] {
    const silentMs = this.#session.silence(now);
    if (silentMs > SILENCE_MS)
      return [`nothing heard from ${this.person.name} for ${Math.floor(silentMs / 1000)} s`];
    return [this.#hop?.trouble(now), this.receive?.trouble].filter((trouble) => trouble !== undefined);
  }

  due(): Ms | undefined {
    const graceEndsAt = this.#pathEndedAt === undefined ? undefined : this.#pathEndedAt + BYE_GRACE_MS;
    return earliest(graceEndsAt, this.#session.due(), this.#hop?.due(), this.receive?.due());
  }

  tick(now: Ms): void {
    this.#session.tick(now);
    this.#hop?.tick(now);
    this.receive?.tick(now, this.rttMs);
    if (this.#pathEndedAt === undefined || now < this.#pathEndedAt + BYE_GRACE_MS) return;
    const reason = `the media connection to ${this.person.name} was lost`;
    this.hangUp({ exitCode: ExitCode.lost, reason, hint: 'call again' });
  }

  async close(): Promise<void> {
    this.#hop?.paths.close();
    await Promise.all([this.link.close(), this.receive?.close()]);
  }

  // What the session hears.

  asked(hello: Hello): void {
    this.#transport = hello.transport;
    this.#parts.events.asked(this, hello);
  }

  ringing(name: string): void {
    this.#parts.events.ringing(this, name);
  }

  connected({ name, wish, camera }: Welcome | Hello): void {
    this.#wish = wish;
    this.camera = { trouble: undefined, ...camera };
    this.#parts.events.connected(this, name);
  }

  keyGiven(key: SenderKey): void {
    if (this.receive) return this.dropped('control: second key');
    this.receive = new Receive({
      ...this.#parts.receive(),
      loop: this.#parts.loop,
      key,
      requestKeyFrame: () => this.#hop?.requestKeyFrame(key.ssrc),
      arrived: () => this.#arrived(),
    });
  }

  wished(wish: Wish): void {
    this.#wish = wish;
    if (this.#hop?.open) this.#parts.quality.wish = wish;
    this.#parts.events.changed();
  }

  cameraChanged(camera: CameraState): void {
    this.camera = { trouble: undefined, ...camera };
    this.#parts.events.changed();
  }

  transportNamed(transport: MediaTransport): void {
    if (this.#parts.role === 'caller') this.#parts.events.transportWanted(this, transport);
    else if (this.#hop) this.#hop.paths.announced = transport;
  }

  said(text: string): void {
    this.#parts.events.said(this, text);
  }

  delivered(id: number): void {
    this.#parts.events.delivered(id);
  }

  dropped(reason: string): void {
    this.#parts.dropped(reason);
  }

  ended(end: End): void {
    this.#parts.events.ended(this, end);
  }

  #rtcp(hop: Hop, bytes: Uint8Array, path: Path, now: Ms): void {
    const { quality } = this.#parts;
    hop.datagram(bytes, path, now);
    if (hop.open) quality.wish = this.#wish;
    if (hop.clock.minRttMs !== undefined) quality.credit.minRttMs = hop.clock.minRttMs;
  }

  #moved(): void {
    this.#parts.quality.transport = this.transport;
    this.#parts.events.moved(this);
  }

  /** Over a byte stream the sender must hear of every frame at once: its credit depends on it. */
  #arrived(): void {
    if (this.transport === 'tcp') this.#hop?.acknowledge(this.#parts.loop.now());
  }
}
