import { beforeEach, describe, expect, it } from 'vitest';
import { FakeCamera } from './fakes.ts';
import { World, type Someone } from './world.ts';

let world: World;
let ana: Someone;
/** Ana has another camera, which is not wide. */
let second: FakeCamera;

beforeEach(async () => {
  world = new World();
  ana = world.ana;
  second = new FakeCamera(world.clock, 'camera:second');
  second.size = { width: 120, height: 160 };
  ana.cameras.things.push(second);
  await world.connect();
});

const take = (id: string | undefined): void => ana.call.command({ do: 'take', kind: 'camera', id });
const troubles = (): readonly string[] => ana.display.state?.troubles ?? [];
const listed = (): string[] | undefined => ana.display.state?.devices?.map(({ id }) => id);

describe('the list', () => {
  it('is asked for only while somebody looks at it', async () => {
    await world.clock.play(10_000);
    expect(ana.cameras.asked).toBe(0);
    ana.call.command({ do: 'browse', kind: 'camera' });
    await world.clock.play(3000);
    expect(ana.cameras.asked).toBeGreaterThan(1);
    ana.call.command({ do: 'browse', kind: undefined });
    const { asked } = ana.cameras;
    await world.clock.play(10_000);
    expect(ana.cameras.asked).toBe(asked);
    expect(listed()).toBeUndefined();
  });

  it('takes its time while the call goes on', async () => {
    ana.cameras.listMs = 5000;
    ana.call.command({ do: 'browse', kind: 'camera' });
    const seen = world.ben.display.frames.length;
    await world.clock.play(4900);
    expect(listed()).toBeUndefined();
    expect(world.ben.display.frames.length - seen).toBeGreaterThan(100);
    await world.clock.play(200);
    expect(listed()).toEqual(['camera:fake', 'camera:second']);
  });

  it('never has the system asked twice at once', async () => {
    ana.cameras.listMs = 5000;
    for (const on of [true, false, true, false, true])
      ana.call.command({ do: 'browse', kind: on ? 'camera' : undefined });
    await world.clock.play(1000);
    expect(ana.cameras.asked).toBe(1);
  });

  it('shows what comes and goes', async () => {
    ana.call.command({ do: 'browse', kind: 'camera' });
    await world.clock.play(200);
    ana.cameras.things.pop();
    await world.clock.play(2000);
    expect(listed()).toEqual(['camera:fake']);
  });
});

describe('another camera', () => {
  it('is what the peer sees from then on, in its own shape', async () => {
    take('camera:second');
    await world.clock.play(1000);
    expect(ana.display.state?.camera).toMatchObject({ id: 'camera:second', on: true, open: true });
    expect(ana.camera.isOpen).toBe(false);
    const { width, height } = world.ben.display.frames.at(-1)!.frame;
    expect(width / height).toBeCloseTo(120 / 160, 1);
    expect(world.ben.end).toBeUndefined();
  });

  it('is opened only when the one before it is closed', async () => {
    ana.camera.closeMs = 700;
    take('camera:second');
    await world.clock.play(600);
    expect([ana.camera.isOpen, second.isOpen]).toEqual([true, false]);
    await world.clock.play(300);
    expect([ana.camera.isOpen, second.isOpen]).toEqual([false, true]);
  });

  it('stays closed when the user switches off before it is there', async () => {
    ana.camera.closeMs = 700;
    for (const waitMs of [20, 300]) {
      take('camera:second');
      await world.clock.play(waitMs);
      ana.call.command({ do: 'camera' });
      await world.clock.play(2000);
      expect([ana.camera.isOpen, second.opened]).toEqual([false, 0]);
      ana.call.command({ do: 'take', kind: 'camera', id: 'camera:fake' });
      await world.clock.play(2000);
    }
  });

  it('is the last one that was chosen', async () => {
    ana.camera.closeMs = 200;
    const third = new FakeCamera(world.clock, 'camera:third');
    ana.cameras.things.push(third);
    take('camera:third');
    await world.clock.play(100);
    take('camera:second');
    await world.clock.play(1000);
    expect([third.opened, second.isOpen, ana.camera.isOpen]).toEqual([0, true, false]);
  });

  it('is the last one that was chosen, also when the one before it is found later', async () => {
    ana.cameras.chooseMs = 500;
    take('camera:second');
    ana.cameras.chooseMs = 10;
    take(undefined);
    await world.clock.play(1000);
    expect([second.opened, ana.camera.isOpen]).toEqual([0, false]);
  });

  it('shows the user that was not seen until then', async () => {
    ana.call.command({ do: 'camera' });
    take('camera:second');
    await world.clock.play(1000);
    expect(second.isOpen).toBe(true);
    expect(world.ben.display.state?.peerCamera.on).toBe(true);
  });

  it('is not opened again when it is in use already', async () => {
    take('camera:fake');
    await world.clock.play(1000);
    expect(ana.camera.opened).toBe(1);
  });

  it('waits for the call to begin', async () => {
    const early = new World({ answer: 'ask' });
    early.ring();
    await early.clock.play(500);
    const other = new FakeCamera(early.clock, 'camera:other');
    early.ana.cameras.things.push(other);
    early.ana.call.command({ do: 'take', kind: 'camera', id: 'camera:other' });
    await early.clock.play(500);
    expect(other.opened).toBe(0);
    early.ana.call.command({ do: 'answer', accept: true });
    await early.clock.play(500);
    expect([early.ana.camera.opened, other.isOpen]).toEqual([0, true]);
  });
});

