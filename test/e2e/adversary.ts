import { once } from 'node:events';
import { connect } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import type { CodedFrame, Size } from '../../src/base/frame.ts';
import type { Path } from '../../src/base/net.ts';
import { readControl, writeControl, type ControlMessage, type Hello } from '../../src/control/messages.ts';
import { dialUdp } from '../../src/net/dial.ts';
import { Deframer, frame } from '../../src/net/framing.ts';
import { writeRtp } from '../../src/rtp/packet.ts';
import { writeRtcp } from '../../src/rtp/rtcp.ts';
import { VideoPacketiser } from '../../src/rtp/video.ts';
import { HOP_KEY_LENGTH, HOP_LABEL, hopKeys } from '../../src/secure/hop-keys.ts';
import { parseWhere } from '../../src/secure/invitation.ts';
import { RtcpSealer } from '../../src/secure/srtcp.ts';
import { RtpSealer } from '../../src/secure/srtp.ts';
import { makeIdentity } from '../net/identity.ts';
import { Changes } from './changes.ts';

const HOST = '127.0.0.1';
const PREFIX_BYTES = 4;
const key = { ssrc: 5, key: new Uint8Array(16).fill(1), salt: new Uint8Array(12).fill(2) };
const introduction = {
  version: 1,
  name: 'eve',
  transport: 'udp',
  wish: { width: 160, height: 90, fps: 30, pixelAspect: 1 },
  mux: false,
  camera: { on: true },
  microphone: { on: true },
} as const;

/** Someone with an invitation, who keeps to the protocol only as far as it serves them. */
export class Adversary {
  readonly heard: ControlMessage[] = [];
  /** What came over UDP, sealed. */
  readonly datagrams: Uint8Array[] = [];
  readonly #changes = new Changes();
  readonly #socket: TLSSocket;
  readonly #deframer = new Deframer(PREFIX_BYTES, 65536);
  readonly #sealer = new RtpSealer(key);
  readonly #packetiser = new VideoPacketiser({ ssrc: key.ssrc, random: (length) => new Uint8Array(length) });
  #path: Path | undefined;

  /** Resolves when the host lets them in, and sends its picture. */
  static async call(invitation: string, hello: Partial<Hello> = {}): Promise<Adversary> {
    const { port = 0, token } = parseWhere(invitation) ?? {};
    const { privateKeyPem, certificatePem } = await makeIdentity();
    const credentials = { key: privateKeyPem, cert: certificatePem, rejectUnauthorized: false };
    const socket = connect({ host: HOST, port, ALPNProtocols: ['vtalk/1'], ...credentials });
    await once(socket, 'secureConnect');
    const adversary = new Adversary(socket);
    await adversary.say({ type: 'hello', ...introduction, ...(token && { token }), ...hello });
    await adversary.until(() => adversary.heard.some(({ type }) => type === 'welcome'), 'a welcome');
    await adversary.say({ type: 'key', kind: 'video', ...key });
    await adversary.#find(port);
    return adversary;
  }

  private constructor(socket: TLSSocket) {
    this.#socket = socket;
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      this.#deframer.push(chunk, (body) => this.#hear(body));
      this.#changes.happened();
    });
  }

  async say(...messages: ControlMessage[]): Promise<void> {
    await this.shout(messages.map(writeControl));
  }

  /** Says anything, at any length. Resolves when the host has read enough of it. */
  async shout(bodies: readonly Uint8Array[]): Promise<void> {
    const bytes = Buffer.concat(bodies.map((body) => frame(PREFIX_BYTES, body)));
    await new Promise((resolve) => this.#socket.write(bytes, resolve));
  }

  /** Sends a picture, and says that it is as large as `announced`. */
  sendPicture(coded: CodedFrame, announced: Size): void {
    const { width, height } = announced;
    for (const packet of this.#packetiser.packetise({ ...coded, width, height }))
      this.#path?.send(this.#sealer.seal(writeRtp(packet)));
  }

  close(): void {
    this.#socket.destroy();
    this.#path?.close();
  }

  /** An authentic packet shows the host the way back. */
  async #find(port: number): Promise<void> {
    const datagram = (sealed: Uint8Array): void => {
      this.datagrams.push(sealed);
      this.#changes.happened();
    };
    this.#path = await dialUdp({ host: HOST, port, sink: { datagram, dropped: () => {} } });
    const exported = this.#socket.exportKeyingMaterial(HOP_KEY_LENGTH, HOP_LABEL, Buffer.alloc(0));
    const { send } = hopKeys(exported, 'caller');
    const report = writeRtcp([{ kind: 'receiver report', ssrc: send.ssrc, reports: [] }]);
    this.#path.send(new RtcpSealer(send).seal(report));
    await this.until(() => this.datagrams.length > 0, 'media');
  }

  /** Resolves as soon as what it has heard or got makes it `so`. */
  async until(so: () => boolean, what: string): Promise<void> {
    await this.#changes.until(so, () => `${what} for the adversary`);
  }

  #hear(body: Uint8Array): void {
    const message = readControl(body);
    if (message && message !== 'unknown') this.heard.push(message);
  }
}
