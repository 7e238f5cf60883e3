import type { Ms } from '../base/clock.ts';
import { ExitCode } from '../base/errors.ts';
import type { Wish } from '../base/frame.ts';
import type { ControlLink } from '../base/net.ts';
import type { SenderKey } from '../base/packet.ts';
import {
  readControl,
  writeControl,
  type ControlMessage,
  type Hello,
  type Welcome,
} from '../control/messages.ts';
import { earliest, type Loop } from './loop.ts';

/** How a call ended, or why it never began: the exit code, and a line for people. */
export interface End {
  exitCode: number;
  reason: string;
  /** What to type now. */
  hint?: string;
}

/** What the host makes of a hello. */
export type Decision =
  | { do: 'accept' }
  | { do: 'ask' }
  | { do: 'refuse'; reason: 'declined' | 'busy' | 'version' | 'token' | 'closed'; text?: string };

export interface SessionSink {
  /** Host: someone calls. */
  hello(hello: Hello): Decision;
  /** Caller: a human over there is asked. */
  ringing(name: string): void;
  connected(peer: Welcome | Hello): void;
  key(key: SenderKey): void;
  wish(wish: Wish): void;
  cameraIs(camera: { on: boolean; trouble?: string }): void;
  chat(text: string): void;
  delivered(id: number): void;
  /** A message made no sense and was dropped. */
  dropped(reason: string): void;
  ended(end: End): void;
}

export const PROTOCOL_VERSION = 1;
const PING_MS = 1000;
/** After so long without a word the user is told. */
export const SILENT_MS = 2500;
/** After so long without a word the peer counts as lost. */
const LOST_MS = 15_000;

/**
 * The conversation on the control link, from hello to bye, for both roles:
 *
 *     caller   hello -> [ringing] -> welcome | refused
 *     both     key, wish, camera, chat + received, ping + pong ... bye
 */
