import type { Clock, Ms } from '../../base/clock.ts';
import type { Camera } from '../../base/devices.ts';
import { reasonOf, VtalkError } from '../../base/errors.ts';
import type { Identity } from '../../base/packet.ts';
import type { Abilities } from '../../base/terminal.ts';
import { chooseCamera } from '../../devices/choose-camera.ts';
import { findFfmpeg, type Ffmpeg } from '../../devices/ffmpeg.ts';
import { chooseLoudspeaker, chooseMicrophone } from '../../devices/sound/choose-sound.ts';
import { createIdentity } from '../../secure/identity.ts';
import type { Where } from '../../secure/invitation.ts';
import { configDirectory } from '../../store/config-directory.ts';
import { readKnownPeers } from '../../store/known-peers.ts';
import { abilitiesOf } from '../../terminal/abilities.ts';
import { askTerminal } from '../../terminal/ask-terminal.ts';
import type { Closers } from '../closers.ts';
import { lockedDevices, noCamera, tryCamera } from './camera.ts';
import { judgeEngines, tryEngine } from './codec.ts';
import { within } from './deadline.ts';
import { describeFfmpeg, missingFfmpeg } from './ffmpeg.ts';
import { troubleOf, type Finding, type Trouble } from './finding.ts';
import { checkHost } from './host.ts';
import { checkIdentity } from './identity.ts';
import { checkNode } from './node.ts';
import { checkPort } from './port.ts';
import { checkSharp } from './sharp.ts';
import { noSound, tryLoudspeaker, tryMicrophone } from './sound.ts';
import { npmRepair, thisSystem } from './system.ts';
import { judgeTerminal, noTerminal, SILENT_MS } from './terminal.ts';

export interface Examination {
  /** Whom to try to reach; undefined: nobody. */
  where: (Where & { port: number }) | undefined;
  /** Where `vtalk listen` would listen. */
  port: number;
  clock: Clock;
  /** The camera is closed by it, at the latest. */
  closers: Closers;
  /** Ctrl-C while the terminal is asked. */
  interrupted: () => void;
  /** The terminal has answered what it can do. */
  answered: (abilities: Abilities) => void;
}

/**
 * Looks at all that a call needs, and yields the findings as they come. It takes 12 s at most: the terminal is asked
 * first, alone; then the rest goes on side by side, each in its time.
 */
export async function* examine(examination: Examination): AsyncGenerator<Finding[]> {
  yield [checkNode(process.versions.node, thisSystem)];
  yield await examineTerminal(examination);
  const { finding, identity } = checkIdentity(configDirectory(process.env));
  const running = [
    examineEngines(examination),
    examineSources(examination),
    examineMicrophone(examination),
    examineLoudspeaker(examination),
    examinePort(examination),
    Promise.resolve([finding]),
    examineHost(examination, identity),
  ];
  for (const findings of running) yield await findings;
}

interface Attempt {
  check: string;
  /** What it is when the check fails. */
  trouble: Trouble;
  limitMs: Ms;
  /** What may help when nothing comes of it in time. */
  hint: string;
  clock: Clock;
}

/** Whatever goes wrong, or hangs, is a finding, too. */
const attempt = (plan: Attempt, work: () => Promise<Finding[]>): Promise<Finding[]> =>
  within(plan, work()).catch((error: unknown) => [troubleOf(plan.check, plan.trouble, error)]);

async function examineTerminal({ clock, interrupted, answered }: Examination): Promise<Finding[]> {
  const { stdin: input, stdout: output, env, platform } = process;
  if (!output.isTTY) return [noTerminal('stdout is not a terminal')];
  if (!input.isTTY) return [noTerminal('stdin is not a terminal')];
  const interview = await askTerminal({ input, output, env, clock, limitMs: SILENT_MS, interrupted });
  const abilities = abilitiesOf(interview.told, { env, output });
  answered(abilities);
  return judgeTerminal(interview, { env, platform, abilities });
}

