import type { DeviceState } from '../base/devices.ts';
import type { Wish } from '../base/frame.ts';
import type { SenderKey } from '../base/packet.ts';
import {
  bytes,
  isFields,
  oneOf,
  readBoolean,
  readDevice,
  readId,
  readName,
  readRemark,
  readUint32,
  readWish,
  whole,
} from './fields.ts';
import type { Fields } from './fields.ts';
import { sanitiseChat } from './sanitise.ts';

/** How the media of a call travel. */
export type MediaTransport = 'udp' | 'tcp';

/** Caller to host, first of all. */
export interface Hello {
  type: 'hello';
  /** A hello of a version other than 1 is otherwise empty. */
  version: number;
  name: string;
  /** The secret of the invitation. */
  token?: Uint8Array;
  transport: MediaTransport;
  /** The sound is to travel with the pictures, not by a port of its own. */
  mux: boolean;
  wish: Wish;
  camera: DeviceState;
  microphone: DeviceState;
}

/** Host to caller: a human is asked. */
export interface Ringing {
  type: 'ringing';
  name: string;
}

/** Host to caller: the call begins. */
export interface Welcome {
  type: 'welcome';
  version: 1;
  name: string;
  transport: MediaTransport;
  mux: boolean;
  wish: Wish;
  camera: DeviceState;
  microphone: DeviceState;
}

export type RefusalReason = 'declined' | 'busy' | 'version' | 'token' | 'closed';

/** Host to caller: there will be no call. */
export interface Refused {
  type: 'refused';
  reason: RefusalReason;
  text?: string;
}

export type StreamKind = 'video' | 'audio';

/** What opens a stream of the sender's; a new stream has a new key. */
export interface KeyMessage extends SenderKey {
  type: 'key';
  kind: StreamKind;
}

/** The picture that the sender of this message can show now. */
export interface WishMessage {
  type: 'wish';
  wish: Wish;
}

export interface CameraMessage {
  type: 'camera';
  camera: DeviceState;
}

export interface MicrophoneMessage {
  type: 'microphone';
  microphone: DeviceState;
}

export interface Chat {
  type: 'chat';
  /** Counts up; `received` names it. */
  id: number;
  text: string;
}

/** Caller to host: how the media are about to travel. Host to caller: how its user wants them to. */
export interface TransportMessage {
  type: 'transport';
  transport: MediaTransport;
}

/** Tells of life, or answers: `received` to a chat, `pong` to a ping, with the same id. */
export interface Signal {
  type: 'received' | 'ping' | 'pong';
  id: number;
}

/** The sender leaves; the call ends in good order. */
export interface Bye {
  type: 'bye';
}

/** All that is said on the control link: one JSON object in UTF-8 each, bytes as base64url. */
export type ControlMessage =
  | Hello
  | Ringing
  | Welcome
  | Refused
  | KeyMessage
  | WishMessage
  | CameraMessage
  | MicrophoneMessage
  | TransportMessage
  | Chat
  | Signal
  | Bye;

const VERSION = 1 as const;
const MAX_TOKEN_BYTES = 64;
const KEY_BYTES = 16;
const SALT_BYTES = 12;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** The bytes of a message; the caller owns them. */
export const writeControl = (message: ControlMessage): Uint8Array =>
  encoder.encode(
    JSON.stringify(message, (_, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('base64url') : value,
    ),
  );

/**
 * Reads what a stranger wrote: texts are sanitised, numbers brought into their range. Undefined when it makes no
 * sense; 'unknown' when its type is not among ours, which callers pass over, so that newer peers may say more.
 */
export function readControl(body: Uint8Array): ControlMessage | 'unknown' | undefined {
  const fields = parse(body);
  const type = fields?.['type'];
  if (!fields || typeof type !== 'string') return undefined;
  const read = readers.get(type);
  return read ? read(fields) : 'unknown';
}

function parse(body: Uint8Array): Fields | undefined {
  try {
    const value: unknown = JSON.parse(decoder.decode(body));
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

type Reader = (fields: Fields) => ControlMessage | undefined;

const readTransport = oneOf<MediaTransport>('udp', 'tcp');
const readReason = oneOf<RefusalReason>('declined', 'busy', 'version', 'token', 'closed');
const readKind = oneOf<StreamKind>('video', 'audio');
const readToken = bytes(1, MAX_TOKEN_BYTES);
const readKey = bytes(KEY_BYTES);
const readSalt = bytes(SALT_BYTES);
const readChat = (text: unknown) => (typeof text === 'string' ? sanitiseChat(text) : undefined);

/** What both sides say of themselves when they meet. */
const introduction = ({ name, transport, mux, wish, camera, microphone }: Fields) => ({
  name: readName(name),
  transport: readTransport(transport),
  mux: readBoolean(mux),
  wish: readWish(wish),
  camera: readDevice(camera),
  microphone: readDevice(microphone),
});

/** Of another version's hello only the version can be trusted to mean what it says; a host refuses it by that. */
const strangeHello = (version: number): Hello => ({
  type: 'hello',
  version,
  name: readName('') ?? '',
  transport: 'udp',
  mux: false,
  microphone: { on: false },
  wish: { width: 2, height: 2, fps: 1, pixelAspect: 1 },
  camera: { on: false },
});

function readHello(fields: Fields): Hello | undefined {
  const version = readUint32(fields['version']);
  if (version !== undefined && version !== VERSION) return strangeHello(version);
  const token = fields['token'] !== undefined && { token: readToken(fields['token']) };
  return whole({ type: 'hello' as const, version, ...introduction(fields), ...token });
}

const readWelcome: Reader = (fields) =>
  whole({
    type: 'welcome' as const,
    version: fields['version'] === VERSION ? VERSION : undefined,
    ...introduction(fields),
  });

const readRefused: Reader = ({ reason, text }) =>
  whole({
    type: 'refused' as const,
    reason: readReason(reason),
    ...(text !== undefined && { text: readRemark(text) }),
  });

const readKeyMessage: Reader = ({ kind, ssrc, key, salt }) =>
  whole({
    type: 'key' as const,
    kind: readKind(kind),
    ssrc: readUint32(ssrc),
    key: readKey(key),
    salt: readSalt(salt),
  });

const readSignal =
  (type: Signal['type']): Reader =>
  ({ id }) =>
    whole({ type, id: readId(id) });

/** By type. A map, because strangers choose the type, and an object also has "constructor". */
const readers: ReadonlyMap<string, Reader> = new Map<ControlMessage['type'], Reader>([
  ['hello', readHello],
  ['ringing', ({ name }) => whole({ type: 'ringing' as const, name: readName(name) })],
  ['welcome', readWelcome],
  ['refused', readRefused],
  ['key', readKeyMessage],
  ['wish', ({ wish }) => whole({ type: 'wish' as const, wish: readWish(wish) })],
  ['camera', ({ camera }) => whole({ type: 'camera' as const, camera: readDevice(camera) })],
  [
    'microphone',
    ({ microphone }) => whole({ type: 'microphone' as const, microphone: readDevice(microphone) }),
  ],
  [
    'transport',
    ({ transport }) => whole({ type: 'transport' as const, transport: readTransport(transport) }),
  ],
  ['chat', ({ id, text }) => whole({ type: 'chat' as const, id: readId(id), text: readChat(text) })],
  ['received', readSignal('received')],
  ['ping', readSignal('ping')],
  ['pong', readSignal('pong')],
  ['bye', () => ({ type: 'bye' })],
]);
