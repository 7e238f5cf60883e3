import { Allowance, perSecond } from '../base/allowance.ts';
import type { Ms } from '../base/clock.ts';
import type { DeviceState } from '../base/devices.ts';
import { ExitCode } from '../base/errors.ts';
import type { Wish } from '../base/frame.ts';
import type { ControlLink } from '../base/net.ts';
import type { SenderKey } from '../base/packet.ts';
import {
  readControl,
  writeControl,
  type ControlMessage,
  type Hello,
  type MediaTransport,
  type RefusalReason,
  type StreamKind,
  type Welcome,
} from '../control/messages.ts';
import { refusalEnd, type End } from './end.ts';
import { earliest, type Loop } from './loop.ts';
import { tell, type SessionSink } from './session-sink.ts';

/** What the host makes of a hello. */
export type Decision =
  { do: 'accept' } | { do: 'ask' } | { do: 'refuse'; reason: RefusalReason; text?: string };

export const PROTOCOL_VERSION = 1;
const PING_MS = 1000;
/** After so long without a word the user is told. */
export const SILENCE_MS = 2000;
/** After so long without a word the peer counts as lost. */
const LOST_MS = 60_000;
/** So long a host has to say anything at all. */
const ANSWER_MS = 15_000;
/** Messages that are heard; nobody types, resizes or switches so fast. */
const MESSAGES_PER_SECOND = 50;

/** What either side may say at any time. */
type AnyTime = 'ping' | 'pong' | 'bye';

/**
 * The conversation on the control link, from hello to bye:
 *
 *     caller   hello -> [ringing] -> welcome | refused
 *     both     key, wish, camera, microphone, chat + received, ping + pong ... bye
 *
 * Each phase hears only what belongs to it; all else is dropped. So a stranger can't welcome himself.
 */
export class Session {
  readonly #loop: Loop;
  readonly #link: ControlLink;
  readonly #sink: SessionSink;
  readonly #allowance = new Allowance(perSecond(MESSAGES_PER_SECOND));
  #phase: 'waiting for hello' | 'waiting for answer' | 'asked' | 'connected' | 'ended' = 'waiting for hello';
  #hello: Hello | undefined;
  #peerName: string;
  #lastHeardAt: Ms;
  #pingAt: Ms | undefined;
  #pingId = 0;
  #chatId = 0;