/** One after the other, so that none is measured beside another. */
async function examineEngines({ clock }: Examination): Promise<Finding[]> {
  const { env, platform } = process;
  const tried = (name: 'native' | 'wasm') =>
    within({ clock, limitMs: 4000 }, tryEngine(name, clock)).catch((error: unknown) => ({
      broken: reasonOf(error),
    }));
  const native = await tried('native');
  const wasm = await tried('wasm');
  const hint = npmRepair;
  const sharp = await attempt(
    { check: 'sharp', trouble: 'problem', limitMs: 2000, hint, clock },
    async () => [await checkSharp(clock)],
  );
  return [...judgeEngines({ native, wasm }, { wanted: env['VTALK_CODEC'], platform }), ...sharp];
}

/** The camera needs ffmpeg. */
async function examineSources(examination: Examination): Promise<Finding[]> {
  const { env } = process;
  const { clock } = examination;
  let ffmpeg: Ffmpeg;
  try {
    ffmpeg = await within({ clock, limitMs: 3000 }, findFfmpeg({ flag: undefined, env }));
  } catch (error) {
    const missing = missingFfmpeg(error, env, thisSystem);
    return [missing, { ...missing, check: 'camera', finding: 'not tried without ffmpeg' }];
  }
  const hint = 'plug the camera in again';
  const plan = { check: 'camera', trouble: 'warning', limitMs: 7000, hint, clock } as const;
  const camera = await attempt(plan, async () => [await examineCamera(ffmpeg, examination)]);
  return [describeFfmpeg(ffmpeg, env, thisSystem), ...camera];
}

async function examineCamera(ffmpeg: Ffmpeg, { clock, closers }: Examination): Promise<Finding> {
  let camera: Camera;
  try {
    camera = await chooseCamera({
      source: 'camera',
      loop: false,
      clock,
      findFfmpeg: () => Promise.resolve(ffmpeg),
    });
  } catch (error) {
    if (!(error instanceof VtalkError)) throw error;
    return noCamera(thisSystem, lockedDevices());
  }
  closers.add(() => camera.close());
  return await tryCamera(camera, clock, thisSystem);
}

/** None of both is a problem: one can see each other, and write. */
function examineMicrophone({ clock, closers }: Examination): Promise<Finding[]> {
  const plan = {
    check: 'microphone',
    trouble: 'warning',
    limitMs: 9000,
    hint: 'plug it in again',
    clock,
  } as const;
  return attempt(plan, async () => {
    const findIt = (): Promise<Ffmpeg | undefined> =>
      within({ clock, limitMs: 3000 }, findFfmpeg({ flag: undefined, env: process.env })).catch(
        () => undefined,
      );
    const choice = { named: 'default', loop: false, clock, findFfmpeg: findIt };
    const microphone = await chooseMicrophone(choice).catch(ifExplained);
    if (microphone instanceof VtalkError) return [noSound('microphone', microphone, thisSystem)];
    closers.add(() => microphone.close());
    return [await tryMicrophone(microphone, { clock, system: thisSystem })];
  });
}

function examineLoudspeaker({ clock, closers }: Examination): Promise<Finding[]> {
  const plan = {
    check: 'loudspeaker',
    trouble: 'warning',
    limitMs: 9000,
    hint: 'plug it in again',
    clock,
  } as const;
  return attempt(plan, async () => {
    const loudspeaker = await chooseLoudspeaker({ named: 'default', clock }).catch(ifExplained);
    if (loudspeaker instanceof VtalkError) return [noSound('loudspeaker', loudspeaker, thisSystem)];
    closers.add(() => loudspeaker.close());
    return [await tryLoudspeaker(loudspeaker, { clock, system: thisSystem })];
  });
}

function ifExplained(error: unknown): VtalkError {
  if (error instanceof VtalkError) return error;
  throw error;
}

function examinePort({ port, clock }: Examination): Promise<Finding[]> {
  const hint = 'vtalk listen --port 0';
  const plan = { check: 'port', trouble: 'warning', limitMs: 2000, hint, clock } as const;
  return attempt(plan, async () => [await checkPort(port)]);
}

/** A key of a moment is as good here: nothing is said, so nobody is met. */
async function examineHost(
  { where, clock }: Examination,
  identity: Identity | undefined,
): Promise<Finding[]> {
  if (!where) return [];
  const hint = 'check the network';
  return await attempt({ check: 'host', trouble: 'problem', limitMs: 9000, hint, clock }, async () => {
    const { peers: known } = readKnownPeers(configDirectory(process.env));
    return await checkHost({ where, identity: identity ?? (await createIdentity()), known, clock });
  });
}
