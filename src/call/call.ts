import type { Clock, Ms } from '../base/clock.ts';
import type { Camera } from '../base/devices.ts';
import { ExitCode, reasonOf } from '../base/errors.ts';
import type { Size, Wish } from '../base/frame.ts';
import type { ControlLink, Path, Transport } from '../base/net.ts';
import type { SenderKey } from '../base/packet.ts';
import type { Random } from '../base/random.ts';
import type { Scaler, VideoCodec } from '../base/video.ts';
import type { Hello } from '../control/messages.ts';
import { newSenderKey } from '../secure/sender-key.ts';
import { Alarms } from './alarms.ts';
import { Chat } from './chat.ts';
import type { Display } from './display.ts';
import { greet, type Doorkeeper } from './door.ts';
import type { CallEvent } from './events.ts';
import type { FarEnd } from './far-end.ts';
import { earliest, Loop } from './loop.ts';
import { Peer } from './peer.ts';
import { Quality } from './quality.ts';
import type { ReceiveParts } from './receive.ts';
import { Reflection } from './reflection.ts';
import { Report, type Summary } from './report.ts';
import { Send } from './send.ts';
import type { Decision, End } from './session.ts';
import type { CallState, Command, Person, Phase, Stats } from './state.ts';
import { Studio } from './studio.ts';

export interface CallSettings {
  kind: CallState['kind'];
  /** How I am called. */
  me: string;
  /** How the callee is called until it has told its name. */
  callee?: string | undefined;
  /** False: the camera stays closed until the user asks for it. */
  cameraOn: boolean;
  fps: number;
  maxBps?: number | undefined;
  /** Hang up by ourselves so long after the call was connected. */
  durationMs?: number | undefined;
  /** Nobody answered for so long: that's it. */
  ringMs?: number | undefined;
}

export interface CallParts {
  clock: Clock;
  random: Random;
  scaler: Scaler;
  codec: VideoCodec;
  camera: Camera | undefined;
  /** Why there is no camera, if there is none. */
  cameraMissing?: string | undefined;
  display: Display;
  usage: () => { cpuMs: number; rssBytes: number };
  /** What happens, for scripts, logs and a partner. */
  event: (event: CallEvent) => void;
  /** Both said yes: who it is, to be remembered. */
  met?: ((peer: { name: string; fingerprint: Uint8Array }) => void) | undefined;
  /** One line of --stats a second, and a last one over the whole call. */
  stats: (stats: Stats) => void;
  /** Gets plain RTP, for --dump-rtp. */
  tap?: ((packet: Uint8Array) => void) | undefined;
  /** Stops this process as Ctrl-Z does; resolves when it goes on. */
  suspend: () => Promise<void>;
  settings: CallSettings;
}

/** How to ring at someone. */
export interface Dial {
  link: ControlLink;
  person: Person;
  transport: Transport;
  /** The secret of the invitation. */
  token?: Uint8Array | undefined;
  /** Opens the media path once they have said yes. */
  dialPath: (transport: Transport) => Promise<Path>;
  /** Called with the name that the host gives; a reason back means: that is somebody else, hang up. */
  judge: (name: string) => End | undefined;
}

const STATS_MS = 1000;
/** A window that is being dragged changes its size all the time: the peer hears of it when it rests. */
const WISH_REST_MS = 120;
/** Before there is a screen, and where there is none. */
const DEFAULT_BOX = { width: 160, height: 90, pixelAspect: 1 };

/**
 * One call, from the first ring to the last word. Everything meets here: the user, the camera, the engines, the peer
 * and the clock send their messages, one at a time, and after each of them screen and timer are settled.
 */
export class Call {
  readonly ended: Promise<End>;
  readonly #loop: Loop;
  readonly #parts: CallParts;
  readonly #alarms = new Alarms<'ring' | 'hang up' | 'stats' | 'wish'>();
  readonly #chat = new Chat();
  readonly #key: SenderKey;
  readonly #quality: Quality;
  readonly #send: Send;
  readonly #studio: Studio;
  readonly #report: Report;
  #resolveEnded: (end: End) => void = () => {};
  #phase: Phase = 'calling';
  #far: FarEnd | undefined;
  #door: Doorkeeper | undefined;
  #dial: Dial | undefined;
  #invitation: string | undefined;
  #connectedAt: Ms | undefined;
  #wish: Wish | undefined;
  #end: End | undefined;
  #summary: Summary | undefined;

