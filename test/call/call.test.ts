import { describe, expect, it } from 'vitest';
import { ExitCode } from '../../src/base/errors.ts';
import { clear, seeded, seenBetween, World } from './world.ts';

describe('a call over a good network', () => {
  it('shows each the other at the full rate, and tells the true latency', async () => {
    const world = new World({ weather: clear(10) });
    await world.connect();
    const from = world.clock.now();
    await world.clock.play(3000);
    expect(seenBetween(world.ana, from, from + 3000)).toBeGreaterThanOrEqual(89);
    expect(seenBetween(world.ben, from, from + 3000)).toBeGreaterThanOrEqual(89);
    expect(world.ben.stats.at(-1)?.video.received.latencyMsP50).toBeCloseTo(10, 0);
    expect(world.ben.stats.at(-1)?.rttMs).toBeCloseTo(20, 0);
  });

  it('needs one key frame each way', async () => {
    const world = new World();
    await world.connect();
    await world.clock.play(5000);
    expect(world.ana.stats.at(-1)?.video.sent.keyFrames).toBe(1);
    expect(world.ben.stats.at(-1)?.video.sent.keyFrames).toBe(1);
  });

  it('sends pictures of the size that the other can show, and follows when that changes', async () => {
    const world = new World();
    world.ben.display.size = { width: 100, height: 60 };
    await world.connect();
    expect(world.ben.display.frames.at(-1)?.frame).toMatchObject({ width: 100, height: 56 });
    world.ben.display.size = { width: 40, height: 60 };
    world.ben.call.viewChanged();
    await world.clock.play(500);
    expect(world.ben.display.frames.at(-1)?.frame).toMatchObject({ width: 40, height: 22 });
    expect(world.ana.display.frames.at(-1)?.frame).toMatchObject({ width: 80, height: 46 });
  });

  it('sends no more pictures than the other terminal shows', async () => {
    const world = new World();
    world.ben.display.busyMs = 90;
    await world.connect();
    await world.clock.play(4000);
    const { length } = world.ana.codec.jobs;
    await world.clock.play(1000);
    expect(world.ana.codec.jobs.length - length).toBe(10);
    expect(world.ben.display.counts.painted).toBeGreaterThan(40);
  });

  it('sends pictures for another renderer when the other chooses one', async () => {
    const world = new World();
    await world.connect();
    world.ben.call.command({ do: 'renderer' });
    await world.clock.play(500);
    expect(world.ben.codec.jobs.at(-1)?.frame.width).toBe(80);
    expect(world.ana.codec.jobs.at(-1)?.frame.width).toBe(86);
  });

  it('says each chat line once, and learns that it arrived', async () => {
    const world = new World();
    await world.connect();
    world.ana.call.command({ do: 'say', text: 'hello\x1b[31m' });
    world.ben.call.command({ do: 'say', text: 'hi' });
    expect(world.ana.display.state?.chat.at(-1)).toMatchObject({
      from: 'me',
      text: 'hello',
      delivered: false,
    });
    await world.clock.play(100);
    expect(world.ana.display.state?.chat).toMatchObject([
      { from: 'me', delivered: true },
      { from: 'peer', name: 'ben', text: 'hi' },
    ]);
    expect(world.ben.events).toContainEqual({ event: 'chat', from: 'ana', text: 'hello' });
  });

  it('closes the camera when it is switched off, tells the other, and opens it again', async () => {
    const world = new World();
    await world.connect();
    world.ana.call.command({ do: 'camera' });
    await world.clock.play(500);
    expect(world.ana.camera.isOpen).toBe(false);
    expect(world.ben.display.state?.peerCamera.on).toBe(false);
    world.ana.call.command({ do: 'camera' });
    const from = world.clock.now();
    await world.clock.play(1000);
    expect(world.ben.display.state?.peerCamera.on).toBe(true);
    expect(seenBetween(world.ben, from, from + 1000)).toBeGreaterThan(25);
  });

  it('goes on without a picture when the source is over, and says why on both sides', async () => {
    const world = new World();
    await world.connect();
    await world.ana.camera.close();
    world.ana.camera.sink?.trouble('clip.mp4 ended', true);
    await world.clock.play(500);
    expect(world.ana.display.state?.troubles).toContain('clip.mp4 ended');
    expect(world.ben.display.state?.peerCamera).toEqual({ on: false, trouble: 'its source ended' });
    expect(world.ana.end).toBeUndefined();
  });

  it('goes on when the encoder gives up on a frame', async () => {
    const world = new World();
    await world.connect();
    world.ana.codec.encoderFails = true;
    await world.clock.play(500);
    world.ana.codec.encoderFails = false;
    const from = world.clock.now();
    await world.clock.play(1000);
    expect(seenBetween(world.ben, from, from + 1000)).toBeGreaterThan(25);
  });
});

