import type { Ms } from '../base/clock.ts';
import type { DeviceState } from '../base/devices.ts';
import { ExitCode } from '../base/errors.ts';
import type { Wish } from '../base/frame.ts';
import type { ControlLink, Path, Transport } from '../base/net.ts';
import type { SenderKey } from '../base/packet.ts';
import type { Hello, MediaTransport, RefusalReason, StreamKind, Welcome } from '../control/messages.ts';
import { spokenWords, WORDS_LABEL, WORDS_LENGTH } from '../secure/short-authentication.ts';
import type { End } from './end.ts';
import type { FarEnd } from './far-end.ts';
import type { Hear } from './hear.ts';
import { earliest } from './loop.ts';
import { Media } from './media.ts';
import type { Receive } from './receive.ts';
import type { PeerParts } from './peer-parts.ts';
import { Session, SILENCE_MS } from './session.ts';
import type { SessionSink } from './session-sink.ts';
import type { Person } from './state.ts';

/** When a media connection ends, the bye that explains it may still be on its way on the other connection. */
const BYE_GRACE_MS = 1000;
/** Before the call there is no wire to count on. */
const NOTHING: FarEnd['wire'] = { video: { sent: 0, received: 0 }, audio: { sent: 0, received: 0 } };

/** The other person of a call: one conversation, and the media between us. */
export class Peer implements FarEnd, SessionSink {
  person: Person;
  camera: { on: boolean; trouble: string | undefined } = { on: false, trouble: undefined };
  microphone: { on: boolean; trouble: string | undefined } = { on: false, trouble: undefined };
  readonly #parts: PeerParts;
  readonly #session: Session;
  #transport: MediaTransport;
  #words: readonly string[] | undefined;
  #mux: boolean;
  #media: Media | undefined;
  #wish: Wish | undefined;
  #pathEndedAt: Ms | undefined;

  constructor(parts: PeerParts) {
    this.#parts = parts;
    this.person = parts.person;
    this.#transport = parts.transport;
    this.#mux = parts.mux;
    this.#session = new Session({ loop: parts.loop, link: parts.link, sink: this });
  }

  /** Of the media, now or to begin with. */
  get transport(): Transport {
    return this.#media?.channels.path?.transport ?? this.#transport;
  }

  /** What the media would travel by after a change. */
  get otherTransport(): MediaTransport {
    return this.transport === 'tcp' ? 'udp' : 'tcp';
  }

  /** Something authentic has come by the media path. */
  get mediaOpen(): boolean {
    return this.#media?.channels.open ?? false;
  }

