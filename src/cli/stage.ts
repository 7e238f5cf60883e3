import type { VoiceCodec } from '../base/audio.ts';
import { systemClock } from '../base/clock.ts';
import type { Camera } from '../base/devices.ts';
import { ExitCode, VtalkError } from '../base/errors.ts';
import { systemRandom } from '../base/random.ts';
import type { Scaler, VideoCodec } from '../base/video.ts';
import { Call } from '../call/call.ts';
import type { CallParts, CallSettings } from '../call/call-parts.ts';
import type { CallEvent } from '../call/events.ts';
import { endOf, type End } from '../call/end.ts';
import { retoucher } from '../picture/retoucher.ts';
import { sharpScaler } from '../picture/sharp-scaler.ts';
import { camerasFor, findCamera } from './camera.ts';
import { Closers } from './closers.ts';
import { openDump } from './dump.ts';
import { openEvents } from './events.ts';
import { openLines } from './json-lines.ts';
import { ownName } from './name.ts';
import type { Options } from './options.ts';
import { rehearse } from './rehearsal.ts';
import { say } from './say.ts';
import { onSignals, type Leave } from './signals.ts';
import { openSound } from './sound.ts';
import { openStand } from './stand.ts';
import { formatSummary } from './summary.ts';
import { openVideo } from './video.ts';

export interface StagePlan {
  kind: CallSettings['kind'];
  options: Options;
  leave: Leave;
  mux?: boolean;
  ringMs?: number;
  callee?: string;
  met?: CallParts['met'];
  /** What is shown when the user has named no source. */
  camera?: Camera;
}

/** What a command finds set up for it. */
export interface Stage {
  call: Call;
  codec: VideoCodec;
  /** Undefined in a call without sound. */
  voiceCodec: VoiceCodec | undefined;
  scaler: Scaler;
  /** Tells scripts and the log what happens. */
  event: (event: CallEvent) => void;
  closers: Closers;
  leaveScreen: () => Promise<void>;
}

/**
 * Sets everything up for one call, lets `begin` start it, waits for its end, and takes everything down, whatever
 * happens. Resolves with the exit code of an end that needs no word; any other is thrown as a VtalkError. The terminal
 * is whole by then.
 */
export async function onStage(plan: StagePlan, begin: (stage: Stage) => Promise<void>): Promise<number> {
  const closers = new Closers();
  try {
    const stage = await setUp(plan, closers);
    const end = await perform(stage, begin);
    // First of all, since the rest may take a moment.
    await stage.leaveScreen();
    if (stage.call.summary) await say(`${formatSummary(stage.call.summary)}\n`);
    return exitCodeOf(end);
  } finally {
    await closers.close();
  }
}

async function setUp(plan: StagePlan, closers: Closers): Promise<Stage> {
  const { options, leave } = plan;
  const endBySignal = onSignals(leave, closers);
  const event = openEvents(options, closers);
  const stats = openLines(options.stats, '--stats', closers);
  const opening = [
    openStand(options, leave, closers),
    openVideo(closers),
    findCamera(options, plan.camera),
    openDump(options.dumpRtp, closers),
    openSound(options),
  ] as const;
  // Even when one fails: what the others open must be registered before it is closed.
  await Promise.allSettled(opening);
  const [{ display, suspend, attach, close: leaveScreen }, codec, camera, tap, sound] =
    await Promise.all(opening);
  const scaler = sharpScaler();
  const cameras = camerasFor(options);
  const parts = {
    ...camera,
    cameras,
    display,
    suspend,
    codec,
    scaler,
    sound,
    retoucher,
    event,
    stats,
    tap,
    usage,
    met: plan.met,
  };
  const call = new Call({ ...parts, clock: systemClock, random: systemRandom, settings: settingsOf(plan) });
  closers.add(async () => {
    call.finish({ exitCode: ExitCode.failed, reason: 'the call did not begin' });
    await call.closed;
  });
  endBySignal((end) => call.finish(end));
  attach(call);
  return { call, codec, voiceCodec: sound?.codec, scaler, event, closers, leaveScreen };
}

/** A beginning that fails is an end like any other, so that scripts hear of it, too. */
async function perform(stage: Stage, begin: (stage: Stage) => Promise<void>): Promise<End> {
  const { call, voiceCodec } = stage;
  const failed = (error: unknown): void => {
    if (!(error instanceof VtalkError)) throw error;
    call.finish(endOf(error));
  };
  const begun = begin(stage).then(() => void rehearse(voiceCodec), failed);
  return await Promise.race([call.ended, begun.then(() => call.ended)]);
}

/** Of this process with all its threads. */
function usage(): { cpuMs: number; rssBytes: number } {
  const { user, system } = process.cpuUsage();
  return { cpuMs: (user + system) / 1000, rssBytes: process.memoryUsage.rss() };
}

const settingsOf = ({ kind, options, callee, ringMs, mux = false }: StagePlan): CallSettings => ({
  kind,
  me: ownName(options.name),
  callee,
  cameraOn: options.camera,
  mux,
  fps: options.fps,
  look: options.look,
  maxBps: options.maxBitrate,
  durationMs: options.duration === undefined ? undefined : options.duration * 1000,
  ringMs,
});

/** A signal's end speaks for itself. */
function exitCodeOf({ exitCode, reason, hint }: End): number {
  if (exitCode === ExitCode.done || exitCode > 128) return exitCode;
  throw new VtalkError(reason, { exitCode, ...(hint !== undefined && { hint }) });
}