describe('a call over a bad network', () => {
  it('shows only frames that can be decoded, and comes back after each loss', async () => {
    const random = seeded(7);
    const world = new World({ weather: () => (random() < 0.02 ? undefined : 20 + random() * 15) });
    await world.connect();
    await world.clock.play(20_000);
    const { video } = world.ben.stats.at(-1) ?? {};
    expect(video?.received.lost).toBeGreaterThan(5);
    expect(video?.received.shown).toBeGreaterThan(300);
    const captured = world.ben.display.frames.map(({ frame }) => frame.capturedAt);
    expect(captured).toEqual(captured.toSorted((a, b) => a - b));
  });

  it('asks for no more than two key frames a second, whatever is lost', async () => {
    const random = seeded(3);
    const world = new World({ weather: () => (random() < 0.4 ? undefined : 20) });
    await world.connect();
    await world.clock.play(10_000);
    expect(world.ana.stats.at(-1)?.video.sent.keyFrames).toBeLessThanOrEqual(23);
  });

  it('tells when no media come through at all', async () => {
    const world = new World({ weather: () => undefined });
    await world.connect();
    await world.clock.play(3000);
    expect(world.ben.display.state?.troubles[0]).toMatch(/^no media comes through/);
    expect(world.ben.end).toBeUndefined();
  });

  it('never sends more over a byte stream than the receiver has acknowledged, and keeps the newest', async () => {
    let queueEndsAt = 0;
    const slow = (bytes: number, now: number): number => {
      queueEndsAt = Math.max(queueEndsAt, now) + (bytes * 8) / 100;
      return queueEndsAt - now + 20;
    };
    const world = new World({ weather: slow, transport: 'tcp' });
    await world.connect();
    await world.clock.play(10_000);
    const latest = world.ben.stats.at(-1);
    expect(latest?.video.received.latencyMsP95).toBeLessThan(450);
    expect(world.ben.display.frames.length).toBeGreaterThan(50);
    expect(world.ana.stats.at(-1)?.video.sent.skipped).toBeGreaterThan(50);
  });

  it('does not fall behind when the decoder is slow', async () => {
    const world = new World();
    world.ben.codec.decodeMs = 50;
    await world.connect();
    await world.clock.play(20_000);
    expect(world.ben.codec.mostDecoding).toBe(1);
    expect(world.ben.stats.at(-1)?.video.received.latencyMsP95).toBeLessThan(1000);
    expect(world.ben.stats.at(-1)?.video.received.late).toBeGreaterThan(20);
  });

  it('recovers quickly also when the scaler is slow and jobs are replaced', async () => {
    const world = new World();
    world.ana.scaleMs = 90;
    await world.connect();
    for (let round = 0; round < 10; round++) {
      const { weather } = world;
      world.weather = () => undefined;
      await world.clock.play(100);
      world.weather = weather;
      const from = world.clock.now();
      await world.clock.play(700);
      expect(seenBetween(world.ben, from, from + 700)).toBeGreaterThan(0);
    }
  });

  it('drops and counts what strangers send', async () => {
    const world = new World();
    await world.connect();
    const random = seeded(5);
    const path = {
      transport: 'udp',
      remote: 'x',
      send: () => {},
      backlog: () => 0,
      admit: () => {},
      close: () => {},
    } as const;
    for (let index = 0; index < 500; index++) {
      const bytes = Uint8Array.from({ length: Math.floor(random() * 200) }, () => random() * 256);
      if (index % 2) bytes[0] = 0x80;
      world.ana.call.datagram(bytes, path);
    }
    const from = world.clock.now();
    await world.clock.play(2000);
    expect(seenBetween(world.ana, from, from + 2000)).toBeGreaterThan(55);
    const { dropped = {} } = world.ana.stats.at(-1) ?? {};
    expect(Object.values(dropped).reduce((sum, count) => sum + count, 0)).toBe(500);
  });
});

describe('the end of a call', () => {
  it('is told to the other side when someone hangs up', async () => {
    const world = new World();
    await world.connect();
    world.ben.call.command({ do: 'quit' });
    await world.clock.play(100);
    expect(world.ben.end).toMatchObject({ exitCode: ExitCode.done });
    expect(world.ana.end).toMatchObject({ exitCode: ExitCode.done, reason: 'ben hung up' });
    expect(world.ana.camera.isOpen).toBe(false);
    expect(world.clock.pending).toBe(0);
  });

  it('comes by itself after --duration', async () => {
    const world = new World({ settings: { durationMs: 2000 } });
    await world.connect();
    await world.clock.play(2000);
    expect(world.ana.end?.exitCode).toBe(ExitCode.done);
    expect(world.ana.stats.at(-1)).toHaveProperty('final', true);
    expect(world.ana.call.summary).toMatchObject({ peer: 'ben', seconds: 2 });
  });

  it('is a loss when the control connection breaks', async () => {
    const world = new World();
    await world.connect();
    world.links.cut();
    await world.clock.play(100);
    for (const { end } of [world.ana, world.ben]) expect(end?.exitCode).toBe(ExitCode.lost);
  });

  it('is a loss after a minute of silence, of which the user is told within 3 s', async () => {
    const world = new World();
    await world.connect();
    world.links.silence();
    world.weather = () => undefined;
    await world.clock.play(3000);
    expect(world.ana.display.state?.troubles[0]).toMatch(/nothing heard from ben for \d s/);
    expect(world.ana.end).toBeUndefined();
    await world.clock.play(58_000);
    expect(world.ana.end).toMatchObject({ exitCode: ExitCode.lost });
  });
});

