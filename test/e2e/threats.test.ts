import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CodedFrame, Size } from '../../src/base/frame.ts';
import type { Stats } from '../../src/call/state.ts';
import { isRtcp } from '../../src/rtp/demux.ts';
import { openCodec } from '../codec/built.ts';
import { clipFrame } from '../codec/clip.ts';
import { Adversary } from './adversary.ts';
import { floodDuring } from './flood.ts';
import { LISTEN } from './headless-call.ts';
import { Program } from './headless.ts';
import { Relay, type Meddle } from './relay.ts';
import { Sandbox } from './sandbox.ts';
import { finalStatsIn, statsIn, untilStats } from './stats-file.ts';
import { Strangers } from './strangers.ts';

let sandbox: Sandbox;
let closers: { close(): void }[];
beforeEach(() => {
  sandbox = new Sandbox();
  closers = [];
});
afterEach(() => {
  for (const closer of closers) closer.close();
  sandbox.close();
});

function keep<T extends { close(): void }>(closer: T): T {
  closers.push(closer);
  return closer;
}

const USERS = ['ana', 'ben'] as const;
type User = (typeof USERS)[number];
const statsOf = (user: User): string => sandbox.path(`${user}.stats`);
const sourceOf = (user: User): string[] => ['--source', 'test', '--stats', statsOf(user)];

const listening = async (): Promise<{ host: Program; port: number; invitation: string }> => {
  const host = new Program(sandbox, [...LISTEN, ...sourceOf('ana')], { user: 'ana' });
  return { host, ...(await host.event('listening')) };
};

const by = (invitation: string, port: number, way: { port: number }): string =>
  invitation.replace(`:${port}/`, `:${way.port}/`);

