import { describe, expect, it } from 'vitest';
import { World } from './world.ts';

const toggle = { do: 'camera' } as const;

/** A suspension lasts until the returned function is called. */
function stopsUntil(world: World): () => void {
  const waiting: (() => void)[] = [];
  world.suspend = () => new Promise((resolve) => waiting.push(resolve));
  return () => waiting.forEach((resolve) => resolve());
}

describe('the camera', () => {
  it('stays closed until the call begins', async () => {
    const world = new World({ answer: 'ask' });
    world.ring();
    await world.clock.play(500);
    for (const { camera, display } of [world.ana, world.ben]) {
      expect(camera.opened).toBe(0);
      expect(display.state?.camera).toMatchObject({ on: true, open: false });
    }
  });

  it('stays closed when it was switched off before the call, and the peer knows', async () => {
    const world = new World({ answer: 'ask' });
    world.ring();
    await world.clock.play(500);
    world.ana.call.command(toggle);
    world.ben.call.command(toggle);
    world.ana.call.command({ do: 'answer', accept: true });
    await world.clock.play(500);
    expect([world.ana.camera.opened, world.ben.camera.opened]).toEqual([0, 0]);
    expect(world.ben.display.state?.peerCamera.on).toBe(false);
  });

  it('opens after --no-camera when the user wants it, and the peer knows', async () => {
    const world = new World({ answer: 'ask', settings: { cameraOn: false } });
    world.ring();
    await world.clock.play(500);
    world.ana.call.command(toggle);
    world.ana.call.command({ do: 'answer', accept: true });
    await world.clock.play(500);
    expect([world.ana.camera.isOpen, world.ben.camera.isOpen]).toEqual([true, false]);
    expect(world.ben.display.state?.peerCamera.on).toBe(true);
    expect(world.ana.display.state?.peerCamera.on).toBe(false);
  });

  it('is opened for what the peer wants to see, and again when that is far more', async () => {
    const world = new World();
    world.ben.display.size = { width: 200, height: 100 };
    await world.connect();
    expect(world.ana.camera.near).toMatchObject({ width: 200, height: 100 });
    world.ben.display.size = { width: 800, height: 450 };
    world.ben.call.viewChanged();
    await world.clock.play(500);
    expect(world.ana.camera).toMatchObject({ opened: 2, near: { width: 800, height: 450 } });
  });

  it('is closed while the process is stopped, also when the call begins meanwhile', async () => {
    const world = new World({ answer: 'ask' });
    const goOn = stopsUntil(world);
    world.ring();
    await world.clock.play(500);
    world.ben.call.command({ do: 'suspend' });
    world.ana.call.command({ do: 'answer', accept: true });
    await world.clock.play(500);
    expect(world.ben.camera.opened).toBe(0);
    goOn();
    await world.clock.play(100);
    expect(world.ben.camera.isOpen).toBe(true);
  });

  it('stays closed when Ctrl-Z is pressed twice', async () => {
    const world = new World();
    await world.connect();
    const goOn = stopsUntil(world);
    world.ben.call.command({ do: 'suspend' });
    await world.clock.play(10);
    // As a terminal does that is being given back already.
    world.suspend = () => Promise.resolve();
    world.ben.call.command({ do: 'suspend' });
    await world.clock.play(500);
    expect(world.ben.camera.isOpen).toBe(false);
    goOn();
    await world.clock.play(100);
    expect(world.ben.camera.isOpen).toBe(true);
    world.ben.call.command({ do: 'suspend' });
    await world.clock.play(100);
    expect(world.ben.camera.opened).toBe(3);
  });

  it('that is gone stays wanted: both sides are told, until its picture comes back by itself', async () => {
    const world = new World();
    await world.connect();
    const { camera, display } = world.ana;
    const { near, sink } = camera;
    await camera.close();
    sink?.trouble('HD Webcam is gone', false);
    await world.clock.play(500);
    expect(display.state?.troubles).toContain('HD Webcam is gone');
    const trouble = 'no picture from its camera';
    expect(world.ben.display.state?.peerCamera).toEqual({ on: true, trouble });
    if (near && sink) camera.open(near, 30, sink);
    await world.clock.play(500);
    expect(display.state?.troubles).toEqual([]);
    expect(world.ben.display.state?.peerCamera).toEqual({ on: true, trouble: undefined });
  });

  it('shows nothing any more from the moment it is switched off', async () => {
    const world = new World();
    await world.connect();
    world.ana.call.command(toggle);
    const sent = world.ana.codec.jobs.length;
    await world.clock.play(0);
    const seen = world.ben.display.frames.length;
    await world.clock.play(300);
    expect(world.ana.codec.jobs).toHaveLength(sent);
    // What was on the wire already arrives.
    expect(world.ben.display.frames.length - seen).toBeLessThanOrEqual(1);
  });
});

describe('after the end', () => {
  it.each([
    ['a key', (world: World) => world.ana.call.command(toggle)],
    ['a caller', (world: World) => world.ring()],
    ['a word', (world: World) => world.ana.call.command({ do: 'say', text: 'hello?' })],
    ['a suspension', (world: World) => world.ana.call.command({ do: 'suspend' })],
    ['a second end', (world: World) => world.ana.call.finish({ exitCode: 1, reason: 'again' })],
  ] as const)('%s changes nothing', async (_, act) => {
    const world = new World();
    world.ana.call.command({ do: 'quit' });
    await world.clock.play(100);
    const events = world.ana.events.length;
    act(world);
    await world.clock.play(1000);
    expect(world.ana.end).toMatchObject({ exitCode: 0 });
    expect(world.ana.events).toHaveLength(events);
    expect(world.ana.camera.opened).toBe(0);
  });

  it('a call that was suspended stays closed when the peer hung up meanwhile', async () => {
    const world = new World();
    const goOn = stopsUntil(world);
    await world.connect();
    world.ana.call.command({ do: 'suspend' });
    await world.clock.play(100);
    world.ben.call.command({ do: 'quit' });
    await world.clock.play(100);
    goOn();
    await world.clock.play(100);
    expect(world.ana.camera.isOpen).toBe(false);
  });

  it('a dial that succeeds late rings nobody', async () => {
    const world = new World();
    world.ben.call.command({ do: 'quit' });
    await world.clock.play(100);
    world.ring();
    await world.clock.play(500);
    expect(world.ana.events).toEqual([]);
  });
});
