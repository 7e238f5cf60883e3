import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { SPEAKER } from '../../../src/devices/sound/players.ts';
import type { Player } from '../../../src/devices/sound/players.ts';
import type { SoundProgram } from '../../../src/devices/sound/program.ts';
import { DeviceLoudspeaker, DeviceMicrophone } from '../../../src/devices/sound/sound-device.ts';
import { systemClock } from '../../../src/base/clock.ts';
import { VirtualClock } from '../../virtual-clock.ts';
import { isRunning, temporaryFolder, untilGone } from '../fake-ffmpeg.ts';
import { builtPlayer, builtRecorder, nodeProgram } from './built-way.ts';
import { Ear, Mouth } from './fake-sound.ts';

/** For what other processes write. */
const PATIENTLY = { timeout: 30_000 };

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of closers.splice(0)) await close();
});

function hear(program: SoundProgram, dist?: string): Ear {
  const microphone = new DeviceMicrophone({
    id: 'Mic',
    label: 'Mic',
    ways: [builtRecorder(program, dist)],
    clock: new VirtualClock(),
  });
  closers.push(() => microphone.close());
  const ear = new Ear();
  microphone.open(ear);
  return ear;
}

function play(player: Player, dist?: string): Mouth {
  const loudspeaker = new DeviceLoudspeaker({
    id: 'Box',
    label: 'Box',
    ways: [builtPlayer(player, dist)],
    clock: systemClock,
  });
  closers.push(() => loudspeaker.close());
  const mouth = new Mouth();
  loudspeaker.open(mouth);
  return mouth;
}

const player = (program: SoundProgram): Player => ({ ...program, reports: false, aheadMs: 60, startMs: 0 });

/** Two seconds of samples that count up, in chunks of odd lengths. */
const COUNT = `
  const all = Buffer.from(Int16Array.from({ length: 4 * 960 }, (_, index) => index).buffer);
  for (let at = 0; at < all.length; at += 777) show(all.subarray(at, at + 777));
  stay();`;

const firsts = (ear: Ear): (number | undefined)[] => ear.frames.map(({ pcm }) => pcm[0]);