/** A call over someone who meddles with its datagrams. */
async function meddledCall(meddle: Meddle): Promise<{ host: Program; caller: Program; port: number }> {
  const { host, port, invitation } = await listening();
  const relay = keep(await Relay.open(port, meddle));
  const udp = ['--transport', 'udp'];
  const args = ['call', by(invitation, port, relay), '--headless', ...udp, ...sourceOf('ben')];
  const caller = new Program(sandbox, args, { user: 'ben' });
  await Promise.all([host.event('connected'), caller.event('connected')]);
  return { host, caller, port };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

type Seconds = Record<User, readonly Stats[]>;
const SECONDS = 4;

/** Of the frames that one side has sent, the smaller share that the other has seen; 0 when there are hardly any. */
function seenShare({ ana, ben }: Seconds): number {
  const [anas, bens] = [ana, ben].map((lines) => ({
    sent: mean(lines.map(({ video }) => video.sent.fps)),
    seen: mean(lines.map(({ video }) => video.received.fps)),
  }));
  if (!anas || !bens || Math.min(anas.sent, bens.sent) <= 5) return 0;
  return Math.min(anas.seen / bens.sent, bens.seen / anas.sent);
}

/** Four whole seconds of both sides from now on, one after the other, in which more than this share of the frames was seen. */
async function secondsWith(share: number): Promise<Seconds> {
  const now = (): Seconds => ({ ana: statsIn(statsOf('ana')), ben: statsIn(statsOf('ben')) });
  const before = now();
  const newest = (user: User, lines: readonly Stats[]): readonly Stats[] =>
    lines.slice(before[user].length + 1).slice(-SECONDS);
  return await untilStats(statsOf('ana'), `seconds in which ${share} of the frames are seen`, () => {
    const { ana, ben } = now();
    const seconds = { ana: newest('ana', ana), ben: newest('ben', ben) };
    const areWhole = Math.min(seconds.ana.length, seconds.ben.length) === SECONDS;
    return areWhole && seenShare(seconds) > share && seconds;
  });
}

const memoryOf = (lines: readonly Stats[]): number => Math.max(...lines.map(({ rssMb }) => rssMb));

const flipped = (datagram: Uint8Array, bit: number): Uint8Array =>
  datagram.with(bit >> 3, (datagram[bit >> 3] ?? 0) ^ (1 << (bit & 7)));

/** Another number, as if thousands had gone by: it can't be a replay, so the tag has to be looked at. */
function farAhead(datagram: Uint8Array): Uint8Array {
  const at = isRtcp(datagram) ? datagram.length - 2 : 2;
  return datagram.with(at, ((datagram[at] ?? 0) + 0x20) & 0xff);
}

test('a call over someone who repeats, forges and holds back packets keeps its frames', async () => {
  let seen = 0;
  let old: Uint8Array | undefined;
  const meddle: Meddle = (datagram) => {
    const forged = flipped(datagram, (seen++ * 7919) % (datagram.length * 8));
    const before = old ?? datagram;
    if (seen % 50 === 0) old = datagram;
    return [forged, farAhead(datagram), datagram, datagram, before];
  };
  const { host, caller } = await meddledCall(meddle);
  await secondsWith(0.9);
  caller.kill('SIGTERM');
  expect([await caller.ended(), await host.ended()]).toEqual([143, 0]);
  for (const user of USERS) {
    const { dropped } = finalStatsIn(statsOf(user));
    for (const reason of ['rtp forged', 'rtp replayed', 'rtcp forged', 'rtcp replayed'])
      expect(dropped[reason], reason).toBeGreaterThan(0);
  }
});

test('1,000 sockets and 10,000 forged packets a second neither slow a call nor swell it, and get no answer', async () => {
  const rtp: Uint8Array[] = [];
  const rtcp: Uint8Array[] = [];
  const { host, caller, port } = await meddledCall((datagram, to) => {
    const seen = isRtcp(datagram) ? rtcp : rtp;
    if (to === 'listener') seen.push(Uint8Array.from(datagram));
    return [datagram];
  });
  const strangers = new Strangers(port);
  closers.push({ close: () => strangers.leave() });
  const calm = await secondsWith(0.9);
  const asCalm = 0.9 * seenShare(calm);

  await strangers.connect(900);
  await strangers.halfOpen(100);
  const crowded = await secondsWith(asCalm);
  await strangers.connect(1000, NOISE);
  const noisy = await secondsWith(asCalm);
  // Behind the header nobody can forge: each of these has to be opened to be known.
  const datagrams = [...rtp.slice(-1), ...rtcp.slice(-1)].flatMap((packet) =>
    Array.from({ length: 20 }, (_, index) => flipped(farAhead(packet), 8 * (20 + index))),
  );
  const attack = { port, perSecond: 10_000, datagrams };
  const [flooded, udp] = await floodDuring(attack, () => secondsWith(asCalm));
  const pem = sandbox.read('config-ben/vtalk/identity.pem');
  const [streamed, tcp] = await floodDuring({ ...attack, pem }, () => secondsWith(asCalm));

  caller.kill('SIGTERM');
  expect([await caller.ended(), await host.ended()]).toEqual([143, 0]);
  expect(udp.sent).toBeGreaterThan(30_000);
  expect(udp.back).toBe(0);
  expect(tcp.sent).toBeGreaterThan(1000);
  expect(tcp.back).toBeLessThan(3 * tcp.out);
  const { dropped } = finalStatsIn(statsOf('ana'));
  expect(dropped['too many strangers']).toBeGreaterThan(900);
  expect(dropped['tcp: too many datagrams']).toBeGreaterThan(5);
  expect(dropped['rtp forged']).toBeGreaterThan(5000);
  expect(dropped['rtcp forged']).toBeGreaterThan(5000);
  expect(memoryOf(crowded.ana)).toBeLessThan(1.2 * memoryOf(calm.ana));
  expect(memoryOf(noisy.ana)).toBeLessThan(1.2 * memoryOf(crowded.ana));
  // What each decryption leaves behind is cleared away only now and then.
  for (const attacked of [flooded, streamed])
    expect(memoryOf(attacked.ana)).toBeLessThan(1.5 * memoryOf(calm.ana));
});

/** No protocol begins so. */
const NOISE = Buffer.alloc(5000, 0xa5);

const BOMBS = [
  '['.repeat(60_000),
  '{"a":'.repeat(12_000),
  `{"type":"chat","id":1e999,"text":${'9'.repeat(60_000)}}`,
];

test('a peer who floods the control link is heard fifty times a second, and pictures go on', async () => {
  const { host, invitation } = await listening();
  const eve = keep(await Adversary.call(invitation));
  const startedAt = performance.now();
  const pings = Array.from({ length: 1000 }, (_, id) => ({ type: 'ping', id }) as const);
  for (let thousand = 0; thousand < 200; thousand++) await eve.say(...pings);
  for (let id = 0; id < 500; id++) await eve.say({ type: 'chat', id, text: 'x'.repeat(60_000) });
  for (let turn = 0; turn < 100; turn++) await eve.shout(BOMBS.map((bomb) => Buffer.from(bomb)));
  // As many as were said but those that are heard, even if that takes minutes.
  await untilStats(statsOf('ana'), 'pictures behind the flood', (lines) => {
    const end = lines.findIndex(({ dropped }) => (dropped['control: too many'] ?? 0) > 185_000);
    return end >= 0 && lines.slice(end + 1).some(({ video }) => video.sent.fps > 5);
  });
  const seconds = (performance.now() - startedAt) / 1000;
  eve.close();
  expect(await host.ended()).toBe(6);
  const answers = eve.heard.filter(({ type }) => type === 'pong' || type === 'received');
  expect(answers.length).toBeLessThanOrEqual(50 * (seconds + 1));
});

test('a chat of 1 MB ends the call in good order, and a name with escapes shows none', async () => {
  const { host, invitation } = await listening();
  const eve = keep(await Adversary.call(invitation, { name: '\x1b]0;mine\x07\x1b[2Jeve\u202e' }));
  expect(await host.event('connected')).toMatchObject({ name: 'eve' });
  void eve.say({ type: 'chat', id: 1, text: 'x'.repeat(1 << 20) });
  expect(await host.ended()).toBe(6);
  expect(host.stderr).toContain('eve was lost: the peer sent a message that is too large');
  expect(`${host.stdout}${host.stderr}`).not.toContain('\x1b');
});

/** A key frame of this size. */
async function keyFrame(size: Size): Promise<CodedFrame> {
  const codec = await openCodec('wasm');
  const encoder = codec.openEncoder();
  const coded = await encoder.encode({
    frame: clipFrame(size, 0),
    keyFrame: true,
    fps: 30,
    bitrateBps: 300_000,
  });
  await codec.close();
  if (!coded) throw new Error('nothing was coded');
  return coded;
}

test('of a picture that is not as large as announced the true size counts', async () => {
  const { host, invitation } = await listening();
  const eve = keep(await Adversary.call(invitation));
  const sizes = [
    { width: 320, height: 180 },
    { width: 64, height: 36 },
  ];
  const announced = [
    { width: 2, height: 2 },
    { width: 65535, height: 65535 },
  ];
  for (const [index, size] of sizes.entries()) {
    eve.sendPicture(await keyFrame(size), announced[index] ?? size);
    await untilStats(statsOf('ana'), `a picture of ${size.width}`, (lines) =>
      lines.some(({ video }) => video.received.width === size.width && video.received.height === size.height),
    );
  }
  eve.close();
  expect(await host.ended()).toBe(6);
  expect(finalStatsIn(statsOf('ana')).video.received.shown).toBe(2);
});
