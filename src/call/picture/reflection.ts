import type { Ms } from '../../base/clock.ts';
import type { Path } from '../../base/net.ts';
import type { SenderKey } from '../../base/packet.ts';
import type { StreamKind } from '../../control/messages.ts';
import type { FarEnd } from '../far-end.ts';
import type { Loop } from '../loop.ts';
import type { Quality } from './quality.ts';
import { Receive, type ReceiveParts } from '../receive.ts';

/** A mirror: what we send comes back to us, sealed and coded as for anyone else. */
export class Reflection implements FarEnd {
  readonly transport = 'memory';
  readonly rttMs = 0;
  readonly clockOffsetMs = 0;
  readonly camera = { on: true, trouble: undefined };
  readonly microphone = { on: true, trouble: undefined };
  readonly voice = undefined;
  readonly wire = { video: { sent: 0, received: 0 }, audio: { sent: 0, received: 0 } };
  readonly person;
  readonly words = undefined;
  readonly receive: Receive;
  readonly #path: Path;

  constructor(parts: {
    name: string;
    loop: Loop;
    key: SenderKey;
    /** One end of a memory link; what is sent there must come back as `datagram`. */
    path: Path;
    quality: Quality;
    receive: Pick<ReceiveParts, 'decoder' | 'show' | 'dropped' | 'tap'>;
  }) {
    const { name, loop, key, path, quality, receive } = parts;
    this.#path = path;
    this.person = { name, trust: 'self' } as const;
    const requestKeyFrame = (): void => quality.wantKeyFrame();
    this.receive = new Receive({ loop, key, requestKeyFrame, arrived: () => {}, ...receive });
  }

  deliver(kind: StreamKind, sealed: Uint8Array): void {
    this.wire[kind].sent += sealed.length;
    this.#path.send(sealed);
  }

  datagram(sealed: Uint8Array, _path: Path, now: Ms): void {
    this.wire.video.received += sealed.length;
    this.receive.datagram(sealed, now);
  }

  troubles(): string[] {
    return [];
  }

  due(): Ms | undefined {
    return this.receive.due();
  }

  tick(now: Ms): void {
    this.receive.tick(now, this.rttMs);
  }

  async close(): Promise<void> {
    await this.receive.close();
  }
}