/** Our program in a folder without packages. */
async function withoutPackages(): Promise<string> {
  const folder = await temporaryFolder();
  const dist = fileURLToPath(new URL('../../../dist', import.meta.url));
  for (const room of ['base', 'devices']) cpSync(join(dist, room), join(folder, room), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  return folder;
}

describe('the child that records', () => {
  test('gives frames of whatever a program writes, by way of node-record-lpcm16', async () => {
    const ear = hear(nodeProgram(COUNT));
    await ear.until(() => ear.frames.length === 4 || ear.over);
    expect(firsts(ear)).toEqual([0, 960, 1920, 2880]);
  });

  test('does so without the package, too', async () => {
    const ear = hear(nodeProgram(COUNT), await withoutPackages());
    await ear.until(() => ear.frames.length === 4 || ear.over);
    expect(firsts(ear)).toEqual([0, 960, 1920, 2880]);
  });

  test.each(['with', 'without'])('tells why a program failed, %s the package', async (how) => {
    const dist = how === 'with' ? undefined : await withoutPackages();
    const ear = hear(nodeProgram("say('opening'); say('Connection refused'); process.exitCode = 3;"), dist);
    await ear.until(() => ear.over);
    expect(ear.troubles[0]?.reason).toBe('no microphone: node ended with code 3: Connection refused');
  });

  test.each(['with', 'without'])('survives a program that is not there, %s the package', async (how) => {
    const dist = how === 'with' ? undefined : await withoutPackages();
    const ear = hear({ path: '/nowhere/parec', argv: [] }, dist);
    await ear.until(() => ear.over);
    expect(ear.troubles[0]?.reason).toMatch(/^no microphone: parec ended with code \d+: .*ENOENT/);
  });

  test('ends a program that writes faster than sound comes', async () => {
    const ear = hear(
      nodeProgram('const more = () => process.stdout.write(Buffer.alloc(65536), more); more();'),
    );
    await ear.until(() => ear.troubles.length > 0);
    expect(ear.troubles[0]?.reason).toBe('microphone lost: Mic');
    // A second of it at once, and what came for the time that the machine took.
    expect(ear.frames.length).toBeLessThan(300);
  });
});

/** What stands in the place of the native package, and dies when it cleans the third piece of 10 ms, as such a thing may. */
const DYING_LIBRARY = `
  let pieces = 0;
  const message = { value: { apm: { handle: { id: 1n } } } };
  module.exports = {
    FfiRequest: class { constructor({ message }) { this.message = message; } toBinary() { return [this.message.case]; } },
    FfiResponse: { fromBinary: () => ({ message }) },
    livekitRetrievePtr: () => 1n,
    livekitFfiRequest([what]) {
      if (what === 'apmProcessStream' && ++pieces === 3) process.kill(process.pid, 'SIGSEGV');
      return new Uint8Array(3);
    },
  };`;

/** Hums until nobody reads any more. */
const HUM =
  "setInterval(() => process.stdout.write(Buffer.alloc(1920, 1)), 20); process.stdout.on('error', () => process.abort());";

interface Listening {
  ear: Ear;
  clock: VirtualClock;
  /** Tells of so much that is played that it is told the child. */
  tell: () => void;
}

function listen(dist: string): Listening {
  const clock = new VirtualClock();
  const ways = [builtRecorder(nodeProgram(HUM), dist)];
  const microphone = new DeviceMicrophone({ id: 'Mic', label: 'Mic', ways, clock });
  closers.push(() => microphone.close());
  const ear = new Ear();
  microphone.open(ear);
  const tell = (): void => {
    for (let turn = 0; turn < 2; turn++) microphone.played(new Int16Array(960), 60);
  };
  return { ear, clock, tell };
}

describe('the child that records, and is told what is played', () => {
  test('says whether that was taken out, which it is not without the package', async () => {
    const { ear, tell } = listen(await withoutPackages());
    await ear.until(() => ear.frames.length > 2);
    tell();
    await ear.until(() => ear.frames.length > 30);
    expect(ear.frames.every(({ isClean }) => !isClean)).toBe(true);
  });

  test('dies with its library, is lost for a moment each time, and the fourth lets it be', async () => {
    const dist = await withoutPackages();
    fakePackage(dist, '@livekit/rtc-ffi-bindings', DYING_LIBRARY);
    const { ear, clock, tell } = listen(dist);
    let before = 0;
    for (const death of [1, 2, 3]) {
      await ear.until(() => ear.frames.length > before);
      tell();
      await ear.until(() => ear.troubles.length === death);
      expect(ear.frames.at(-1)?.isClean).toBe(true);
      before = ear.frames.length;
      clock.advance(1000);
    }
    expect(ear.troubles.map(({ reason }) => reason)).toEqual(Array(3).fill('microphone lost: Mic'));
    await ear.until(() => ear.frames.length > before);
    tell();
    await ear.until(() => ear.frames.length > before + 30);
    expect(ear.frames.slice(before).every(({ isClean }) => !isClean)).toBe(true);
  });
});

describe('the child that plays', () => {
  test('gives a program what it is given, each frame once', async () => {
    const file = join(await temporaryFolder(), 'heard');
    const mouth = play(
      player(
        nodeProgram(
          `process.stdin.on('data', (chunk) => fs.appendFileSync(${JSON.stringify(file)}, chunk));`,
        ),
      ),
    );
    await mouth.until(() => mouth.delays.length === 20 || mouth.over);
    await expect.poll(async () => (await readFile(file)).length, PATIENTLY).toBeGreaterThanOrEqual(10 * 1920);
    const heard = await readFile(file);
    for (let frame = 0; frame < 10; frame++) expect(heard.readInt16LE(frame * 1920)).toBe(frame + 1);
  });

  test('tells the delay, which is never more than what waits', async () => {
    const mouth = play(player(nodeProgram('process.stdin.resume();')));
    await mouth.until(() => mouth.delays.length === 20 || mouth.over);
    expect(mouth.delays.slice(0, 3)).toEqual([0, 20, 40]);
    expect(Math.max(...mouth.delays)).toBeLessThanOrEqual(40);
  });

  test('believes what the program says was heard', async () => {
    const script = `
      let ms = 0;
      setInterval(() => say('Time: ' + ((ms += 50) / 1000).toFixed(3) + ' sec; Latency: 100000 usec.'), 50);`;
    const mouth = play({ ...player(nodeProgram(script)), reports: true, aheadMs: 40 });
    await mouth.until(() => mouth.delays.length === 20 || mouth.over);
    expect(Math.max(...mouth.delays)).toBeGreaterThan(100);
  });

  test.each([true, false])(
    'tells why a program failed, having asked for nothing (it reports: %s)',
    async (reports) => {
      const program = nodeProgram("say('Connection refused'); process.exitCode = 1;");
      const mouth = play({ ...player(program), reports, startMs: 100_000 });
      await mouth.until(() => mouth.troubles.length > 0);
      expect(mouth.troubles).toEqual([
        { reason: 'no loudspeaker: node ended with code 1: Connection refused', over: true },
      ]);
      expect(mouth.delays).toEqual([]);
    },
  );
});

/** `script` is what `require` finds under that name. */
function fakePackage(dist: string, name: string, script: string): void {
  const folder = join(dist, 'node_modules', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'index.js'), script);
}

