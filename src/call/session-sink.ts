import type { DeviceState } from '../base/devices.ts';
import type { Wish } from '../base/frame.ts';
import type { SenderKey } from '../base/packet.ts';
import type { ControlMessage, Hello, MediaTransport, StreamKind, Welcome } from '../control/messages.ts';
import type { End } from './end.ts';

/** Who hears what the peer says on the control link. */
export interface SessionSink {
  /** Host: someone calls. Answered by `welcome` or `refuse`, now or later. */
  asked(hello: Hello): void;
  /** Caller: a human over there is asked. */
  ringing(name: string): void;
  connected(peer: Welcome | Hello): void;
  keyGiven(kind: StreamKind, key: SenderKey): void;
  wished(wish: Wish): void;
  cameraChanged(camera: DeviceState): void;
  microphoneChanged(microphone: DeviceState): void;
  transportNamed(transport: MediaTransport): void;
  said(text: string): void;
  delivered(id: number): void;
  /** A message made no sense, at least not now, and was dropped. */
  dropped(reason: string): void;
  /** Once; nothing follows. */
  ended(end: End): void;
}

/** Passes on what belongs to a call that is under way. False: this doesn't. */
export function tell(sink: SessionSink, message: ControlMessage): boolean {
  switch (message.type) {
    case 'key':
      sink.keyGiven(message.kind, { ssrc: message.ssrc, key: message.key, salt: message.salt });
      return true;
    case 'wish':
      sink.wished(message.wish);
      return true;
    case 'camera':
      sink.cameraChanged(message.camera);
      return true;
    case 'microphone':
      sink.microphoneChanged(message.microphone);
      return true;
    case 'transport':
      sink.transportNamed(message.transport);
      return true;
    case 'chat':
      sink.said(message.text);
      return true;
    case 'received':
      sink.delivered(message.id);
      return true;
    default:
      return false;
  }
}
