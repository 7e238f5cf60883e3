import type { Device, DeviceKind } from '../base/devices.ts';
import type { Grid, Rect } from '../base/grid.ts';
import type { Key } from '../base/terminal.ts';
import type { Transport } from '../base/net.ts';

/** Where a call stands; the same words are the "state" of --stats. */
export type Phase = 'listening' | 'calling' | 'ringing' | 'connected';

export interface Person {
  /** As the peer calls itself, sanitised; or the address while no name is known. */
  name: string;
  /** How we know that it is them. */
  trust: 'verified' | 'invitation' | 'known' | 'first contact' | 'self';
}

export interface ChatLine {
  from: 'me' | 'peer' | 'vtalk';
  name: string;
  text: string;
  /** Milliseconds since 1970. */
  at: number;
  /** Mine only: the peer has it. */
  delivered: boolean;
}

/** One direction of the video: rates over the last second, counts in all. */
export interface SentStats {
  fps: number;
  kbps: number;
  width: number;
  height: number;
  keyFrames: number;
  /** Frames dropped before the encoder, in all. */
  skipped: number;
}

export interface ReceivedStats {
  fps: number;
  /** Frames painted, in all. */
  shown: number;
  /** Frames that came too late to be shown, in all. */
  late: number;
  /** Frames that never came whole, in all. */
  lost: number;
  kbps: number;
  width: number;
  height: number;
  latencyMsP50: number;
  latencyMsP95: number;
}

/** One direction of the sound over the last second; `level` in dBFS. */
export interface SentSound {
  kbps: number;
  level: number;
}

export interface ReceivedSound extends SentSound {
  /** The share of what was to be heard that had to be made up. */
  concealedPct: number;
  /** From a word over there until it is heard here. */
  delayMs: number;
  /** The part of that for which sound waits for the loudspeaker and in it. */
  loudspeakerMs: number;
}

/** One line of --stats, and what the stats panel shows. */
export interface Stats {
  /** Seconds since the program started. */
  t: number;
  state: Phase;
  transport: Transport;
  peer: string;
  rttMs: number;
  lossPct: number;
  jitterMs: number;
  video: { sent: SentStats; received: ReceivedStats };
  audio: { sent: SentSound; received: ReceivedSound };
  tty: {
    fps: number;
    kBps: number;
    /** Pictures that gave way to newer ones before they could be painted, in all. */
    skipped: number;
    /** From a write to the terminal's word that it is shown, at the least; 0 where it gives none. */
    rttMs: number;
    /** Cells of the peer's picture. */
    region: string;
    renderer: string;
  };
  /** Bytes from outside that were thrown away, in all, by reason. */
  dropped: Record<string, number>;
  cpuPct: number;
  rssMb: number;
}

/** A figure second by second, the oldest first; undefined where there was nothing to measure. */
export type Course = readonly (number | undefined)[];

/** The last minute of a call; each course is as long as the others, and has at most 60 values. */
export interface Trends {
  /** Seconds measured in all, those included that are forgotten by now. */
  seconds: number;
  kbpsIn: Course;
  kbpsOut: Course;
  fps: Course;
  latencyMs: Course;
  rttMs: Course;
}

/** How good a call is, in one word. */
export type Grade = 'good' | 'fair' | 'poor' | 'frozen';

/** All that the screen shows, apart from the pictures. */
export interface CallState {
  phase: Phase;
  /** 'call' and 'listen' have a peer; 'mirror' shows oneself. */
  kind: 'call' | 'listen' | 'mirror' | 'demo';
  me: string;
  peer: Person | undefined;
  transport: Transport;
  /** Undefined while listening for calls or in a mirror. */
  encryption: string | undefined;
  /** `on`: the peer hears what is said; `open`: the device is open now; `level`: a step of a meter. */
  microphone: {
    id: string | undefined;
    label: string;
    on: boolean;
    open: boolean;
    trouble: string | undefined;
    level: number;
  };
  /** Undefined: a call without sound. `level`: of what comes in, as a step of a meter; the volume is of what is heard. */
  loudspeaker: { id: string | undefined; label: string; level: number; volumePct: number } | undefined;
  /** `on`: the user wants to be seen; `open`: the device is open now. */
  camera: { id: string | undefined; label: string; on: boolean; open: boolean; trouble: string | undefined };
  /** What there is of the kind that the user looks for; undefined while that isn't known, or nobody looks. */
  devices: readonly Device[] | undefined;
  peerCamera: { on: boolean; trouble: string | undefined };
  peerMicrophone: { on: boolean; trouble: string | undefined };
  /** The same on both screens when nobody is in between; undefined when there is no call. */
  words: readonly string[] | undefined;
  /** What the host gives away so that others can call; shown while listening, until it has expired. */
  invitation: string | undefined;
  chat: readonly ChatLine[];
  /** What the user has just chosen, or is to do now; for a moment. */
  notice: string | undefined;
  /** What is wrong just now, for the status line; the most urgent first. */
  troubles: readonly string[];
  stats: Stats | undefined;
  trends: Trends;
  /** Undefined before the call, and in its first second. */
  grade: Grade | undefined;
  /** Seconds since the call was connected. */
  seconds: number;
}

/** Somebody waits for the user's answer. */
export const isBeingCalled = ({ kind, phase }: Pick<CallState, 'kind' | 'phase'>): boolean =>
  kind === 'listen' && phase === 'ringing';

/** What a user asks of the call. */
export type Command =
  | { do: 'quit' }
  /** Ctrl-C: quit too, but as a signal would. */
  | { do: 'interrupt' }
  /** `text` goes with a no. */
  | { do: 'answer'; accept: boolean; text?: string }
  | { do: 'say'; text: string }
  | { do: 'camera' }
  /** Muted, or not. */
  | { do: 'microphone' }
  /** Who is muted wants to be heard for a moment: while a key is held, if its release will be told. */
  | { do: 'talk'; held: boolean }
  /** That key was let go. */
  | { do: 'hush' }
  /** In a mirror: to hear oneself. */
  | { do: 'echo' }
  /** Put on, or taken off. */
  | { do: 'headphones' }
  /** Louder by so many steps. */
  | { do: 'volume'; steps: number }
  /** The devices of a kind are looked at from now on; undefined: none any more. */
  | { do: 'browse'; kind: DeviceKind | undefined }
  /** The device of this id is to be used, or none; the list is not looked at any more. */
  | { do: 'take'; kind: DeviceKind; id: string | undefined }
  /** UDP to TCP, or back. */
  | { do: 'transport' }
  | { do: 'suspend' }
  | { do: 'repaint' }
  | { do: 'renderer' }
  | { do: 'colors' }
  /** The next look of one's own picture, or of the peer's. */
  | { do: 'look'; of: 'mine' | 'theirs' };

/** One screenful: everything but the pictures, and the places where those go. */
export interface Chrome {
  grid: Grid;
  /** The peer's picture; undefined when there is no place for it. */
  peer: Rect | undefined;
  /** My own picture. */
  self: Rect | undefined;
  selfMirrored: boolean;
  /** Parts of `grid` that lie over the pictures, blank cells included: help, chat and stats in the full layout. */
  overlays: readonly Rect[];
  /** Where the text cursor stands, if the user is typing. */
  cursor: { column: number; row: number } | undefined;
}

/** ui/ behind one interface: state in, screen out; keys in, commands out. */
export interface Screen<State = CallState> {
  draw(state: State, columns: number, rows: number): Chrome;
  /** What the key asks of the call; undefined when it only changed the view. */
  key(key: Key): Command | undefined;
  /** A key was let go. */
  released?(key: Key): Command | undefined;
}