/** What stands in the place of the npm package "speaker". */
async function fakeSpeaker(script: string): Promise<string> {
  const dist = await withoutPackages();
  fakePackage(dist, SPEAKER, script);
  return dist;
}

describe('the package speaker', () => {
  const speaker = player({ path: SPEAKER, argv: [] });

  test('is given sound like any program', async () => {
    const file = join(await temporaryFolder(), 'heard');
    const dist = await fakeSpeaker(`
      const { Writable } = require('node:stream');
      module.exports = class extends Writable {
        constructor(format) { super(); this.format = JSON.stringify(format); }
        _write(chunk, encoding, done) {
          require('node:fs').writeFileSync(${JSON.stringify(file)}, this.format + ' ' + chunk.readInt16LE(0));
          done();
        }
      };`);
    const mouth = play(speaker, dist);
    await mouth.until(() => mouth.delays.length === 10 || mouth.over);
    await expect
      .poll(() => readFile(file, 'utf8'), PATIENTLY)
      .toMatch(/^{"channels":1,"bitDepth":16,"sampleRate":48000} \d+$/);
  });

  test('may abort: that is a loudspeaker that does not work', async () => {
    const dist = await fakeSpeaker(
      "process.stderr.write('ALSA lib: cannot open default\\n'); process.abort();",
    );
    const mouth = play(speaker, dist);
    await mouth.until(() => mouth.over);
    expect(mouth.troubles[0]?.reason).toMatch(/^no loudspeaker: speaker was ended by SIG(ABRT|ILL|TRAP)/);
  });

  test('may fail later: that is one that is lost', async () => {
    const dist = await fakeSpeaker(`
      const { Writable } = require('node:stream');
      let writes = 0;
      module.exports = class extends Writable {
        _write(chunk, encoding, done) { done(++writes > 5 ? new Error('write() failed') : undefined); }
      };`);
    const mouth = play(speaker, dist);
    await mouth.until(() => mouth.troubles.length > 0);
    expect(mouth.troubles[0]?.reason).toBe('loudspeaker lost: Box');
  });

  test('may hang: nobody waits for it', async () => {
    const dist = await fakeSpeaker(`
      const { Writable } = require('node:stream');
      let writes = 0;
      module.exports = class extends Writable {
        _write(chunk, encoding, done) { while (++writes > 5); done(); }
      };`);
    const mouth = play(speaker, dist);
    await mouth.until(() => mouth.delays.length > 0);
    await closers.pop()?.();
  });
});

test.skipIf(process.platform === 'win32')('no child is left when we are killed', async () => {
  const pids = join(await temporaryFolder(), 'pids');
  const write = (name: string): string =>
    `fs.appendFileSync(${JSON.stringify(pids)}, '${name} ' + process.ppid + ' ' + process.pid + '\\n'); stay();`;
  const ways = [
    builtRecorder(nodeProgram(write('recorder'))),
    builtPlayer(player(nodeProgram(write('player')))),
  ];
  const us = spawn(process.execPath, [
    '-e',
    `for (const { path, argv } of ${JSON.stringify(ways)})
       require('node:child_process').spawn(path, argv, { stdio: ['pipe', 'pipe', 'ignore'], detached: true });`,
  ]);
  const lines = async (): Promise<string[]> =>
    (await readFile(pids, 'utf8').catch(() => '')).trim().split('\n');
  await expect.poll(async () => (await lines()).length, PATIENTLY).toBe(2);
  const children = (await lines()).flatMap((line) => line.split(' ').slice(1).map(Number));
  expect(children.map(isRunning)).toEqual([true, true, true, true]);
  us.kill('SIGKILL');
  await once(us, 'close');
  for (const pid of children) await untilGone(pid);
});