describe('ringing', () => {
  it('asks a human, who says yes', async () => {
    const world = new World({ answer: 'ask' });
    world.ring();
    await world.clock.play(500);
    expect(world.ana.display.state).toMatchObject({
      phase: 'ringing',
      peer: { name: 'ben', trust: 'invitation' },
    });
    expect(world.ben.display.state?.phase).toBe('ringing');
    expect(world.ana.camera.isOpen).toBe(false);
    world.ana.call.command({ do: 'answer', accept: true });
    await world.clock.play(500);
    expect(world.ben.display.state?.phase).toBe('connected');
    expect(world.ben.display.frames.length).toBeGreaterThan(5);
  });

  it('asks a human, who says no, and goes on listening', async () => {
    const world = new World({ answer: 'ask' });
    world.ring();
    await world.clock.play(500);
    world.ana.call.command({ do: 'answer', accept: false });
    await world.clock.play(100);
    expect(world.ben.end).toMatchObject({ exitCode: ExitCode.refused, reason: 'ana declined' });
    expect(world.ana.display.state?.phase).toBe('listening');
    expect(world.ana.end).toBeUndefined();
  });

  it('gives up when nobody answers', async () => {
    const world = new World({ answer: 'ask', settings: { ringMs: 5000 } });
    world.ring();
    await world.clock.play(4999);
    expect(world.ana.display.state?.phase).toBe('ringing');
    await world.clock.play(1000);
    expect(world.ben.end).toMatchObject({ exitCode: ExitCode.refused, reason: 'ana did not answer' });
    expect(world.ana.display.state?.phase).toBe('listening');
  });

  it('stops when the caller gives up', async () => {
    const world = new World({ answer: 'ask' });
    world.ring();
    await world.clock.play(500);
    world.ben.call.command({ do: 'quit' });
    await world.clock.play(100);
    expect(world.ana.display.state?.phase).toBe('listening');
    expect(world.ana.events).toContainEqual({ event: 'missed', reason: 'ben hung up' });
  });

  it('is not answered when the host leaves or is lost meanwhile', async () => {
    for (const leave of [
      (world: World) => world.ana.call.command({ do: 'quit' }),
      (world: World) => world.links.cut(),
    ]) {
      const world = new World({ answer: 'ask' });
      world.ring();
      await world.clock.play(500);
      leave(world);
      await world.clock.play(100);
      expect(world.ben.end?.exitCode).toBe(ExitCode.refused);
      expect(world.ben.end?.reason).toMatch(/^ana did not answer/);
    }
  });

  it('stops with a word when the caller is lost', async () => {
    const world = new World({ answer: 'ask' });
    world.ring();
    await world.clock.play(500);
    world.links.cut();
    await world.clock.play(100);
    expect(world.ana.display.state?.phase).toBe('listening');
    expect(world.ana.events).toContainEqual({ event: 'missed', reason: 'ben was lost: connection reset' });
  });

  it.each([
    ['auto', Uint8Array.of(9, 9, 9)],
    ['known', Uint8Array.of(1, 2, 3)],
    ['never', Uint8Array.of(1, 2, 3)],
  ] as const)('turns away whom --answer %s does not let in', async (answer, token) => {
    const world = new World({ answer });
    world.ring({ token });
    await world.clock.play(500);
    expect(world.ben.end?.exitCode).toBe(ExitCode.refused);
    expect(world.ana.display.state?.phase).toBe('listening');
  });
});

describe('a mirror', () => {
  it('shows oneself through codec and packets', async () => {
    const world = new World();
    const me = world.person(9, { kind: 'mirror', me: 'eve' });
    const path = {
      transport: 'memory',
      remote: 'me',
      send: (bytes: Uint8Array) => me.call.datagram(Uint8Array.from(bytes), path),
      backlog: () => 0,
      admit: () => {},
      close: () => {},
    } as const;
    me.call.mirror(path);
    await world.clock.play(1000);
    expect(me.display.frames.length).toBeGreaterThan(28);
    me.call.command({ do: 'quit' });
    await world.clock.play(10);
    expect(me.end?.exitCode).toBe(ExitCode.done);
  });
});
