import { ExitCode, VtalkError } from '../../base/errors.ts';
import type { SoundTarget } from './program.ts';
import type { SoundDevice } from './sound-list.ts';
import type { SoundWay } from './sound-take.ts';

export interface DevicePlan<Way extends SoundWay = SoundWay> {
  kind: 'microphone' | 'loudspeaker';
  /** "default", the id, the name or a part of the name of a device. */
  named: string;
  machine: { platform: NodeJS.Platform; env: Readonly<Record<string, string | undefined>> };
  list: () => Promise<readonly SoundDevice[]>;
  /** The ways to a device; undefined: the default one. */
  ways: (target: SoundTarget | undefined) => Way[];
}

export interface PickedDevice<Way extends SoundWay> {
  id: string;
  label: string;
  /** A monitor hears what a loudspeaker is given, and nothing of the room. */
  inRoom: boolean;
  ways: Way[];
}

const DEFAULT = 'default';
const WITHOUT = { microphone: '--mic none', loudspeaker: '--speaker none' };
const FLAG = { microphone: '--mic', loudspeaker: '--speaker' };
const VERB = { microphone: 'records', loudspeaker: 'plays' };

/** Finds a device and the ways to open it. Throws VtalkError when there is none of either. */
export async function pickDevice<Way extends SoundWay>(plan: DevicePlan<Way>): Promise<PickedDevice<Way>> {
  const { kind, named, ways } = plan;
  const devices = await plan.list();
  // Before there are programs nobody can tell what devices there are.
  if (ways(undefined).length === 0 && devices.length === 0) throw noProgram(plan);
  const device = named === DEFAULT ? pickDefault(plan, devices) : pickNamed(plan, devices);
  const found = ways(targetOf(plan, device));
  if (found.length === 0) throw noProgram(plan);
  const inRoom = device?.isMonitor !== true;
  return { id: device?.id ?? DEFAULT, label: device?.name ?? `default ${kind}`, inRoom, ways: found };
}

/** The default device is not named, so that it follows the user's choice; but dshow opens nothing without a name. */
const targetOf = ({ named }: DevicePlan, device: SoundDevice | undefined): SoundTarget | undefined =>
  named === DEFAULT && device?.isDefault && device.system !== 'dshow' ? undefined : device;

/**
 * Undefined where the system does not list its devices. A server without a microphone makes what its loudspeaker plays
 * the default: that would be an echo, unless the user has asked for it.
 */
function pickDefault(
  { kind, machine }: DevicePlan,
  devices: readonly SoundDevice[],
): SoundDevice | undefined {
  const isListed = machine.platform !== 'darwin' && machine.platform !== 'win32';
  const isWanted = machine.env['PULSE_SOURCE'] !== undefined;
  const usable = devices.filter(({ isMonitor }) => !isMonitor || isWanted);
  if (isListed && usable.length === 0) throw missing(`no ${kind} found`, `go on without: ${WITHOUT[kind]}`);
  return usable.find(({ isDefault }) => isDefault) ?? (isListed ? usable[0] : undefined);
}

/** An exact answer goes before a part of a name. */
function pickNamed({ kind, named }: DevicePlan, devices: readonly SoundDevice[]): SoundDevice {
  const wanted = named.toLowerCase();
  const found =
    devices.find(({ id }) => id === named) ??
    devices.find(({ name }) => name.toLowerCase() === wanted) ??
    devices.find(({ name }) => name.toLowerCase().includes(wanted));
  if (found) return found;
  const choices = devices.filter(({ isMonitor }) => !isMonitor).map(({ name }) => `${FLAG[kind]} "${name}"`);
  throw missing(
    `no ${kind} is called ${named}`,
    choices.length > 0 ? `use one of: ${choices.join(', ')}` : `vtalk devices lists what there is`,
  );
}

const INSTALL: { readonly [platform in NodeJS.Platform]?: string } = {
  linux: 'apt install pulseaudio-utils (dnf install pulseaudio-utils, pacman -S libpulse)',
  darwin: 'brew install sox',
  win32: 'winget install ffmpeg',
};

const noProgram = ({ kind, machine }: DevicePlan): VtalkError =>
  missing(
    `no program that ${VERB[kind]} sound is installed`,
    `${INSTALL[machine.platform] ?? 'install sox'}; or go on without: ${WITHOUT[kind]}`,
  );

const missing = (message: string, hint: string): VtalkError =>
  new VtalkError(message, { exitCode: ExitCode.missing, hint });
