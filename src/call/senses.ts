import type { Ms } from '../base/clock.ts';
import type { DeviceState } from '../base/devices.ts';
import type { Wish } from '../base/frame.ts';
import type { CallParts } from './call-parts.ts';
import type { FarEnd } from './far-end.ts';
import { earliest, type Loop } from './loop.ts';
import type { MediaParts } from './media.ts';
import type { Peer } from './peer.ts';
import { OwnPicture } from './picture/own-picture.ts';
import { TheirPicture } from './picture/their-picture.ts';
import { Voice, type Sound } from './sound/voice.ts';

export interface SensesParts {
  loop: Loop;
  call: CallParts;
  /** Whom we see and hear; undefined: nobody yet. */
  far: () => FarEnd | undefined;
  /** Who is told of our camera and microphone; undefined: nobody yet. */
  told: () => Peer | undefined;
  /** What is drawn, or what we want to see, may be another now. */
  changed: () => void;
  dropped: (reason: string) => void;
  /** What the user should know, once. */
  say: (text: string) => void;
}

/** What we are seen and heard by, and see and hear with: my picture, theirs, and the sound. */
export class Senses {
  readonly own: OwnPicture;
  readonly theirs: TheirPicture;
  /** Undefined: a call without sound. */
  readonly voice: Voice | undefined;
  readonly #parts: SensesParts;

  constructor(parts: SensesParts) {
    this.#parts = parts;
    this.own = this.#openOwnPicture();
    this.theirs = this.#openTheirPicture();
    this.voice = parts.call.sound && this.#openVoice(parts.call.sound);
  }

  /** What each peer's media need of us. */
  get media(): Omit<MediaParts, 'loop' | 'role' | 'link'> {
    const { own, theirs, voice } = this;
    return {
      key: own.key,
      quality: own.quality,
      receive: () => theirs.receive(),
      voiceKey: voice?.key,
      hear: (key) => voice?.hear(key),
      senderReports: (now) => [own.send.report(now), ...(voice?.reports(now) ?? [])],
      voiceReported: (block) => voice?.reported(block),
      dropped: this.#parts.dropped,
    };
  }

  /** What a peer gets to know of our devices. */
  get devices(): { camera: DeviceState; microphone: DeviceState } {
    return {
      camera: this.own.publicState,
      microphone: this.voice?.desk.publicState ?? { on: false },
    };
  }

  /** The call begins. `wants`: what the other side wants to see. Returns what is missing, for the user. */
  enter(wants: Wish | undefined): readonly string[] {
    if (wants) this.own.studio.enter(wants);
    this.voice?.enter();
    return this.voice?.desk.missing ?? [];
  }

  /** A stopped process must neither watch nor listen. */
  async suspend(): Promise<void> {
    await Promise.all([this.own.studio.suspend(), this.voice?.desk.suspend()]);
  }

  resume(): void {
    this.own.studio.resume();
    this.voice?.desk.resume();
  }

  due(): Ms | undefined {
    return earliest(this.theirs.due(), this.own.picker.due(), this.voice?.due());
  }

  tick(now: Ms): void {
    this.theirs.tick(now);
    this.own.picker.tick(now);
    this.voice?.tick(now);
  }

  async close(): Promise<void> {
    await Promise.all([this.own.close(), this.voice?.close()]);
  }

  #openOwnPicture(): OwnPicture {
    const { loop, call, far, told, changed } = this.#parts;
    return new OwnPicture({
      loop,
      call,
      deliver: (sealed) => far()?.deliver('video', sealed),
      closed: () => {
        if (!told()) this.theirs.forget();
      },
      changed: () => {
        told()?.tellCamera(this.own.publicState);
        changed();
      },
      listed: changed,
    });
  }

  #openTheirPicture(): TheirPicture {
    const { loop, call, far, dropped } = this.#parts;
    return new TheirPicture({
      loop,
      call,
      offsetMs: () => far()?.clockOffsetMs ?? 0,
      soundMs: () => {
        const end = far();
        return end && this.voice?.delayMs(end);
      },
      dropped,
    });
  }

  #openVoice(sound: Sound): Voice {
    const { loop, call, far, told, changed, dropped, say } = this.#parts;
    return new Voice({
      loop,
      random: call.random,
      sound,
      mirror: call.settings.kind === 'mirror',
      deliver: (sealed) => far()?.deliver('audio', sealed),
      heard: () => far()?.voice,
      dropped,
      say,
      tap: call.tap,
      changed: () => {
        told()?.tellMicrophone(this.devices.microphone);
        changed();
      },
      listed: changed,
      metersMoved: () => call.display.metersMoved(loop.now()),
    });
  }
}
