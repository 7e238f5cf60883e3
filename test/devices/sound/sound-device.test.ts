import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FRAME_MS } from '../../../src/base/audio.ts';
import { DeviceLoudspeaker, DeviceMicrophone } from '../../../src/devices/sound/sound-device.ts';
import type { SoundWay } from '../../../src/devices/sound/sound-take.ts';
import { isRunning, temporaryFolder, untilGone } from '../fake-ffmpeg.ts';
import { VirtualClock } from '../../virtual-clock.ts';
import { Ear, fakePlayer, fakeWay, Mouth } from './fake-sound.ts';

interface Listening {
  microphone: DeviceMicrophone;
  ear: Ear;
  clock: VirtualClock;
}

function listen(...ways: SoundWay[]): Listening {
  const clock = new VirtualClock();
  const microphone = new DeviceMicrophone({ id: 'Mic', label: 'Mic', ways, clock });
  const ear = new Ear();
  microphone.open(ear);
  return { microphone, ear, clock };
}

interface Speaking {
  loudspeaker: DeviceLoudspeaker;
  mouth: Mouth;
  clock: VirtualClock;
}

function speak(script: string): Speaking {
  const clock = new VirtualClock();
  const ways = [fakePlayer(script)];
  const loudspeaker = new DeviceLoudspeaker({ id: 'Box', label: 'Box', ways, clock });
  const mouth = new Mouth();
  loudspeaker.open(mouth);
  return { loudspeaker, mouth, clock };
}

const SECOND = 1000;

describe('a microphone', () => {
  test('gives frames with the time they were recorded at', async () => {
    const { microphone, ear, clock } = listen(
      fakeWay('show(sound(7, -50000)); show(sound(8, -60000)); stay();'),
    );
    await ear.until(() => ear.frames.length === 2);
    await microphone.close();
    const [first, second] = ear.frames;
    expect(first?.pcm).toEqual(new Int16Array(960).fill(7));
    expect(second?.pcm).toEqual(new Int16Array(960).fill(8));
    // Each is a little older by the time that it is read.
    expect(first?.capturedAt).toBeLessThanOrEqual(clock.now() + 50_000);
    expect(second?.capturedAt).toBeLessThanOrEqual(clock.now() + 60_000);
    expect(second?.capturedAt).toBeGreaterThan(first?.capturedAt ?? 0);
    expect(clock.pending).toBe(0);
  });

  test('keeps to itself what is a second old', async () => {
    const { microphone, ear } = listen(fakeWay('show(sound(7, 1000)); show(sound(8)); stay();'));
    await ear.until(() => ear.frames.length === 1);
    await microphone.close();
    expect(ear.frames.map(({ pcm }) => pcm[0])).toEqual([8]);
  });

  test('is read by the next program when the best one fails, without a word', async () => {
    const { microphone, ear } = listen(
      { name: 'none', path: '/nowhere', argv: [] },
      fakeWay("say('no server'); process.exitCode = 1;"),
      fakeWay('show(sound(7)); stay();'),
    );
    await ear.until(() => ear.frames.length === 1);
    await microphone.close();
    expect(ear.troubles).toEqual([]);
  });

  test('is over when all fail, for the reason of the best', async () => {
    const { ear, clock } = listen(
      fakeWay("say('Connection refused'); process.exitCode = 1;", 'parec'),
      fakeWay('process.abort();', 'arecord'),
    );
    await ear.until(() => ear.over);
    const reason = 'no microphone: parec ended with code 1: Connection refused';
    expect(ear.troubles).toEqual([{ reason, over: true }]);
    expect(clock.pending).toBe(0);
  });

  test('is over at once where there is no program', async () => {
    const { ear } = listen();
    await ear.until(() => ear.over);
    expect(ear.troubles[0]?.reason).toBe('no microphone: no program for it is installed');
  });

  test('that is lost is told once, tried again after 1, 2, 4, 8 and 8 seconds, and comes back', async () => {
    const starts = join(await temporaryFolder(), 'starts');
    const { microphone, ear, clock } = listen(
      fakeWay(`
        fs.appendFileSync(${JSON.stringify(starts)}, '.');
        const time = fs.readFileSync(${JSON.stringify(starts)}).length;
        if (time === 1) show(sound(1));
        if (time === 7) { show(sound(7)); stay(); }`),
    );
    await ear.until(() => ear.troubles.length === 1);
    for (const seconds of [1, 2, 4, 8, 8, 8]) {
      await clock.until(({ longestMs }) => longestMs === seconds * SECOND);
      clock.advance(seconds * SECOND);
    }
    await ear.until(() => ear.frames.length === 2);
    expect(ear.troubles).toEqual([{ reason: 'microphone lost: Mic', over: false }]);
    await microphone.close();
    expect(clock.pending).toBe(0);
  });

  test('that says nothing more has stopped after 2 s, and is begun anew after 10 s', async () => {
    const { microphone, ear, clock } = listen(fakeWay('show(sound(1)); stay();'));
    await ear.until(() => ear.frames.length === 1);
    clock.advance(2 * SECOND);
    expect(ear.troubles).toEqual([{ reason: 'microphone Mic has stopped', over: false }]);
    clock.advance(8 * SECOND);
    await ear.until(() => ear.troubles.length === 2);
    clock.advance(1 * SECOND);
    await ear.until(() => ear.frames.length === 2);
    await microphone.close();
  });

  test('whose program never says anything is read by the next', async () => {
    const { microphone, ear, clock } = listen(fakeWay('stay();'), fakeWay('show(sound(1)); stay();'));
    await clock.until(({ pending }) => pending === 2);
    clock.advance(10 * SECOND);
    await ear.until(() => ear.frames.length === 1);
    await microphone.close();
  });

  test('is given up when its child is gone, also one that does not listen', async () => {
    const folder = await temporaryFolder();
    const pids = join(folder, 'pids');
    const { microphone, ear } = listen(
      fakeWay(`
        process.on('SIGTERM', () => {});
        const inner = require('node:child_process').spawn('sleep', ['1000']);
        fs.writeFileSync(${JSON.stringify(pids)}, process.pid + ' ' + inner.pid);
        show(sound(1)); stay();`),
    );
    await ear.until(() => ear.frames.length === 1);
    const [child = 0, inner = 0] = (await readFile(pids, 'utf8')).split(' ').map(Number);
    expect([isRunning(child), isRunning(inner)]).toEqual([true, true]);
    await microphone.close();
    await microphone.close();
    expect(isRunning(child)).toBe(false);
    await untilGone(inner);
  });

  test('that is opened again goes on with the program that worked, and waits for a device that is away', async () => {
    const folder = await temporaryFolder();
    const there = JSON.stringify(join(folder, 'there'));
    const clock = new VirtualClock();
    const microphone = new DeviceMicrophone({
      id: 'Mic',
      label: 'Mic',
      ways: [
        fakeWay(`fs.appendFileSync(${JSON.stringify(join(folder, 'first'))}, '.');`),
        fakeWay(`if (!fs.existsSync(${there})) { fs.writeFileSync(${there}, ''); show(sound(1)); stay(); }`),
      ],
      clock,
    });
    const before = new Ear();
    microphone.open(before);
    await before.until(() => before.frames.length === 1);
    const after = new Ear();
    microphone.open(after);
    await after.until(() => after.troubles.length === 1);
    expect(after.troubles).toEqual([{ reason: 'microphone lost: Mic', over: false }]);
    expect(await readFile(join(folder, 'first'), 'utf8')).toBe('.');
    await microphone.close();
    expect(clock.pending).toBe(0);
  });
});

