import { describe, expect, it } from 'vitest';
import { ExitCode } from '../../src/base/errors.ts';
import type { CallEvent } from '../../src/call/events.ts';
import { writeControl, type ControlMessage } from '../../src/control/messages.ts';
import { fakeLinks } from './fakes.ts';
import { seenBetween, World } from './world.ts';

const wish = { width: 80, height: 48, fps: 30, pixelAspect: 1 };
const camera = { on: true };
const meeting = {
  version: 1,
  name: 'eve',
  transport: 'udp',
  mux: false,
  wish,
  camera,
  microphone: camera,
} as const;
const hello = { type: 'hello', ...meeting } as const;
const welcome = { type: 'welcome', ...meeting } as const;
const key = {
  type: 'key',
  kind: 'video',
  ssrc: 5,
  key: new Uint8Array(16),
  salt: new Uint8Array(12),
} as const;

/** All that could be said at the wrong time. */
const messages: readonly ControlMessage[] = [
  welcome,
  { type: 'ringing', name: 'eve' },
  { type: 'refused', reason: 'busy' },
  key,
  { type: 'wish', wish },
  { type: 'camera', camera },
  { type: 'microphone', microphone: camera },
  { type: 'chat', id: 1, text: 'let me in' },
  { type: 'received', id: 1 },
];

/** Someone connects to Ana and says things. */
async function intrude(world: World, says: readonly ControlMessage[]): Promise<void> {
  const { caller, host } = fakeLinks(world.clock, 1);
  world.ana.call.incoming(host);
  caller.listen({ message: () => {}, closed: () => {} });
  for (const message of says) caller.send(writeControl(message));
  await world.clock.play(500);
}

const names = (events: readonly CallEvent[]): string[] => events.map(({ event }) => event);

describe('a stranger at the control port', () => {
  it.each(messages)('gets nowhere by saying $type first', async (message) => {
    const world = new World({ answer: 'never' });
    await intrude(world, [message]);
    expect(world.ana.display.state?.phase).toBe('listening');
    expect(world.ana.camera.opened).toBe(0);
    expect(world.ana.events).toEqual([]);
  });

  it.each(messages)('gets nowhere by saying $type while the human is asked', async (message) => {
    const world = new World({ answer: 'ask' });
    await intrude(world, [hello, message]);
    expect(world.ana.display.state?.phase).toBe('ringing');
    expect(world.ana.camera.opened).toBe(0);
    expect(names(world.ana.events)).toEqual(['caller', 'ringing']);
  });

  it.each([hello, ...messages])('changes nothing in a running call by saying $type', async (message) => {
    const world = new World({ answer: 'auto' });
    await world.connect();
    await intrude(world, [message]);
    await intrude(world, [hello, message]);
    const from = world.clock.now();
    await world.clock.play(1000);
    expect(world.ana.display.state).toMatchObject({ phase: 'connected', peer: { name: 'ben' } });
    expect(seenBetween(world.ben, from, from + 1000)).toBeGreaterThan(27);
    world.ben.call.command({ do: 'quit' });
    await world.clock.play(100);
    expect(world.ana.end).toMatchObject({ reason: 'ben hung up' });
    expect(world.ana.camera.isOpen).toBe(false);
  });

  it('makes room for somebody invited', async () => {
    const world = new World({ answer: 'ask' });
    await intrude(world, [hello]);
    expect(world.ana.display.state?.peer?.name).toBe('eve');
    world.ring();
    await world.clock.play(500);
    expect(world.ana.display.state).toMatchObject({ phase: 'ringing', peer: { name: 'ben' } });
    world.ana.call.command({ do: 'answer', accept: true });
    await world.clock.play(100);
    expect(world.ben.display.state?.phase).toBe('connected');
  });

  it('rings ten times a minute, and whoever is invited still comes through', async () => {
    const world = new World({ answer: 'ask' });
    for (let caller = 0; caller < 50; caller++) {
      const { caller: theirs, host } = fakeLinks(world.clock, 0);
      world.ana.call.incoming(host);
      theirs.send(writeControl(hello));
      await world.clock.play(100);
      world.ana.call.command({ do: 'answer', accept: false });
      await world.clock.play(100);
    }
    expect(names(world.ana.events).filter((event) => event === 'ringing')).toHaveLength(10);
    world.ring();
    await world.clock.play(500);
    expect(world.ana.display.state).toMatchObject({ phase: 'ringing', peer: { name: 'ben' } });
  });

  it('costs nothing that stays, a thousand times over', async () => {
    const world = new World({ answer: 'known' });
    const before = world.ana.codec.open;
    for (let caller = 0; caller < 1000; caller++) {
      const { caller: theirs, host } = fakeLinks(world.clock, 0);
      world.ana.call.incoming(host);
      theirs.send(writeControl(hello));
    }
    await world.clock.play(100);
    expect(names(world.ana.events).filter((event) => event === 'caller')).toHaveLength(1000);
    expect(world.ana.codec.open).toBe(before);
    expect(world.clock.pending).toBe(0);
  });
});

describe('a hostile peer in a call', () => {
  it('gets no more than two key frames a second by changing what it wants', async () => {
    const world = new World();
    await world.connect();
    for (let change = 0; change < 100; change++) {
      world.ben.display.size = change % 2 ? { width: 80, height: 48 } : { width: 60, height: 40 };
      world.ben.call.viewChanged();
      await world.clock.play(50);
    }
    expect(world.ana.stats.at(-1)?.video.sent.keyFrames).toBeLessThanOrEqual(22);
  });

  it('is never sent more pixels than the camera gives', async () => {
    const world = new World();
    world.ben.display.size = { width: 4096, height: 4096 };
    await world.connect();
    expect(world.ben.display.frames.at(-1)?.frame).toMatchObject({ width: 320, height: 180 });
  });

  it('that is somebody else than the one we called gets no key and sees nothing', async () => {
    const world = new World();
    world.ring({ identify: () => ({ exitCode: ExitCode.keyChanged, reason: 'ana had another key before' }) });
    await world.clock.play(500);
    expect(world.ben.end?.exitCode).toBe(ExitCode.keyChanged);
    expect(world.ben.camera.opened).toBe(0);
    expect(world.traffic.packets).toBe(0);
    expect(world.ana.display.frames).toEqual([]);
  });
});
