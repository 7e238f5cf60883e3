import type { Ms } from '../base/clock.ts';
import { ExitCode } from '../base/errors.ts';
import type { Wish } from '../base/frame.ts';
import type { Renderer } from '../base/renderer.ts';
import type { ControlLink, Path } from '../base/net.ts';
import { Alarms } from './alarms.ts';
import type { CallParts, Dial } from './call-parts.ts';
import { Chat, type Sayer } from './chat.ts';
import { UserCommands } from './user-commands.ts';
import type { Doorkeeper } from './door/door.ts';
import type { FarEnd } from './far-end.ts';
import { earliest, Loop } from './loop.ts';
import type { Peer } from './peer.ts';
import type { Introduction } from './peer-parts.ts';
import { Reflection } from './picture/reflection.ts';
import { Report, type Summary } from './report/report.ts';
import type { End } from './end.ts';
import { Senses } from './senses.ts';
import { snapshot } from './snapshot.ts';
import type { CallState, Command, Phase } from './state.ts';
import { Switchboard } from './door/switchboard.ts';
import { Wishes } from './picture/wishes.ts';

const STATS_MS = 1000;
/** A window that is being dragged changes its size all the time: the peer hears of it when it rests. */
const WISH_REST_MS = 120;

/**
 * One call, from the first ring to the last word. Everything meets here: the user, the camera, the engines, the peer
 * and the clock send their messages, one at a time, and after each of them screen and timer are settled.
 */
export class Call {
  readonly ended: Promise<End>;
  /** Camera, engines and connections are gone: a moment after the end. */
  readonly closed: Promise<void>;
  readonly #loop: Loop;
  readonly #parts: CallParts;
  readonly #alarms = new Alarms<'expiry' | 'hang up' | 'stats' | 'wish'>();
  readonly #chat: Chat;
  readonly #senses: Senses;
  readonly #switchboard: Switchboard;
  readonly #commands: UserCommands;
  readonly #wishes: Wishes;
  readonly #report: Report;
  #resolveEnded: (end: End) => void = () => {};
  #resolveClosed: () => void = () => {};
  #phase: Phase = 'calling';
  #reflection: Reflection | undefined;
  #invitation: string | undefined;
  #suspended = false;
  #summary: Summary | undefined;
  #end: End | undefined;

  constructor(parts: CallParts) {
    const { clock, display, event, usage, settings } = parts;
    const loop = new Loop(clock);
    this.#parts = parts;
    this.#loop = loop;
    this.ended = new Promise((resolve) => (this.#resolveEnded = resolve));
    this.closed = new Promise((resolve) => (this.#resolveClosed = resolve));
    this.#chat = new Chat({ loop, me: settings.me, event, changed: () => this.#changed() });
    this.#senses = new Senses({
      loop,
      call: parts,
      far: () => this.#far,
      told: () => this.#partner,
      changed: () => this.#changed(),
      dropped: (reason) => this.#report.drop(reason),
      say: (text) => this.#chat.note(text),
    });
    this.#wishes = new Wishes(display, settings.fps);
    const { own, voice } = this.#senses;
    const reported = { send: own.send, voice, wishes: this.#wishes, display, usage };
    this.#report = new Report({ now: clock.now(), ...reported });
    this.#switchboard = this.#openSwitchboard();
    this.#commands = new UserCommands({
      senses: this.#senses,
      chat: this.#chat,
      display,
      changed: () => this.#changed(),
    });
    loop.drive({
      due: () => this.#due(),
      tick: (now) => this.#tick(now),
      drain: () => display.drain(() => this.#state()),
    });
  }

  // How a call begins.

  /** Shows oneself. `path` is one end of a memory link whose other end leads to `datagram`. */
  mirror(path: Path): void {
    this.#loop.run(() => {
      const { me: name } = this.#parts.settings;
      const { key, quality } = this.#senses.own;
      const receive = this.#senses.theirs.receive();
      this.#reflection = new Reflection({ name, loop: this.#loop, key, path, quality, receive });
      const wish = this.#wishes.take({ ...this.#state(), phase: 'connected' });
      quality.wish = wish;
      this.#begin(this.#reflection, wish);
    });
  }

