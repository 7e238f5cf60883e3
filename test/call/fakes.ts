import type { Clock, Ms } from '../../src/base/clock.ts';
import type { Camera, Catalogue, CameraSink, Device } from '../../src/base/devices.ts';
import type { CodedFrame, I420Frame, RgbFrame, Size } from '../../src/base/frame.ts';
import type { ControlLink, ControlSink } from '../../src/base/net.ts';
import type { EncodeJob, Scaler, VideoCodec, VideoDecoder, VideoEncoder } from '../../src/base/video.ts';
import type { Display } from '../../src/call/picture/display.ts';
import type { CallState } from '../../src/call/state.ts';

/** Black frames by the virtual clock. */
export class FakeCamera implements Camera {
  readonly id: string;
  readonly label: string;
  readonly #clock: Clock;
  #cancel: (() => void) | undefined;
  /** The driver takes so long to let go. */
  closeMs: Ms = 0;
  size: Size = { width: 320, height: 180 };
  /** Why it gives no picture. */
  broken: string | undefined;
  opened = 0;
  near: Size | undefined;
  sink: CameraSink | undefined;

  constructor(clock: Clock, id = 'camera:fake') {
    this.#clock = clock;
    this.id = id;
    this.label = id;
  }

  get isOpen(): boolean {
    return this.#cancel !== undefined;
  }

  open(near: Size, fps: number, sink: CameraSink): void {
    this.opened++;
    this.near = near;
    this.sink = sink;
    if (this.broken !== undefined) return sink.trouble(this.broken, true);
    let next = this.#clock.now();
    const tick = (): void => {
      next += 1000 / fps;
      this.#cancel = this.#clock.at(next, tick);
      const capturedAt = this.#clock.now();
      sink.frame({ ...this.size, data: new Uint8Array(this.size.width * this.size.height * 3), capturedAt });
    };
    this.#cancel = this.#clock.at(next, tick);
  }

