import type { Clock, Ms } from '../../base/clock.ts';
import { reasonOf } from '../../base/errors.ts';
import type { I420Frame } from '../../base/frame.ts';
import { rgbToI420 } from '../../base/i420.ts';
import type { VideoCodec } from '../../base/video.ts';
import { openCodec } from '../../codec/choose.ts';
import { drawTestCard } from '../../devices/card-picture.ts';
import { ok, type Finding, type Trouble } from './finding.ts';
import { npmInstall, npmRepair, setVariable } from './system.ts';

type EngineName = VideoCodec['name'];

/** What an engine needs for one picture, in the mean; or why it gave none. */
export type Trial = { encodeMs: Ms; decodeMs: Ms } | { missing: string } | { broken: string };

const SIZE = { width: 160, height: 90 };
const FRAMES = 30;
const FPS = 30;
const BITRATE_BPS = 200_000;

/** Lets an engine code and decode a second of the test card. Never rejects. */
export async function tryEngine(name: EngineName, clock: Clock): Promise<Trial> {
  let codec: VideoCodec;
  try {
    codec = await openCodec(name);
  } catch (error) {
    return { missing: reasonOf(error) };
  }
  try {
    return await measure(codec, clock);
  } catch (error) {
    return { broken: reasonOf(error) };
  } finally {
    await codec.close();
  }
}

async function measure(codec: VideoCodec, clock: Clock): Promise<Trial> {
  const encoder = codec.openEncoder();
  const decoder = codec.openDecoder();
  let encodeMs = 0;
  let decodeMs = 0;
  let pictures = 0;
  for (let index = 0; index < FRAMES; index++) {
    const frame = cardFrame(index);
    const begunAt = clock.now();
    const coded = await encoder.encode({ frame, keyFrame: index === 0, fps: FPS, bitrateBps: BITRATE_BPS });
    const codedAt = clock.now();
    if (coded && (await decoder.decode(coded))) pictures++;
    encodeMs += codedAt - begunAt;
    decodeMs += clock.now() - codedAt;
  }
  if (pictures === 0) throw new Error('no picture came out');
  return { encodeMs: encodeMs / FRAMES, decodeMs: decodeMs / FRAMES };
}

function cardFrame(index: number): I420Frame {
  const capturedAt = (index * 1000) / FPS;
  const rgb = drawTestCard(capturedAt, 'ana', SIZE);
  return { ...SIZE, data: rgbToI420(rgb, SIZE.width, SIZE.height), capturedAt };
}

const ENGINES = ['native', 'wasm'] as const;
const works = (trial: Trial): trial is { encodeMs: Ms; decodeMs: Ms } => 'encodeMs' in trial;

/**
 * Judges the engines by the one that a call would take: what VTALK_CODEC names, else the native one where it is
 * installed.
 */
export function judgeEngines(
  trials: Readonly<Record<EngineName, Trial>>,
  { wanted, platform }: { wanted: string | undefined; platform: NodeJS.Platform },
): Finding[] {
  const inUse = engineInUse(trials, wanted);
  const findings = ENGINES.map((name) => judgeEngine(name, trials, { inUse, platform }));
  if (wanted === undefined || wanted === 'auto' || isEngine(wanted)) return findings;
  const fix = setVariable('VTALK_CODEC', undefined, platform);
  const finding = `VTALK_CODEC=${wanted} is not a codec engine`;
  return [...findings, { check: 'codec', status: 'problem', finding, fix }];
}

const isEngine = (name: string): name is EngineName => name === 'native' || name === 'wasm';

function engineInUse(trials: Readonly<Record<EngineName, Trial>>, wanted = 'auto'): EngineName {
  if (isEngine(wanted)) return wanted;
  return 'missing' in trials.native ? 'wasm' : 'native';
}

function judgeEngine(
  name: EngineName,
  trials: Readonly<Record<EngineName, Trial>>,
  { inUse, platform }: { inUse: EngineName; platform: NodeJS.Platform },
): Finding {
  const check = `codec-${name}`;
  const trial = trials[name];
  const isUsed = name === inUse;
  if (works(trial)) return judgeSpeed(check, trial, isUsed);
  const other = name === 'native' ? 'wasm' : 'native';
  const reason = 'missing' in trial ? trial.missing : trial.broken;
  if (!isUsed && name === 'native') return ok({ check, finding: `${reason}; wasm does its work` });
  const status: Trouble = isUsed ? 'problem' : 'warning';
  const mended =
    isUsed && works(trials[other]) ? setVariable('VTALK_CODEC', other, platform) : reinstall(name);
  return { check, status, finding: reason, fix: mended };
}

function judgeSpeed(
  check: string,
  { encodeMs, decodeMs }: { encodeMs: Ms; decodeMs: Ms },
  isUsed: boolean,
): Finding {
  const measured = { encodeMs: tenth(encodeMs), decodeMs: tenth(decodeMs) };
  const size = `${SIZE.width}x${SIZE.height}`;
  const times = `${size} coded in ${measured.encodeMs} ms, decoded in ${measured.decodeMs} ms`;
  const finding = isUsed ? `${times}; used in calls` : times;
  const fps = Math.max(1, Math.floor(1000 / (encodeMs + decodeMs)));
  if (!isUsed || fps >= FPS) return ok({ check, finding, measured });
  const fix = check === 'codec-wasm' ? npmInstall(NATIVE) : `vtalk call WHERE --fps ${fps}`;
  return {
    check,
    status: 'warning',
    finding: `${finding}, too slow for ${FPS} pictures a second`,
    fix,
    measured,
  };
}

const tenth = (ms: Ms): number => Math.round(ms * 10) / 10;

const NATIVE = '--no-save node-av@6.1.1';

const reinstall = (name: EngineName): string => (name === 'native' ? npmInstall(NATIVE) : npmRepair);
