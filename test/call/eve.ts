import type { ControlLink, Path } from '../../src/base/net.ts';
import { readControl, writeControl, type ControlMessage } from '../../src/control/messages.ts';
import { writeRtcp, type Rtcp } from '../../src/rtp/rtcp.ts';
import { HOP_KEY_LENGTH, HOP_LABEL, hopKeys } from '../../src/secure/hop-keys.ts';
import { RtcpSealer } from '../../src/secure/srtcp.ts';
import { fakeLinks } from './fakes.ts';
import type { World } from './world.ts';

const wish = { width: 80, height: 48, fps: 30, pixelAspect: 1 };
const meeting = {
  version: 1,
  name: 'eve',
  transport: 'udp',
  mux: false,
  wish,
  camera: { on: true },
  microphone: { on: true },
} as const;

/** Someone whom Ana lets in, and who keeps to the protocol only as far as it serves her. */
export class Eve {
  /** Of her RTCP. */
  readonly ssrc: number;
  readonly heard: ControlMessage['type'][] = [];
  /** Datagrams that came to her. */
  readonly received: Uint8Array[] = [];
  readonly #world: World;
  readonly #link: ControlLink;
  readonly #path: Path;
  readonly #sealer: RtcpSealer;

  constructor(world: World) {
    const { caller, host } = fakeLinks(world.clock, 1);
    const { send } = hopKeys(caller.exportKey(HOP_LABEL, HOP_KEY_LENGTH), 'caller');
    this.#world = world;
    this.#link = caller;
    this.#sealer = new RtcpSealer(send);
    this.ssrc = send.ssrc;
    this.#path = {
      transport: 'udp',
      remote: 'eve',
      send: (datagram) => this.received.push(datagram),
      backlog: () => 0,
      admit: () => {},
      close: () => {},
    };
    world.ana.call.incoming(host);
    caller.listen({ message: (body) => this.#hear(body), closed: () => {} });
    this.say({ type: 'hello', ...meeting, token: Uint8Array.of(1, 2, 3) });
  }

  say(message: ControlMessage): void {
    this.#link.send(writeControl(message));
  }

  sendRtcp(...packets: Rtcp[]): void {
    this.#world.ana.call.datagram(this.#sealer.seal(writeRtcp(packets)), this.#path);
  }

  #hear(body: Uint8Array): void {
    const message = readControl(body);
    if (message && message !== 'unknown') this.heard.push(message.type);
  }
}
