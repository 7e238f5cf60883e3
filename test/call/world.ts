import type { Ms } from '../../src/base/clock.ts';
import type { Look } from '../../src/base/look.ts';
import type { Path, Transport } from '../../src/base/net.ts';
import { Call } from '../../src/call/call.ts';
import type { CallSettings, Dial } from '../../src/call/call-parts.ts';
import type { AnswerMode, Doorkeeper } from '../../src/call/door/door.ts';
import type { CallEvent } from '../../src/call/events.ts';
import type { End } from '../../src/call/end.ts';
import type { Sound } from '../../src/call/sound/voice.ts';
import type { Stats } from '../../src/call/state.ts';
import type { MediaTransport, StreamKind } from '../../src/control/messages.ts';
import { memoryPair, type Parcel } from '../../src/net/memory.ts';
import { VirtualClock } from '../virtual-clock.ts';
import { FakeCamera, FakeCatalogue, FakeCodec, FakeDisplay, fakeLinks, fakeScaler } from './fakes.ts';

/** Numbers that look random and are the same each time (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export class Someone {
  call!: Call;
  readonly camera: FakeCamera;
  readonly cameras: FakeCatalogue<FakeCamera>;
  readonly codec: FakeCodec;
  readonly display = new FakeDisplay();
  readonly events: CallEvent[] = [];
  readonly stats: Stats[] = [];
  /** That its pictures had. */
  readonly looks = new Set<Look>();
  end: End | undefined;
  /** How long a frame takes to scale. */
  scaleMs: Ms = 0;

  constructor(clock: VirtualClock) {
    this.camera = new FakeCamera(clock);
    this.cameras = new FakeCatalogue(clock, 'camera');
    this.cameras.things = [this.camera];
    this.codec = new FakeCodec(clock);
  }
}

/** What the network between the two does to a datagram: how long it takes; undefined: it is lost. */
export type Weather = (bytes: number, now: Ms, transport: Transport) => Ms | undefined;

export const clear =
  (delayMs: Ms): Weather =>
  () =>
    delayMs;

export interface WorldOptions {
  weather?: Weather;
  answer?: AnswerMode;
  /** What else is to be known at Ana's door. */
  door?: Pick<Doorkeeper, 'expiresAt'> & Partial<Pick<Doorkeeper, 'known'>>;
  transport?: MediaTransport;
  fallBack?: boolean;
  delayMs?: Ms;
  settings?: Partial<CallSettings>;
  /** What somebody speaks and hears with; undefined: a call without sound. */
  sound?: (clock: VirtualClock) => Sound;
}

/** Two calls, a control link and a media path between them, in virtual time. */
export class World {
  readonly clock = new VirtualClock();
  readonly ana: Someone;
  readonly ben: Someone;
  readonly links;
  weather: Weather;
  /** Ways that lead nowhere. */
  readonly blocked = new Set<StreamKind>();
  /** Datagrams that were sent, and their bytes. */
  readonly traffic = { packets: 0, bytes: 0 };
  /** What Ctrl-Z does. */
  suspend: () => Promise<void> = () => Promise.resolve();
  readonly #options: WorldOptions;

  /** Ana listens; nobody has called yet. */
  constructor(options: WorldOptions = {}) {
    const { weather = clear(10), answer = 'auto', delayMs = 10, settings = {} } = options;
    this.#options = options;
    this.weather = weather;
    this.links = fakeLinks(this.clock, delayMs);
    this.ana = this.person(1, { kind: 'listen', me: 'ana', ...settings });
    this.ben = this.person(2, { kind: 'call', me: 'ben', ...settings });
    const token = Uint8Array.of(1, 2, 3);
    const door = { answer, token, loopbackOnly: false, known: [], ...options.door };
    this.ana.call.listen(door, 'vtalk://...');
  }

  /** Ben rings at Ana's. */
  ring(ringWith: Partial<Pick<Dial, 'token' | 'identify'>> = {}): void {
    const { transport = 'udp' } = this.#options;
    this.ana.call.incoming(this.links.host);
    this.ben.call.ring({
      link: this.links.caller,
      person: { name: 'ana.example', trust: 'first contact' },
      transport,
      fallBack: this.#options.fallBack ?? false,
      token: Uint8Array.of(1, 2, 3),
      dialPath: (dialled, kind) => Promise.resolve(this.path(dialled, kind)),
      identify: (name) => ({ name, trust: 'known' }),
      ...ringWith,
    });
  }

  /** Ben rings, Ana's answer mode lets him in, and pictures begin to flow. */
  async connect(): Promise<void> {
    this.ring();
    await this.clock.play(1000);
  }

  person(seed: number, settings: Partial<CallSettings> & Pick<CallSettings, 'kind' | 'me'>): Someone {
    const random = seeded(seed);
    const someone = new Someone(this.clock);
    const { camera, cameras, codec, display, events, stats } = someone;
    someone.call = new Call({
      clock: this.clock,
      random: (length) => Uint8Array.from({ length }, () => Math.floor(random() * 256)),
      scaler: fakeScaler(this.clock, () => someone.scaleMs),
      retoucher: () => ({ retouch: (_, look) => void someone.looks.add(look) }),
      codec,
      camera,
      sound: this.#options.sound?.(this.clock),
      cameras,
      display,
      usage: () => ({ cpuMs: 0, rssBytes: 0 }),
      event: (event) => events.push(event),
      stats: (line) => stats.push(line),
      suspend: () => this.suspend(),
      settings: { cameraOn: true, mux: false, fps: 30, look: 'none', ...settings },
    });
    display.painted = (capturedAt) => someone.call.painted(capturedAt);
    void someone.call.ended.then((end) => (someone.end = end));
    return someone;
  }

  /** A new way from Ben to Ana. */
  path(transport: MediaTransport, kind: StreamKind = 'video'): Path {
    const [bens] = memoryPair(
      (datagram, path) => this.ben.call.datagram(datagram, path),
      (datagram, path) => this.ana.call.datagram(datagram, path),
      { transport, wire: (parcel) => this.blocked.has(kind) || this.#carry(parcel, transport) },
    );
    return bens;
  }

  #carry({ datagram, arrive }: Parcel, transport: Transport): void {
    this.traffic.packets++;
    this.traffic.bytes += datagram.length;
    const delayMs = this.weather(datagram.length, this.clock.now(), transport);
    if (delayMs !== undefined) this.clock.at(this.clock.now() + delayMs, arrive);
  }
}

/** Frames that someone saw between two moments. */
export const seenBetween = ({ display }: Someone, from: Ms, to: Ms): number =>
  display.frames.filter(({ at }) => at >= from && at < to).length;