  constructor(parts: CallParts) {
    const { clock, random, scaler, codec, camera, cameraMissing, display, usage, settings } = parts;
    const loop = new Loop(clock);
    this.#parts = parts;
    this.#loop = loop;
    this.ended = new Promise((resolve) => (this.#resolveEnded = resolve));
    this.#quality = new Quality({ maxBps: settings.maxBps, maxFps: settings.fps });
    this.#key = newSenderKey(random);
    this.#send = new Send({
      loop,
      scaler,
      encoder: codec.openEncoder(),
      quality: this.#quality,
      key: this.#key,
      random,
      deliver: (sealed) => this.#far?.deliver(sealed),
      preview: (frame, pixelAspect) => display.selfPicture({ frame, pixelAspect }, loop.now()),
      failed: (reason) => parts.event({ event: 'trouble', reason }),
    });
    this.#studio = new Studio({
      loop,
      camera,
      missing: cameraMissing,
      fps: settings.fps,
      frame: (frame) => this.#send.frame(frame),
      changed: () => this.#cameraChanged(),
    });
    this.#report = new Report({ now: clock.now(), send: this.#send, display, usage });
    loop.drive({
      due: () => earliest(this.#alarms.due(), this.#far?.due()),
      tick: (now) => this.#tick(now),
      drain: (now) => display.drain(this.#state(now), now),
    });
  }

  // How a call begins.

  /** Shows oneself. `path` is one end of a memory link whose other end leads to `datagram`. */
  mirror(path: Path): void {
    this.#loop.run(() => {
      const { me: name } = this.#parts.settings;
      const parts = { name, loop: this.#loop, key: this.#key, path, quality: this.#quality };
      this.#far = new Reflection({ ...parts, receive: this.#receiveParts() });
      this.#quality.wish = this.#wish = this.#currentWish();
      this.#begin();
    });
  }

  /** Waits for callers. */
  listen(door: Doorkeeper, invitation: string): void {
    this.#loop.run(() => {
      this.#door = door;
      this.#invitation = invitation;
      this.#enter('listening');
    });
  }

  /** Someone has connected to us; a hello may follow, or not. */
  incoming(link: ControlLink): void {
    const person: Person = { name: link.remote, trust: 'first contact' };
    this.#loop.run(() => this.#meet('host', { link, person, transport: 'udp' }));
  }

  /** Rings at the other end of a link. */
  ring(dial: Dial): void {
    this.#loop.run(() => {
      this.#dial = dial;
      const peer = this.#meet('caller', dial);
      this.#far = peer;
      this.#ringFor(`${dial.person.name} did not answer`);
      peer.ring(dial.token);
      this.#changed();
    });
  }

  // What comes in from the world.

  /** A datagram, from anyone. */
  datagram(bytes: Uint8Array, path: Path): void {
    this.#loop.run(() => this.#far?.datagram(bytes, path, this.#loop.now()));
  }

  /** A media connection is gone. */
  pathEnded(path: Path): void {
    this.#loop.run(() => {
      if (this.#far instanceof Peer) this.#far.pathEnded(path);
    });
  }

  /** Something from outside was thrown away before it came here. */
  dropped(reason: string): void {
    this.#report.drop(reason);
  }

  /** The view changed: keys, size. */
  viewChanged(): void {
    this.#loop.run(() => this.#changed());
  }

  /** A frame of the peer's was handed whole to the terminal. */
  painted(capturedAt: Ms): void {
    const here = capturedAt - (this.#far?.clockOffsetMs ?? 0);
    this.#report.latency(this.#loop.now() - here);
  }

  /** The terminal can take more. */
  drain(): void {
    this.#loop.run(() => {});
  }

  /** Undefined when the call was never connected. */
  get summary(): Summary | undefined {
    return this.#summary;
  }

  command(command: Command): void {
    this.#loop.run(() => this.#obey(command));
  }

  /** Ends the call; the first end counts. */
  finish(end: End): void {
    this.#loop.run(() => this.#finish(end));
  }

  #obey(command: Command): void {
    switch (command.do) {
      case 'quit':
        return this.#finish({ exitCode: ExitCode.done, reason: 'you hung up' });
      case 'interrupt':
        return this.#finish({ exitCode: 130, reason: 'interrupted' });
      case 'answer':
        return this.#answer(command.accept);
      case 'say':
        return this.#say(command.text);
      case 'camera':
        return this.#studio.toggle(this.#near());
      case 'colors':
        return this.#parts.display.nextColors();
      case 'repaint':
        return this.#parts.display.repaint();
      case 'suspend':
        return void this.#suspend();
    }
  }

  #answer(accept: boolean): void {
    if (this.#phase !== 'ringing' || !this.#door || !(this.#far instanceof Peer)) return;
    if (accept) this.#far.accept();
    else this.#far.session.refuse({ reason: 'declined' });
  }

  #say(text: string): void {
    const now = this.#loop.now();
    if (this.#phase === 'connected' && this.#far instanceof Peer) {
      this.#chat.mine({ name: this.#parts.settings.me, text, id: this.#far.session.say(text) }, now);
    } else {
      this.#chat.note('nobody is here to read that', now);
    }
    this.#changed();
  }

  /** The camera is closed meanwhile: a stopped process must not watch. */
  async #suspend(): Promise<void> {
    const wasOn = this.#studio.state.on;
    await this.#studio.close();
    await this.#parts.suspend();
    this.#loop.run(() => {
      if (wasOn) this.#studio.open(this.#near());
      this.#parts.display.repaint();
    });
  }

  // What happens to a call.

  #meet(role: 'caller' | 'host', who: { link: ControlLink; person: Person; transport: Transport }): Peer {
    return new Peer({
      ...who,
      role,
      loop: this.#loop,
      key: this.#key,
      quality: this.#quality,
      receive: this.#receiveParts(),
      senderReport: (now) => this.#send.report(now),
      introduction: () => this.#introduction(),
      events: {
        hello: (hello, peer) => this.#greet(hello, who.link, peer),
        ringing: () => this.#ringing(),
        connected: (peer) => this.#connected(peer),
        chat: (text) => this.#hear(text),
        delivered: (id) => this.#delivered(id),
        changed: () => this.#changed(),
        ended: (end, peer) => this.#left(end, peer),
      },
    });
  }

  #receiveParts(): Pick<ReceiveParts, 'decoder' | 'show' | 'dropped' | 'tap'> {
    const { codec, display, tap } = this.#parts;
    return {
      decoder: codec.openDecoder(),
      show: (frame) => display.peerPicture(frame, this.#loop.now()),
      dropped: (reason) => this.#report.drop(reason),
      tap,
    };
  }

  #greet(hello: Hello, link: ControlLink, peer: Peer): Decision {
    if (!this.#door || this.#far) return { do: 'refuse', reason: 'busy' };
    const { decision, person } = greet(hello, link, this.#door);
    peer.person = person;
    this.#parts.event({ event: 'caller', name: person.name, trust: person.trust, answer: decision.do });
    if (decision.do === 'refuse') return decision;
    this.#far = peer;
    if (decision.do === 'accept') peer.accept();
    else this.#ask(peer);
    return decision;
  }

  #ask(peer: Peer): void {
    peer.session.ringing(this.#parts.settings.me);
    this.#ringFor('you did not answer');
    this.#ringing();
  }

  #ringFor(otherwise: string): void {
    const { ringMs } = this.#parts.settings;
    if (ringMs === undefined) return;
    const end = { exitCode: ExitCode.refused, reason: otherwise };
    this.#alarms.set('ring', this.#loop.now() + ringMs, () => {
      if (this.#door && this.#far instanceof Peer)
        this.#far.session.refuse({ reason: 'declined', text: 'no answer' });
      else this.#finish(end);
    });
  }

  #ringing(): void {
    this.#parts.event({ event: 'ringing', name: this.#far?.person.name ?? '' });
    this.#enter('ringing');
  }

  #connected(peer: Peer): void {
    const stranger = this.#dial?.judge(peer.person.name);
    if (stranger) return this.#finish(stranger);
    this.#far = peer;
    this.#begin();
    const { person, transport, fingerprint } = peer;
    this.#parts.met?.({ name: person.name, fingerprint });
    this.#parts.event({ event: 'connected', name: person.name, trust: person.trust, transport });
    if (this.#dial) void this.#openPath(this.#dial, peer);
  }

  async #openPath({ dialPath }: Dial, peer: Peer): Promise<void> {
    try {
      const path = await dialPath(peer.transport);
      this.#loop.run(() => (this.#end ? path.close() : peer.use(path)));
    } catch (error) {
      this.finish({ exitCode: ExitCode.lost, reason: reasonOf(error) });
    }
  }

  #begin(): void {
    const { durationMs } = this.#parts.settings;
    const now = this.#loop.now();
    this.#connectedAt = now;
    this.#alarms.clear('ring');
    if (durationMs !== undefined) {
      this.#alarms.set('hang up', now + durationMs, () => this.#obey({ do: 'quit' }));
    }
    this.#enter('connected');
    if (this.#far) this.#report.begin(this.#far, now);
    this.#measure(now + STATS_MS);
    if (this.#parts.settings.cameraOn) this.#studio.open(this.#near());
  }

  #measure(at: Ms): void {
    this.#alarms.set('stats', at, () => {
      this.#parts.stats(this.#report.line(this.#phase, this.#far, this.#loop.now()));
      this.#measure(at + STATS_MS);
      this.#changed();
    });
  }

  #hear(text: string): void {
    const name = this.#far?.person.name ?? '';
    this.#chat.theirs({ name, text }, this.#loop.now());
    this.#parts.event({ event: 'chat', from: name, text });
    this.#changed();
  }

  #delivered(id: number): void {
    this.#chat.delivered(id);
    this.#changed();
  }

  /** Who hung up before we answered is no reason to stop listening. */
  #left(end: End, peer: Peer): void {
    if (this.#far !== peer) return;
    if (this.#phase === 'connected' || !this.#door) return this.#finish(end);
    this.#far = undefined;
    this.#alarms.clear('ring');
    this.#chat.note(end.reason, this.#loop.now());
    this.#parts.event({ event: 'missed', reason: end.reason });
    this.#enter('listening');
  }

  #finish(end: End): void {
    if (this.#end) return;
    this.#end = end;
    this.#alarms.clearAll();
    if (this.#far instanceof Peer) this.#far.session.bye(end);
    this.#summary = this.#report.summary(this.#far, this.#loop.now());
    if (this.#summary) this.#parts.stats(this.#report.final(this.#phase, this.#far, this.#loop.now()));
    this.#enter('ended');
    this.#parts.event({ event: 'ended', ...end });
    void this.#close(end);
  }

  async #close(end: End): Promise<void> {
    this.#loop.stop();
    this.#send.close();
    this.#far?.close();
    await this.#studio.close();
    this.#resolveEnded(end);
  }

  #cameraChanged(): void {
    const { on, trouble } = this.#studio.state;
    if (!on) this.#parts.display.forgetSelf();
    if (this.#phase === 'connected' && this.#far instanceof Peer) {
      this.#far.session.camera({ on, ...(trouble !== undefined && { trouble }) });
    }
    this.#changed();
  }

  #tick(now: Ms): void {
    this.#alarms.tick(now);
    this.#far?.tick(now);
  }

  // What the screen and the peer get to know.

  #enter(phase: Phase): void {
    this.#phase = phase;
    this.#changed();
  }

  #changed(): void {
    this.#parts.display.changed();
    if (this.#phase === 'connected' && !this.#alarms.has('wish')) {
      this.#alarms.set('wish', this.#loop.now() + WISH_REST_MS, () => this.#tellWish());
    }
  }

  #tellWish(): void {
    const wish = this.#currentWish();
    if (JSON.stringify(wish) === JSON.stringify(this.#wish)) return;
    this.#wish = wish;
    if (this.#far instanceof Peer) this.#far.session.wish(wish);
    else this.#quality.wish = wish;
  }

  #currentWish(): Wish {
    const { display, settings } = this.#parts;
    return { ...(display.box(this.#state(this.#loop.now())) ?? DEFAULT_BOX), fps: settings.fps };
  }

  #near(): Size {
    return this.#quality.wish ?? this.#wish ?? DEFAULT_BOX;
  }

  #introduction(): { name: string; wish: Wish; camera: { on: boolean; trouble?: string } } {
    const trouble = this.#parts.camera ? undefined : this.#parts.cameraMissing;
    const on = this.#parts.camera !== undefined && this.#parts.settings.cameraOn;
    const camera = { on, ...(trouble !== undefined && { trouble }) };
    this.#wish = this.#currentWish();
    return { name: this.#parts.settings.me, wish: this.#wish, camera };
  }

  #state(now: Ms): CallState {
    const { kind, me, callee } = this.#parts.settings;
    const far = this.#far;
    return {
      phase: this.#phase,
      kind,
      me,
      peer: far?.person ?? (callee === undefined ? undefined : { name: callee, trust: 'first contact' }),
      transport: far?.transport ?? this.#dial?.transport ?? 'udp',
      encryption: far instanceof Peer ? 'end-to-end' : undefined,
      microphone: 'none',
      camera: this.#studio.state,
      peerCamera: far?.camera ?? { on: false, trouble: undefined },
      invitation: this.#invitation,
      chat: this.#chat.lines,
      troubles: this.#troubles(now),
      stats: this.#report.latest,
      seconds: this.#connectedAt === undefined ? 0 : (now - this.#connectedAt) / 1000,
    };
  }

  #troubles(now: Ms): string[] {
    const { trouble } = this.#studio.state;
    const far = this.#far?.troubles(now) ?? [];
    if (this.#end && this.#end.exitCode !== ExitCode.done) far.unshift(this.#end.reason);
    return trouble === undefined ? far : [...far, trouble];
  }
}