export class Session {
  readonly #loop: Loop;
  readonly #link: ControlLink;
  readonly #sink: SessionSink;
  #phase: 'new' | 'asked' | 'connected' | 'ended' = 'new';
  #hello: Hello | undefined;
  #peerName = '';
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
      message: (body) => loop.run(() => this.#heard(body)),
      closed: (reason) => loop.run(() => this.#closed(reason)),
    });
  }

  /** Caller: introduces itself. */
  hello(hello: Omit<Hello, 'type' | 'version'>): void {
    this.#pingAt = this.#loop.now() + PING_MS;
    this.#send({ type: 'hello', version: PROTOCOL_VERSION, ...hello });
  }

  /** Host: the human said yes. */
  welcome(welcome: Omit<Welcome, 'type' | 'version'>): void {
    const hello = this.#hello;
    if (!hello || this.#phase !== 'asked') return;
    this.#send({ type: 'welcome', version: PROTOCOL_VERSION, ...welcome });
    this.#begin(hello);
  }

  /** Host: the human said no, or there is nobody to ask. */
  refuse(refusal: { reason: 'declined' | 'busy' | 'version' | 'token' | 'closed'; text?: string }): void {
    if (this.#phase === 'ended') return;
    this.#send({ type: 'refused', ...refusal });
    this.#end({ exitCode: ExitCode.refused, reason: `${this.#peerName} was turned away` });
  }

  /** Host: the peer's user is told that a human is asked. */
  ringing(name: string): void {
    this.#send({ type: 'ringing', name });
  }

  /** Returns the id by which `delivered` will speak of it. */
  say(text: string): number {
    const id = ++this.#chatId;
    this.#send({ type: 'chat', id, text });
    return id;
  }

  giveKey(key: SenderKey): void {
    this.#send({ type: 'key', kind: 'video', ...key });
  }

  wish(wish: Wish): void {
    this.#send({ type: 'wish', wish });
  }

  camera(camera: { on: boolean; trouble?: string }): void {
    this.#send({ type: 'camera', camera });
  }

  /** We leave. */
  bye(end: End): void {
    this.#send({ type: 'bye' });
    this.#end(end);
  }

  /** How long nothing was heard, in ms. */
  silence(now: Ms): Ms {
    return now - this.#lastHeardAt;
  }

  due(): Ms | undefined {
    return this.#phase === 'ended' ? undefined : earliest(this.#pingAt, this.#lastHeardAt + LOST_MS);
  }

  tick(now: Ms): void {
    if (this.#phase === 'ended') return;
    if (this.silence(now) >= LOST_MS) return this.#lost('nothing was heard for 15 s');
    if (this.#pingAt === undefined || now < this.#pingAt) return;
    this.#pingAt = now + PING_MS;
    this.#send({ type: 'ping', id: ++this.#pingId });
  }

  #heard(body: Uint8Array): void {
    if (this.#phase === 'ended') return;
    this.#lastHeardAt = this.#loop.now();
    const message = readControl(body);
    if (message === 'unknown') return;
    if (!message) return this.#sink.dropped('malformed control message');
    if (this.#phase === 'connected') this.#inCall(message);
    else this.#beforeCall(message);
  }

  #beforeCall(message: ControlMessage): void {
    switch (message.type) {
      case 'hello':
        return this.#asked(message);
      case 'ringing':
        this.#peerName = message.name;
        return this.#sink.ringing(message.name);
      case 'welcome':
        return this.#begin(message);
      case 'refused':
        return this.#end(refusalEnd(this.#peerName, message));
      default:
        return this.#always(message);
    }
  }

  #inCall(message: ControlMessage): void {
    switch (message.type) {
      case 'key':
        return this.#sink.key({ ssrc: message.ssrc, key: message.key, salt: message.salt });
      case 'wish':
        return this.#sink.wish(message.wish);
      case 'camera':
        return this.#sink.cameraIs(message.camera);
      case 'chat':
        this.#send({ type: 'received', id: message.id });
        return this.#sink.chat(message.text);
      case 'received':
        return this.#sink.delivered(message.id);
      default:
        return this.#always(message);
    }
  }

  #always(message: ControlMessage): void {
    if (message.type === 'ping') this.#send({ type: 'pong', id: message.id });
    else if (message.type === 'bye')
      this.#end({ exitCode: ExitCode.done, reason: `${this.#peerName} hung up` });
    else if (message.type !== 'pong') this.#sink.dropped('control message out of turn');
  }

  #asked(hello: Hello): void {
    if (this.#phase !== 'new' || this.#hello) return this.#sink.dropped('control message out of turn');
    this.#hello = hello;
    this.#peerName = hello.name;
    this.#phase = 'asked';
    this.#pingAt = this.#loop.now() + PING_MS;
    this.#link.admit();
    const decision = this.#sink.hello(hello);
    if (decision.do === 'refuse') this.refuse(decision);
  }

  #begin(peer: Welcome | Hello): void {
    this.#phase = 'connected';
    this.#peerName = peer.name;
    this.#link.admit();
    this.#sink.connected(peer);
  }

  #closed(reason: string | undefined): void {
    if (this.#phase === 'connected') return this.#lost(reason ?? 'the connection was closed');
    const why = reason === undefined ? '' : `: ${reason}`;
    const hint = 'is vtalk listening there, on this port?';
    this.#end({ exitCode: ExitCode.refused, reason: `${this.#peerName} closed the connection${why}`, hint });
  }

  #lost(why: string): void {
    this.#end({ exitCode: ExitCode.lost, reason: `${this.#peerName} was lost: ${why}` });
  }

  #end(end: End): void {
    if (this.#phase === 'ended') return;
    this.#phase = 'ended';
    this.#link.close();
    this.#sink.ended(end);
  }

  #send(message: ControlMessage): void {
    if (this.#phase !== 'ended') this.#link.send(writeControl(message));
  }
}

const REFUSALS = {
  declined: 'declined',
  busy: 'is in another call',
  version: 'speaks another version of vtalk',
  token: 'takes only callers with an invitation',
  closed: 'takes no calls now',
} as const;

function refusalEnd(name: string, refusal: { reason: keyof typeof REFUSALS; text?: string }): End {
  const text = refusal.text === undefined ? '' : `: ${refusal.text}`;
  return { exitCode: ExitCode.refused, reason: `${name} ${REFUSALS[refusal.reason]}${text}` };
}