  /** Waits for callers. */
  listen(door: Doorkeeper, invitation: string): void {
    this.#loop.run(() => {
      this.#invitation = invitation;
      if (door.expiresAt !== undefined) this.#alarms.set('expiry', door.expiresAt, () => this.#expire());
      this.#switchboard.listen(door);
    });
  }

  /** Someone has connected to us; a hello may follow, or not. */
  incoming(link: ControlLink): void {
    if (this.#end) return void link.close();
    this.#loop.run(() => this.#switchboard.incoming(link));
  }

  /** Rings at the other end of a link. */
  ring(dial: Dial): void {
    if (this.#end) return void dial.link.close();
    this.#loop.run(() => {
      this.#switchboard.ring(dial);
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
    this.#loop.run(() => this.#peer?.pathEnded(path));
  }

  /** Something from outside was thrown away before it came here. */
  dropped(reason: string): void {
    this.#report.drop(reason);
  }

  /** The view changed: keys, size. */
  viewChanged(): void {
    this.#loop.run(() => this.#changed());
  }

  /** The terminal can take more. */
  drain(): void {
    this.#loop.run(() => {});
  }

  /** A frame of the peer's was handed whole to the terminal. */
  painted(capturedAt: Ms): void {
    this.#report.latency(this.#loop.now() - (capturedAt - (this.#far?.clockOffsetMs ?? 0)));
  }

  /** The terminal was too slow for images of that kind. */
  gaveUpImages(renderer: Renderer): void {
    this.#loop.run(() => {
      this.#chat.tell(`too slow here for ${renderer}: cells from now on (r changes it)`);
    });
  }

  command(command: Command): void {
    this.#loop.run(() => this.#obey(command));
  }

  /** Ends the call; the first end counts. */
  finish(end: End): void {
    this.#loop.run(() => this.#finish(end));
  }

  /** Undefined when the call was never connected, or isn't over. */
  get summary(): Summary | undefined {
    return this.#summary;
  }

  /** Whom we talk to, or who rings. */
  get #peer(): Peer | undefined {
    return this.#switchboard.peer;
  }

  /** The same, or in a mirror oneself. */
  get #far(): FarEnd | undefined {
    return this.#reflection ?? this.#peer;
  }

  /** Who is in the call with us. */
  get #partner(): Peer | undefined {
    return this.#phase === 'connected' ? this.#peer : undefined;
  }

  #obey(command: Command): void {
    switch (command.do) {
      case 'quit':
        return this.#finish({ exitCode: ExitCode.done, reason: 'you hung up' });
      case 'interrupt':
        return this.#finish({ exitCode: 130, reason: 'interrupted' });
      case 'answer':
        return this.#switchboard.answer(command.accept, command.text);
      case 'say':
        return this.#chat.mine(command.text, this.#sayer);
      case 'transport':
        return this.#switchboard.toggleTransport();
      case 'suspend':
        return void this.#suspend();
      default:
        this.#commands.obey(command);
    }
  }

  /** Undefined: nobody is there to read it. */
  get #sayer(): Sayer | undefined {
    const peer = this.#partner;
    return peer && ((text) => peer.say(text));
  }

  async #suspend(): Promise<void> {
    if (this.#suspended) return;
    this.#suspended = true;
    await this.#senses.suspend();
    await this.#parts.suspend();
    this.#suspended = false;
    this.#loop.run(() => {
      this.#peer?.resume();
      this.#senses.resume();
      this.#parts.display.repaint();
    });
  }

  // What happens to a call.

  #openSwitchboard(): Switchboard {
    const { settings, event, met } = this.#parts;
    return new Switchboard({
      loop: this.#loop,
      settings,
      event,
      met,
      peer: { ...this.#senses.media, introduction: () => this.#introduction() },
      events: {
        entered: (phase) => this.#enter(phase),
        connected: (peer) => this.#begin(peer, peer.wants),
        said: (peer, text) => this.#chat.theirs(peer.person.name, text),
        delivered: (id) => this.#chat.delivered(id),
        changed: () => this.#peerChanged(),
        noted: (text) => this.#chat.note(text),
        ended: (end) => this.#finish(end),
      },
    });
  }

  #begin(far: FarEnd, wants: Wish | undefined): void {
    const { durationMs } = this.#parts.settings;
    const now = this.#loop.now();
    if (durationMs !== undefined) {
      const end: End = { exitCode: ExitCode.done, reason: 'the time was up' };
      this.#alarms.set('hang up', now + durationMs, () => this.#finish(end));
    }
    this.#enter('connected');
    this.#report.begin(far, now);
    this.#measureAt(now + STATS_MS);
    for (const reason of this.#senses.enter(wants)) this.#chat.note(reason);
  }

  /** What admits nobody any more is not shown, either. */
  #expire(): void {
    this.#invitation = undefined;
    this.#changed();
  }

  #measureAt(at: Ms): void {
    this.#alarms.set('stats', at, () => {
      const now = this.#loop.now();
      const stats = this.#report.line(this.#phase, this.#far, now);
      this.#parts.stats(stats);
      this.#wishes.measured(stats, now);
      this.#measureAt(Math.max(at, now - STATS_MS) + STATS_MS);
      this.#changed();
    });
  }

  #peerChanged(): void {
    const { own, theirs } = this.#senses;
    if (!this.#peer?.camera.on) theirs.forget();
    if (this.#peer?.wants) own.follow(this.#peer.wants);
    this.#changed();
  }

  #finish(end: End): void {
    if (this.#end) return;
    this.#end = end;
    this.#alarms.clearAll();
    this.#switchboard.hangUp(end);
    const now = this.#loop.now();
    this.#summary = this.#report.summary(this.#far, now);
    if (this.#summary) this.#parts.stats(this.#report.final(this.#phase, this.#far, now));
    this.#parts.event({ event: 'ended', exitCode: end.exitCode, reason: end.reason });
    this.#resolveEnded(end);
    void this.#close();
  }

  async #close(): Promise<void> {
    this.#loop.stop();
    await Promise.all([this.#senses.close(), this.#far?.close()]);
    this.#resolveClosed();
  }

  #due(): Ms | undefined {
    return earliest(
      this.#alarms.due(),
      this.#chat.due(),
      this.#senses.due(),
      this.#switchboard.due(),
      this.#far?.due(),
    );
  }

  #tick(now: Ms): void {
    this.#alarms.tick(now);
    this.#chat.tick(now);
    this.#senses.tick(now);
    this.#switchboard.tick(now);
    this.#far?.tick(now);
  }

  // What the screen and the peer get to know.

  #enter(phase: Phase): void {
    this.#phase = phase;
    this.#changed();
  }

  #changed(): void {
    this.#parts.display.changed();
    if (this.#phase !== 'connected' || this.#alarms.has('wish')) return;
    this.#alarms.set('wish', this.#loop.now() + WISH_REST_MS, () => this.#tellWish());
  }

  #tellWish(): void {
    const wish = this.#wishes.takeNew(this.#state());
    if (!wish) return;
    if (this.#peer) return this.#peer.tellWish(wish);
    const { own } = this.#senses;
    own.quality.wish = wish;
    own.follow(wish);
  }

  /** Told before the call begins, so of the screen as it will be then. */
  #introduction(): Introduction {
    const { me: name } = this.#parts.settings;
    const wish = this.#wishes.take({ ...this.#state(), phase: 'connected' });
    return { name, wish, ...this.#senses.devices };
  }

  #state(): CallState {
    return snapshot(
      {
        settings: this.#parts.settings,
        phase: this.#phase,
        far: this.#far,
        senses: this.#senses,
        invitation: this.#invitation,
        chat: this.#chat,
        report: this.#report,
      },
      this.#loop.now(),
    );
  }
}