  constructor({ loop, link, sink }: { loop: Loop; link: ControlLink; sink: SessionSink }) {
    this.#loop = loop;
    this.#link = link;
    this.#sink = sink;
    this.#lastHeardAt = loop.now();
    this.#peerName = link.remote;
    link.listen({
      // Counted before anything is done with it: a flood must cost us less than whoever sends it.
      message: (body) => {
        if (this.#allowance.take(loop.now())) loop.run(() => this.#heard(body));
        else sink.dropped('control: too many');
      },
      closed: (reason) => loop.run(() => this.#closed(reason)),
    });
  }

  /** Makes this end the caller, and introduces it. */
  hello(hello: Omit<Hello, 'type' | 'version'>): void {
    this.#phase = 'waiting for answer';
    this.#pingAt = this.#loop.now() + PING_MS;
    this.#send({ type: 'hello', version: PROTOCOL_VERSION, ...hello });
  }

  /** Host: the caller's user is told that a human is asked. */
  ring(name: string): void {
    this.#send({ type: 'ringing', name });
  }

  /** Host: yes. */
  welcome(welcome: Omit<Welcome, 'type' | 'version'>): void {
    if (this.#phase !== 'asked' || !this.#hello) return;
    this.#send({ type: 'welcome', version: PROTOCOL_VERSION, ...welcome });
    this.#begin(this.#hello);
  }

  /** Host: no, or there is nobody to ask. */
  refuse(reason: RefusalReason, text?: string): void {
    this.#send({ type: 'refused', reason, ...(text !== undefined && { text }) });
    this.#end({ exitCode: ExitCode.refused, reason: `${this.#peerName} was turned away` });
  }

  /** Returns the id by which `delivered` will speak of it. */
  say(text: string): number {
    const id = ++this.#chatId;
    this.#send({ type: 'chat', id, text });
    return id;
  }

  giveKey(kind: StreamKind, { ssrc, key, salt }: SenderKey): void {
    this.#send({ type: 'key', kind, ssrc, key, salt });
  }

  wish(wish: Wish): void {
    this.#send({ type: 'wish', wish });
  }

  camera(camera: DeviceState): void {
    this.#send({ type: 'camera', camera });
  }

  microphone(microphone: DeviceState): void {
    this.#send({ type: 'microphone', microphone });
  }

  /** Caller: announces how the media will travel. Host: asks for it. */
  transport(transport: MediaTransport): void {
    this.#send({ type: 'transport', transport });
  }

  /** We leave. */
  bye(end: End): void {
    this.#send({ type: 'bye' });
    this.#end(end);
  }

  /** Time that passed while we could not listen is not the peer's silence. */
  resume(): void {
    this.#lastHeardAt = this.#loop.now();
  }

  /** How long nothing was heard, in ms. */
  silence(now: Ms): Ms {
    return now - this.#lastHeardAt;
  }

  due(): Ms | undefined {
    return this.#phase === 'ended' ? undefined : earliest(this.#pingAt, this.#lastHeardAt + this.#patience);
  }

  tick(now: Ms): void {
    if (this.#phase === 'ended') return;
    if (this.silence(now) >= this.#patience)
      return this.#closed(`nothing was heard for ${this.#patience / 1000} s`);
    if (this.#pingAt === undefined || now < this.#pingAt) return;
    this.#pingAt = now + PING_MS;
    this.#send({ type: 'ping', id: ++this.#pingId });
  }

  get #patience(): Ms {
    return this.#phase === 'connected' ? LOST_MS : ANSWER_MS;
  }

  #heard(body: Uint8Array): void {
    if (this.#phase === 'ended') return;
    this.#lastHeardAt = this.#loop.now();
    const message = readControl(body);
    if (message === 'unknown') return;
    if (!message) return this.#sink.dropped('control: malformed');
    if (!this.#hearAnyTime(message) && !this.#hearInPhase(message))
      this.#sink.dropped('control: out of turn');
  }

  #hearAnyTime(message: ControlMessage): message is Extract<ControlMessage, { type: AnyTime }> {
    if (message.type === 'ping') this.#send({ type: 'pong', id: message.id });
    if (message.type === 'bye') this.#left();
    return message.type === 'ping' || message.type === 'pong' || message.type === 'bye';
  }

  /** False when this is not the time for such a message. */
  #hearInPhase(message: ControlMessage): boolean {
    switch (this.#phase) {
      case 'waiting for hello':
        return message.type === 'hello' && this.#asked(message);
      case 'waiting for answer':
        return this.#hearAnswer(message);
      case 'connected':
        return this.#hearInCall(message);
      default:
        return false;
    }
  }

  #asked(hello: Hello): true {
    this.#phase = 'asked';
    this.#hello = hello;
    this.#peerName = hello.name;
    this.#pingAt = this.#loop.now() + PING_MS;
    this.#link.admit();
    this.#sink.asked(hello);
    return true;
  }

  #hearAnswer(message: ControlMessage): boolean {
    switch (message.type) {
      case 'ringing':
        this.#peerName = message.name;
        this.#sink.ringing(message.name);
        return true;
      case 'welcome':
        this.#begin(message);
        return true;
      case 'refused':
        this.#end(refusalEnd(this.#peerName, message));
        return true;
      default:
        return false;
    }
  }

  #hearInCall(message: ControlMessage): boolean {
    if (message.type === 'chat') this.#send({ type: 'received', id: message.id });
    return tell(this.#sink, message);
  }

  #begin(peer: Welcome | Hello): void {
    this.#phase = 'connected';
    this.#peerName = peer.name;
    this.#link.admit();
    this.#sink.connected(peer);
  }

  /** With a bye. A host that leaves instead of answering has not answered. */
  #left(): void {
    if (this.#phase === 'waiting for answer') return this.#unanswered('they left');
    this.#end({ exitCode: ExitCode.done, reason: `${this.#peerName} hung up` });
  }

  /** Without one. */
  #closed(why = 'the connection was closed'): void {
    if (this.#phase === 'waiting for answer') return this.#unanswered(why);
    const reason = `${this.#peerName} was lost: ${why}`;
    this.#end({ exitCode: ExitCode.lost, reason, hint: 'call again' });
  }

  #unanswered(why: string): void {
    const reason = `${this.#peerName} did not answer: ${why}`;
    this.#end({ exitCode: ExitCode.refused, reason, hint: 'see whether vtalk listen runs there' });
  }

  #end(end: End): void {
    if (this.#phase === 'ended') return;
    this.#phase = 'ended';
    void this.#link.close();
    this.#sink.ended(end);
  }

  #send(message: ControlMessage): void {
    if (this.#phase !== 'ended') this.#link.send(writeControl(message));
  }
}