it('no camera means not to be seen, and v brings the last one back', async () => {
  take(undefined);
  await world.clock.play(500);
  expect(ana.camera.isOpen).toBe(false);
  expect(world.ben.display.state?.peerCamera.on).toBe(false);
  ana.call.command({ do: 'camera' });
  await world.clock.play(500);
  expect(ana.camera.isOpen).toBe(true);
});

describe('a camera that can not be had', () => {
  it('is told, for a while, and the one in use goes on', async () => {
    take('camera:gone');
    await world.clock.play(500);
    expect(troubles()).toEqual(['no camera is called camera:gone']);
    expect([ana.camera.isOpen, ana.camera.opened]).toEqual([true, 1]);
    await world.clock.play(10_000);
    expect(troubles()).toEqual([]);
  });

  it('gives way to the one before it when it is busy', async () => {
    second.broken = 'Second: busy';
    take('camera:second');
    await world.clock.play(500);
    expect(troubles()).toEqual(['Second: busy']);
    expect([ana.camera.isOpen, second.isOpen]).toEqual([true, false]);
    expect(ana.display.state?.camera).toMatchObject({ id: 'camera:fake', on: true });
    expect(world.ben.display.state?.peerCamera).toEqual({ on: true, trouble: undefined });
  });

  it('gives way to the one that worked last', async () => {
    const third = new FakeCamera(world.clock, 'camera:third');
    ana.cameras.things.push(third);
    third.broken = 'Third: busy';
    ana.camera.closeMs = 700;
    take('camera:second');
    await world.clock.play(100);
    take('camera:third');
    await world.clock.play(1000);
    expect([ana.camera.isOpen, second.opened]).toEqual([true, 0]);
  });

  it('leaves the user unseen who was so before', async () => {
    ana.call.command({ do: 'camera' });
    second.broken = 'Second: busy';
    take('camera:second');
    await world.clock.play(500);
    expect([ana.camera.isOpen, second.isOpen]).toEqual([false, false]);
    expect(world.ben.display.state?.peerCamera.on).toBe(false);
  });

  it('does not come back once it has given a picture', async () => {
    take('camera:second');
    await world.clock.play(500);
    const { sink } = second;
    await second.close();
    sink?.trouble('Second ended', true);
    await world.clock.play(500);
    expect([ana.camera.isOpen, ana.display.state?.camera.id]).toEqual([false, 'camera:second']);
  });
});
