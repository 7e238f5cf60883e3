import type { Camera, DeviceState } from '../../base/devices.ts';
import type { Wish } from '../../base/frame.ts';
import type { SenderKey } from '../../base/packet.ts';
import { newSenderKey } from '../../secure/sender-key.ts';
import type { CallParts } from '../call-parts.ts';
import type { Loop } from '../loop.ts';
import { Picker } from '../picker.ts';
import { Quality } from './quality.ts';
import { Send } from '../send.ts';
import { StreamLook } from './stream-look.ts';
import { Studio } from './studio.ts';

export interface OwnPictureParts {
  loop: Loop;
  call: CallParts;
  /** Takes each sealed packet on its way to everyone who looks. */
  deliver: (sealed: Uint8Array) => void;
  /** No frame follows until the camera is opened again. */
  closed: () => void;
  /** The camera was switched, failed or came back: the peer and the user want to know. */
  changed: () => void;
  /** What there is to choose from, or what became of it. */
  listed: () => void;
}

/** What others see of us: the camera and which it is, how it looks, how it is coded. */
export class OwnPicture {
  /** Of our stream. */
  readonly key: SenderKey;
  readonly quality: Quality;
  readonly send: Send;
  readonly studio: Studio;
  readonly picker: Picker<Camera>;
  readonly look: StreamLook;

  constructor({ loop, call, deliver, closed, changed, listed }: OwnPictureParts) {
    const { random, scaler, codec, display, settings } = call;
    this.key = newSenderKey(random);
    this.quality = new Quality({ maxBps: settings.maxBps, maxFps: settings.fps });
    this.look = new StreamLook(call.retoucher(), settings.look);
    this.send = new Send({
      loop,
      scaler: this.look.scaler(scaler),
      encoder: codec.openEncoder(),
      quality: this.quality,
      key: this.key,
      random,
      deliver,
      preview: (frame, pixelAspect) => display.selfPicture({ frame, pixelAspect }, loop.now()),
    });
    this.studio = new Studio({
      loop,
      camera: call.camera,
      missing: call.cameraMissing,
      fps: settings.fps,
      wanted: settings.cameraOn,
      frame: (frame) => this.send.frame(frame),
      closed: () => {
        this.send.discard();
        display.forgetSelf();
        closed();
      },
      changed,
      failed: (reason) => this.picker.failed(reason),
    });
    this.picker = new Picker({
      loop,
      catalogue: call.cameras,
      inUse: () => (this.studio.state.on ? this.studio.state.id : undefined),
      use: (camera) => (camera ? this.studio.use(camera) : this.studio.want(false)),
      changed: listed,
    });
  }

  /** What the peer gets to know of the camera. */
  get publicState(): DeviceState {
    return this.studio.publicState;
  }

  /** On or off. */
  toggle(): void {
    this.picker.forget();
    this.studio.toggle();
  }

  /** The peer, or a mirror, wants to see that. */
  follow(wish: Wish): void {
    this.studio.follow(wish);
  }

  get troubles(): string[] {
    const all = [this.picker.trouble, this.studio.state.trouble, this.send.trouble];
    return all.filter((trouble) => trouble !== undefined);
  }

  async close(): Promise<void> {
    await Promise.all([this.studio.leave(), this.send.close()]);
  }
}