  /** The sound has no path of its own. */
  get mux(): boolean {
    return this.#mux;
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
      ...this.#introduction(),
      ...(token && { token }),
    });
  }

  /** Host: a human is being asked, who goes by that name. */
  letRing(name: string): void {
    this.#session.ring(name);
  }

  /** Host: lets them in. */
  accept(): void {
    this.#session.welcome(this.#introduction());
  }

  /** Host: doesn't. */
  refuse(reason: RefusalReason, text?: string): void {
    this.#session.refuse(reason, text);
  }

  /** It is who it should be: gives our key, and lets the media paths be found. */
  begin(): void {
    const { link, key, voiceKey, events } = this.#parts;
    this.#session.giveKey('video', key);
    if (voiceKey) this.#session.giveKey('audio', voiceKey);
    this.#words = spokenWords(link.exportKey(WORDS_LABEL, WORDS_LENGTH));
    this.#media = new Media(this.#parts, this.#mux, {
      moved: () => this.#moved(),
      gaveUp: (transport) => events.gaveUp(transport),
      proved: () => this.#proved(),
    });
  }

  /** Caller: a media path is dialled. */
  use(kind: StreamKind, path: Path): void {
    this.#media?.use(kind, path);
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

  tellCamera(camera: DeviceState): void {
    this.#session.camera(camera);
  }

  tellMicrophone(microphone: DeviceState): void {
    this.#session.microphone(microphone);
  }

  hangUp(end: End): void {
    this.#session.bye(end);
  }

  /** This process was stopped for a while. */
  resume(): void {
    this.#session.resume();
  }

  // The media between us.

  get receive(): Receive | undefined {
    return this.#media?.receive;
  }

  get voice(): Hear | undefined {
    return this.#media?.voice;
  }

  get rttMs(): number | undefined {
    return this.#media?.channels.clock.rttMs;
  }

  get clockOffsetMs(): number {
    return this.#media?.channels.clock.offsetMs ?? 0;
  }

  get wire(): FarEnd['wire'] {
    return this.#media?.channels.wire ?? NOTHING;
  }

  deliver(kind: StreamKind, sealed: Uint8Array): void {
    this.#media?.deliver(kind, sealed);
  }

  datagram(bytes: Uint8Array, path: Path, now: Ms): void {
    if (this.#media) this.#media.datagram(bytes, path, now);
    else this.dropped('media before the call');
  }

  /** A media connection ended; if the pictures went that way, so does the call. */
  pathEnded(path: Path): void {
    if (this.#media?.channels.ended(path)) this.#pathEndedAt = this.#parts.loop.now();
  }

  /** How long no media have come, though they did before and the peer is there; 0 when that is not so. */
  mediaSilence(now: Ms): Ms {
    if (!this.#media || !this.mediaOpen || this.#session.silence(now) > SILENCE_MS) return 0;
    return this.#media.channels.silence(now);
  }

  troubles(now: Ms): string[] {
    const silentMs = this.#session.silence(now);
    if (silentMs > SILENCE_MS)
      return [`nothing heard from ${this.person.name} for ${Math.floor(silentMs / 1000)} s`];
    return this.#media?.troubles(now) ?? [];
  }

  due(): Ms | undefined {
    const graceEndsAt = this.#pathEndedAt === undefined ? undefined : this.#pathEndedAt + BYE_GRACE_MS;
    return earliest(graceEndsAt, this.#session.due(), this.#media?.due());
  }

  tick(now: Ms): void {
    this.#session.tick(now);
    this.#media?.tick(now);
    if (this.#pathEndedAt === undefined || now < this.#pathEndedAt + BYE_GRACE_MS) return;
    const reason = `the media connection to ${this.person.name} was lost`;
    this.hangUp({ exitCode: ExitCode.lost, reason, hint: 'call again' });
  }

  async close(): Promise<void> {
    await Promise.all([this.link.close(), this.#media?.close()]);
  }

  // What the session hears.

  asked(hello: Hello): void {
    this.#transport = hello.transport;
    this.#mux ||= hello.mux;
    this.#parts.events.asked(this, hello);
  }

  ringing(name: string): void {
    this.#parts.events.ringing(this, name);
  }

  connected({ name, wish, camera, microphone, mux }: Welcome | Hello): void {
    this.#mux ||= mux;
    this.#wish = wish;
    this.camera = { trouble: undefined, ...camera };
    this.microphone = { trouble: undefined, ...microphone };
    this.#parts.events.connected(this, name);
  }

  keyGiven(kind: StreamKind, key: SenderKey): void {
    this.#media?.keyGiven(kind, key);
  }

  wished(wish: Wish): void {
    this.#wish = wish;
    if (this.mediaOpen) this.#parts.quality.wish = wish;
    this.#parts.events.changed();
  }

  cameraChanged(camera: DeviceState): void {
    this.camera = { trouble: undefined, ...camera };
    this.#parts.events.changed();
  }

  microphoneChanged(microphone: DeviceState): void {
    this.microphone = { trouble: undefined, ...microphone };
    this.#parts.events.changed();
  }

  transportNamed(transport: MediaTransport): void {
    if (this.#parts.role === 'caller') this.#parts.events.transportWanted(this, transport);
    else this.#media?.expect(transport);
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

  #introduction(): Omit<Welcome, 'type' | 'version'> {
    return { ...this.#parts.introduction(), transport: this.#transport, mux: this.#mux };
  }

  #proved(): void {
    const { quality } = this.#parts;
    if (this.mediaOpen) quality.wish = this.#wish;
    const minRttMs = this.#media?.channels.clock.minRttMs;
    if (minRttMs !== undefined) quality.credit.minRttMs = minRttMs;
  }

  #moved(): void {
    this.#parts.quality.transport = this.transport;
    this.#parts.events.moved(this);
  }
}
