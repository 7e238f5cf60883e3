import { VtalkError, ExitCode } from '../base/errors.ts';
import type { Fit } from '../base/fit.ts';
import type { Look } from '../base/look.ts';
import type { Renderer } from '../base/renderer.ts';
import type { ColorDepth } from '../base/terminal.ts';
import type { AnswerMode } from '../call/door/door.ts';
import type { MediaTransport } from '../control/messages.ts';

/** The command line after parsing; the same names everywhere they make sense. */
export interface Options {
  headless: boolean;
  input: boolean;
  log?: string;
  stats?: string;
  duration?: number;
  size?: { columns: number; rows: number };
  /** Undefined: the default camera, if there is one. */
  source?: string;
  loop: boolean;
  video: boolean;
  camera: boolean;
  /** Neither send nor hear sound when false. */
  audio: boolean;
  /** "default", an id, a name, "tone", FILE.wav or "none"; undefined: the default microphone, if there is one. */
  mic?: string;
  /** "default", an id, a name, FILE.wav or "none"; undefined: the default loudspeaker, if there is one. */
  speaker?: string;
  /** Begin without being heard. */
  muted: boolean;
  /** The microphone doesn't hear the loudspeaker. */
  headphones: boolean;
  ffmpeg?: string;
  fps: number;
  look: Look;
  maxBitrate?: number;
  /** Bytes a second. */
  maxTtyRate?: number;
  /** Undefined: the best that the terminal is known to show. */
  renderer?: Renderer;
  /** Undefined: what the terminal says. */
  color?: ColorDepth;
  fit: Fit;
  sync: boolean;
  layout: 'auto' | 'full' | 'side';
  asciiOnly: boolean;
  name?: string;
  dumpRtp?: { host: string; port: number };
}

export interface DemoOptions extends Options {
  transport?: MediaTransport;
  mux: boolean;
}

export interface NetOptions extends DemoOptions {
  port: number;
  /** Undefined: two above the other one. */
  audioPort?: number;
  ringTimeout: number;
}

export interface ListenOptions extends NetOptions {
  bind?: string;
  answer: AnswerMode | undefined;
  invitationFile?: string;
  invitationHours: number;
}

/** A year; what is to last longer should be a contact, not an invitation. */
const MAX_HOURS = 8760;

const usage = (message: string, hint: string): VtalkError =>
  new VtalkError(message, { exitCode: ExitCode.usage, hint });

/** A whole number of a range. */
export const integer =
  (name: string, low: number, high: number) =>
  (text: string): number => {
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (value >= low && value <= high) return value;
    throw usage(`${name} ${JSON.stringify(text)} is not a number from ${low} to ${high}`, `${name} ${low}`);
  };

export const seconds =
  (name: string) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() !== '' && value > 0 && Number.isFinite(value)) return value;
    throw usage(`${name} ${JSON.stringify(text)} is not a number of seconds`, `${name} 30`);
  };

export function hours(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && value <= MAX_HOURS) return value;
  throw usage(
    `--invitation-hours ${JSON.stringify(text)} is not a number of hours up to ${MAX_HOURS}`,
    '--invitation-hours 24',
  );
}

/** One of `choices`; undefined for "auto". */
export const autoOr =
  <Choice extends string>(name: string, choices: readonly Choice[]) =>
  (text: string): Choice | undefined => {
    const choice = choices.find((each) => each === text);
    if (choice !== undefined || text === 'auto') return choice;
    throw usage(`${name} ${JSON.stringify(text)} is not one of auto, ${choices.join(', ')}`, `${name} auto`);
  };

/** "160x45": columns and rows. */
export function size(text: string): { columns: number; rows: number } {
  const [, columns, rows] = /^(\d{1,4})x(\d{1,4})$/.exec(text) ?? [];
  const parsed = { columns: Number(columns), rows: Number(rows) };
  if (parsed.columns >= 2 && parsed.rows >= 1 && parsed.columns <= 1000 && parsed.rows <= 500) return parsed;
  throw usage(`--size ${JSON.stringify(text)} is not COLUMNSxROWS`, '--size 160x45');
}

/** "150k", "1M": so many a second, of a range that is written in the same way. */
export const rate =
  (name: string, low: string, high: string) =>
  (text: string): number => {
    const perSecond = thousands(text);
    if (perSecond >= thousands(low) && perSecond <= thousands(high)) return Math.round(perSecond);
    throw usage(`${name} ${JSON.stringify(text)} is not a rate from ${low} to ${high}`, `${name} 150k`);
  };

function thousands(text: string): number {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)([kM]?)$/.exec(text) ?? [];
  return Number(digits) * (unit === 'M' ? 1e6 : unit === 'k' ? 1e3 : 1);
}

/** Plain copies leave the process, so they must not leave the machine. */
export function loopbackAddress(text: string): { host: string; port: number } {
  const [, host, digits] = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\]):(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (host !== undefined && port > 0 && port < 65536) return { host: host.replace(/^\[|\]$/g, ''), port };
  throw usage(
    `--dump-rtp ${JSON.stringify(text)} is not a loopback address and port`,
    '--dump-rtp 127.0.0.1:5004',
  );
}
