import type { Loudspeaker, Microphone } from '../../base/audio.ts';
import { SILENCE } from '../../base/audio.ts';
import type { Clock, Ms } from '../../base/clock.ts';
import { reasonOf, VtalkError } from '../../base/errors.ts';
import { ok, type Finding } from './finding.ts';
import { asRoot, installCommand, type System } from './system.ts';

type Kind = 'microphone' | 'loudspeaker';

const LIMIT_MS: Ms = 5000;
/** A loudspeaker that asks for so many frames has played the first of them. */
const PLAYED_FRAMES = 10;

interface Trial {
  clock: Clock;
  system: System;
}

/** Opens a microphone for its first sound; it is closed again when this settles. Rejects with a VtalkError. */
export async function tryMicrophone(microphone: Microphone, trial: Trial): Promise<Finding> {
  const openedAt = trial.clock.now();
  try {
    await works('microphone', trial, (done, trouble) => microphone.open({ sound: done, trouble }));
    const firstSoundMs = Math.round(trial.clock.now() - openedAt);
    const finding = `${microphone.label} records, the first sound after ${firstSoundMs} ms`;
    return ok({ check: 'microphone', finding, measured: { firstSoundMs } });
  } finally {
    await microphone.close();
  }
}

/** Plays a moment of silence; the loudspeaker is closed again when this settles. Rejects with a VtalkError. */
export async function tryLoudspeaker(loudspeaker: Loudspeaker, trial: Trial): Promise<Finding> {
  let [frames, delayMs] = [0, 0];
  try {
    await works('loudspeaker', trial, (done, trouble) => {
      const next = (delay: Ms): typeof SILENCE => {
        delayMs = Math.round(delay);
        if (++frames === PLAYED_FRAMES) done();
        return SILENCE;
      };
      loudspeaker.open({ next, trouble });
    });
    const finding = `${loudspeaker.label} plays, what is said is heard ${delayMs} ms later`;
    return ok({ check: 'loudspeaker', finding, measured: { delayMs } });
  } finally {
    await loudspeaker.close();
  }
}

type Trouble = (reason: string, over: boolean) => void;

/** A device in trouble may still come round, so the time decides; what it said last is the reason then. */
function works(
  kind: Kind,
  { clock, system }: Trial,
  open: (done: () => void, trouble: Trouble) => void,
): Promise<void> {
  let reason = `the ${kind} does nothing within ${LIMIT_MS / 1000} s`;
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      cancel();
      settle();
    };
    const fail = (): void => reject(new VtalkError(reason, { hint: soundFix(kind, reason, system) }));
    const cancel = clock.at(clock.now() + LIMIT_MS, fail);
    open(
      () => end(resolve),
      (told, over) => {
        reason = told;
        if (over) end(fail);
      },
    );
  });
}

/** There is none, or no program for it. `thrown`: when it was chosen. */
export function noSound(kind: Kind, thrown: unknown, system: System): Finding {
  const finding = reasonOf(thrown);
  const fix = finding.startsWith('no program')
    ? installCommand('sound', system)
    : 'plug one in; until then a call goes on without';
  return { check: kind, status: 'warning', finding, fix };
}

const SETTINGS: { readonly [platform in NodeJS.Platform]?: string } = {
  darwin: 'open "x-apple.systempreferences:com.apple.preference.security?Privacy_Microphone"',
  win32: 'start ms-settings:privacy-microphone',
};

/** What helps against a device that does not open, by the words of the programs. */
export function soundFix(kind: Kind, reason: string, system: System): string {
  if (system.platform !== 'linux')
    return (
      (kind === 'microphone' ? SETTINGS[system.platform] : undefined) ??
      'choose another one in the settings of the system'
    );
  if (/refused|host is down/i.test(reason))
    return 'systemctl --user start pipewire-pulse, or: pulseaudio --start';
  if (/permission|denied/i.test(reason))
    return `${asRoot('usermod -aG audio "$USER"', system)}, then log in again`;
  if (/busy/i.test(reason)) return `end the program that has it: ${asRoot('fuser -v /dev/snd/*', system)}`;
  return `vtalk devices lists the others: vtalk mirror ${kind === 'microphone' ? '--mic' : '--speaker'} ID`;
}