  async close(): Promise<void> {
    if (!this.#cancel) return;
    this.#cancel();
    await wait(this.#clock, this.closeMs);
    this.#cancel = undefined;
  }
}

/** Devices of one kind, which take a moment to be listed and found. */
export class FakeCatalogue<Thing extends { id: string; label: string }> implements Catalogue<Thing> {
  readonly #clock: Clock;
  readonly #kind: Device['kind'];
  things: Thing[] = [];
  listMs: Ms = 100;
  chooseMs: Ms = 50;
  /** How often the system was asked. */
  asked = 0;

  constructor(clock: Clock, kind: Device['kind']) {
    this.#clock = clock;
    this.#kind = kind;
  }

  async list(): Promise<Device[]> {
    this.asked++;
    await wait(this.#clock, this.listMs);
    return this.things.map(({ id, label }) => ({ id, kind: this.#kind, name: label }));
  }

  async choose(id: string): Promise<Thing> {
    await wait(this.#clock, this.chooseMs);
    const thing = this.things.find((each) => each.id === id);
    if (!thing) throw new Error(`no ${this.#kind} is called ${id}`);
    return thing;
  }
}

/** `ms` says how long a frame takes. */
export const fakeScaler = (clock: Clock, ms: () => Ms): Scaler => ({
  scale: async ({ capturedAt }, { width, height }) => {
    await wait(clock, ms());
    return { width, height, capturedAt, data: new Uint8Array((width * height * 3) / 2) };
  },
});

const wait = (clock: Clock, ms: Ms): Promise<void> | undefined =>
  ms > 0 ? new Promise((resolve) => void clock.at(clock.now() + ms, resolve)) : undefined;

const KEY_FRAME_BYTES = 5000;
const FRAME_BYTES = 700;

/**
 * Codes no picture, only what a decoder depends on: each frame's number, size, and whether it stands alone. A decoder
 * that is given a frame without the one before it rejects it, as a strict codec would.
 */
export class FakeCodec implements VideoCodec {
  readonly name = 'native';
  /** Jobs that the encoders got. */
  readonly jobs: EncodeJob[] = [];
  /** Encoders and decoders that are open. */
  open = 0;
  encoderFails = false;
  decodeMs: Ms = 0;
  mostDecoding = 0;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  openEncoder(): VideoEncoder {
    this.open++;
    let number = 0;
    let last: EncodeJob | undefined;
    return {
      encode: (job) => {
        if (this.encoderFails) return Promise.reject(new Error('no codec today'));
        const { width, height, capturedAt } = job.frame;
        const keyFrame = job.keyFrame || last?.frame.width !== width || last.frame.height !== height;
        last = job;
        this.jobs.push(job);
        return Promise.resolve({
          width,
          height,
          capturedAt,
          keyFrame,
          data: code(number++, keyFrame, { width, height }),
        });
      },
      close: () => this.#closeOne(),
    };
  }

  openDecoder(): VideoDecoder {
    this.open++;
    let decoding = 0;
    let expected: number | undefined;
    let size: Size = { width: 0, height: 0 };
    return {
      decode: async ({ data, keyFrame, capturedAt, width, height }: CodedFrame): Promise<I420Frame> => {
        this.mostDecoding = Math.max(this.mostDecoding, ++decoding);
        await wait(this.#clock, this.decodeMs);
        decoding--;
        const number = new DataView(data.buffer, data.byteOffset).getUint32(0);
        if (!keyFrame && number !== expected)
          return Promise.reject(new Error(`frame ${number} without ${expected}`));
        expected = number + 1;
        if (keyFrame) size = { width, height };
        return Promise.resolve({
          ...size,
          capturedAt,
          data: new Uint8Array((size.width * size.height * 3) / 2),
        });
      },
      close: () => this.#closeOne(),
    };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #closeOne(): Promise<void> {
    this.open--;
    return Promise.resolve();
  }
}

function code(number: number, keyFrame: boolean, { width, height }: Size): Uint8Array {
  const data = new Uint8Array(keyFrame ? KEY_FRAME_BYTES : FRAME_BYTES);
  const view = new DataView(data.buffer);
  view.setUint32(0, number);
  view.setUint16(4, width);
  view.setUint16(6, height);
  return data;
}

/** A screen of which only the size and what it was given matter. */
export class FakeDisplay implements Display {
  readonly counts = { painted: 0, skipped: 0, bytes: 0 };
  readonly region = '40x12';
  readonly renderer = 'fake';
  readonly rttMs = 12;
  readonly frames: { frame: RgbFrame; at: Ms }[] = [];
  selfFrames = 0;
  /** Of level meters. */
  moves = 0;
  /** How long a frame keeps it busy; others that come meanwhile are skipped. */
  busyMs: Ms = 0;
  size: Size = { width: 80, height: 48 };
  state: CallState | undefined;
  painted: (capturedAt: Ms) => void = () => {};

  box(): Size & { pixelAspect: number } {
    return { ...this.size, pixelAspect: 1 };
  }

  peerPicture(frame: RgbFrame, at: Ms): void {
    if (at - (this.frames.at(-1)?.at ?? -Infinity) < this.busyMs) return void this.counts.skipped++;
    this.frames.push({ frame, at });
    this.counts.painted++;
    this.painted(frame.capturedAt);
  }

  selfPicture(): void {
    this.selfFrames++;
  }

  forgetPeer(): void {}
  forgetSelf(): void {}
  changed(): void {}
  metersMoved(): void {
    this.moves++;
  }

  repaint(): void {}
  nextColors(): void {}

  /** From half blocks to quadrants. */
  nextRenderer(): void {
    this.size = { ...this.size, width: this.size.width * 2 };
  }

  drain(state: () => CallState): void {
    this.state = state();
  }
}

interface End {
  link: ControlLink;
  sink: ControlSink | undefined;
  early: Uint8Array[];
}

/** Two ends of a control connection with a delay; `silence` loses all that is said from then on, `cut` breaks it. */
export function fakeLinks(
  clock: Clock,
  delayMs: Ms,
): { caller: ControlLink; host: ControlLink; silence(): void; cut(): void } {
  let silent = false;
  let closed = false;
  const ends: [End | undefined, End | undefined] = [undefined, undefined];
  const later = (action: () => void): void => void clock.at(clock.now() + delayMs, action);
  const closeBoth = (reason: string | undefined): void => {
    if (closed) return;
    closed = true;
    later(() => ends.forEach((end) => end?.sink?.closed(reason)));
  };
  const make = (mine: 0 | 1): ControlLink => ({
    remote: mine === 0 ? '192.0.2.1:7373' : '192.0.2.2:50000',
    peerFingerprint: new Uint8Array(32).fill(mine + 1),
    loopback: false,
    exportKey: (label, length) =>
      Uint8Array.from({ length }, (_, index) => (label.includes('sound') ? index + 64 : index)),
    admit: () => {},
    send: (message) => {
      if (silent || closed) return;
      const copy = Uint8Array.from(message);
      later(() => deliver(ends[mine === 0 ? 1 : 0], copy));
    },
    listen: (sink) => {
      const end = ends[mine];
      if (!end) return;
      end.sink = sink;
      for (const message of end.early.splice(0)) sink.message(message);
    },
    close: () => {
      closeBoth(undefined);
      return Promise.resolve();
    },
  });
  const deliver = (end: End | undefined, message: Uint8Array): void => {
    if (end?.sink) end.sink.message(message);
    else end?.early.push(message);
  };
  for (const index of [0, 1] as const) ends[index] = { link: make(index), sink: undefined, early: [] };
  const [caller, host] = ends;
  if (!caller || !host) throw new Error('unreachable');
  return {
    caller: caller.link,
    host: host.link,
    silence: () => void (silent = true),
    cut: () => closeBoth('connection reset'),
  };
}
