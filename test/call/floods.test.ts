import { beforeEach, describe, expect, it } from 'vitest';
import type { Rtcp } from '../../src/rtp/rtcp.ts';
import { isRtcp } from '../../src/rtp/demux.ts';
import { Eve } from './eve.ts';
import { World } from './world.ts';

const SECONDS = 5;

let world: World;
let eve: Eve;

beforeEach(async () => {
  world = new World();
  eve = new Eve(world);
  await world.clock.play(1000);
  // With this the way to her is known, and pictures begin to flow.
  eve.sendRtcp({ kind: 'receiver report', ssrc: eve.ssrc, reports: [] });
});

/** Does something each millisecond for 5 s. Resolves with how many pictures Ana coded meanwhile. */
async function flood(work: () => void): Promise<number> {
  const before = world.ana.codec.jobs.length;
  for (let left = SECONDS * 1000; left > 0; left--) {
    work();
    await world.clock.play(1);
  }
  await world.clock.play(1000);
  return world.ana.codec.jobs.length - before;
}

const dropped = (): Record<string, number> => world.ana.stats.at(-1)?.dropped ?? {};
const ping = (): Rtcp => ({ kind: 'clock ping', ssrc: eve.ssrc, sentAt: world.clock.now() });

describe('a flood from a peer in a call', () => {
  it('of pings is answered fifty times a second, and the pictures go on', async () => {
    const coded = await flood(() => {
      for (let id = 0; id < 5; id++) eve.say({ type: 'ping', id });
    });
    expect(coded).toBeGreaterThan(30 * SECONDS * 0.95);
    expect(eve.heard.filter((type) => type === 'pong').length).toBeLessThanOrEqual(50 * (SECONDS + 1));
    expect(dropped()['control: too many']).toBeGreaterThan(24_000);
  });

  it('of chats is heard fifty times a second, and no more is acknowledged', async () => {
    let id = 0;
    await flood(() => eve.say({ type: 'chat', id: id++, text: 'let me talk' }));
    const heard = world.ana.events.filter(({ event }) => event === 'chat').length;
    expect(heard).toBeGreaterThan(50 * SECONDS * 0.9);
    expect(heard).toBeLessThanOrEqual(50 * (SECONDS + 1));
    expect(eve.heard.filter((type) => type === 'received')).toHaveLength(heard);
  });

  it('of key frame requests brings two key frames a second', async () => {
    const { stats } = world.ana;
    await world.clock.play(1000);
    const before = stats.at(-1)?.video.sent.keyFrames ?? 0;
    const coded = await flood(() => eve.sendRtcp({ kind: 'picture loss', ssrc: eve.ssrc, mediaSsrc: 1 }));
    const keyFrames = (stats.at(-1)?.video.sent.keyFrames ?? 0) - before;
    expect(coded).toBeGreaterThan(30 * SECONDS * 0.95);
    expect(keyFrames).toBeGreaterThan(SECONDS);
    expect(keyFrames).toBeLessThanOrEqual(2 * SECONDS + 1);
  });

  it('of clock pings, many in each datagram, is answered fifty times a second', async () => {
    await flood(() => eve.sendRtcp(...Array.from({ length: 10 }, ping)));
    // One more each second for Ana's own reports.
    expect(eve.received.filter(isRtcp).length).toBeLessThanOrEqual(51 * (SECONDS + 3));
    expect(dropped()['rtcp too many pings']).toBeGreaterThan(49_000);
  });

  it('of wishes and switched cameras changes the picture four times a second, at most', async () => {
    let turn = 0;
    const coded = await flood(() => {
      const side = 40 + (turn++ % 40);
      eve.say({ type: 'wish', wish: { width: side, height: side, fps: 30, pixelAspect: 1 } });
      eve.say({ type: 'camera', camera: { on: turn % 2 === 0 } });
    });
    const widths = world.ana.codec.jobs.slice(-coded).map(({ frame }) => frame.width);
    const changes = widths.filter((width, index) => width !== (widths[index - 1] ?? width));
    expect(coded).toBeGreaterThan(30 * SECONDS * 0.9);
    expect(changes.length).toBeGreaterThan(SECONDS);
    expect(changes.length).toBeLessThanOrEqual(4 * (SECONDS + 1));
  });
});