describe('a loudspeaker', () => {
  test('is filled as soon as it lives, and given a frame for each that it has played', async () => {
    const file = join(await temporaryFolder(), 'heard');
    const { loudspeaker, mouth, clock } = speak(`
      let heard = Buffer.alloc(0);
      process.stdin.on('data', (chunk) => {
        heard = Buffer.concat([heard, chunk]);
        fs.writeFileSync(${JSON.stringify(file)}, heard);
      });
      show(word());`);
    await mouth.until(() => mouth.delays.length === 3);
    clock.advance(20);
    expect(mouth.delays).toEqual([0, 20, 40, 40]);
    await expect.poll(async () => (await readFile(file)).length, { timeout: 30_000 }).toBe(4 * 1920);
    await loudspeaker.close();
    loudspeaker.help();
    expect(mouth.delays).toHaveLength(4);
    const heard = await readFile(file);
    expect([0, 1, 2, 3].map((index) => heard.readInt16LE(index * 1920))).toEqual([1, 2, 3, 4]);
    expect(clock.pending).toBe(0);
  });

  test('of which no word comes has stopped, is begun anew, and never blocks us', async () => {
    const { loudspeaker, mouth, clock } = speak('show(word()); stay();');
    await mouth.until(() => mouth.delays.length === 3);
    clock.advance(2 * SECOND);
    expect(mouth.troubles).toEqual([{ reason: 'loudspeaker Box has stopped', over: false }]);
    clock.advance(8 * SECOND);
    const before = mouth.delays.length;
    expect(before * FRAME_MS).toBeLessThanOrEqual(60 + 300);
    await mouth.until(() => mouth.troubles.length === 2);
    clock.advance(1 * SECOND);
    await mouth.until(() => mouth.delays.length > before);
    await loudspeaker.close();
  });

  test('that aborts is a loudspeaker lost, and nothing else', async () => {
    const { loudspeaker, mouth } = speak("show(word()); process.stdin.once('data', () => process.abort());");
    await mouth.until(() => mouth.troubles.length === 1);
    expect(mouth.troubles).toEqual([{ reason: 'loudspeaker lost: Box', over: false }]);
    await loudspeaker.close();
  });
});
