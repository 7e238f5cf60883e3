import type { Clock } from '../base/clock.ts';
import type { Camera, Catalogue } from '../base/devices.ts';
import type { Look, Retoucher } from '../base/look.ts';
import type { ControlLink, Path } from '../base/net.ts';
import type { Random } from '../base/random.ts';
import type { Scaler, VideoCodec } from '../base/video.ts';
import type { MediaTransport, StreamKind } from '../control/messages.ts';
import type { Display } from './picture/display.ts';
import type { CallEvent } from './events.ts';
import type { End } from './end.ts';
import type { Sound } from './sound/voice.ts';
import type { CallState, Person, Stats } from './state.ts';

export interface CallSettings {
  kind: CallState['kind'];
  /** How I am called. */
  me: string;
  /** How the callee is called until it has told its name. */
  callee?: string | undefined;
  /** False: the camera stays closed until the user asks for it. */
  cameraOn: boolean;
  /** The sound travels with the pictures, whatever the other side would like. */
  mux: boolean;
  fps: number;
  /** Of my own picture, at first. */
  look: Look;
  maxBps?: number | undefined;
  /** Hang up by ourselves so long after the call was connected. */
  durationMs?: number | undefined;
  /** Nobody answered for so long: that's it. */
  ringMs?: number | undefined;
}

/** The world, as one call needs it. */
export interface CallParts {
  clock: Clock;
  random: Random;
  scaler: Scaler;
  /** One for each stream of pictures. */
  retoucher: () => Retoucher;
  codec: VideoCodec;
  camera: Camera | undefined;
  /** Undefined: a call without sound. */
  sound?: Sound | undefined;
  /** Why there is no camera, if there is none. */
  cameraMissing?: string | undefined;
  /** What the user may choose instead. */
  cameras: Catalogue<Camera>;
  display: Display;
  usage: () => { cpuMs: number; rssBytes: number };
  /** What happens, for scripts, logs and a partner. */
  event: (event: CallEvent) => void;
  /** One line of --stats a second, and a last one over the whole call. */
  stats: (stats: Stats) => void;
  /** Both said yes: who it is, to be remembered. */
  met?: ((peer: { name: string; fingerprint: Uint8Array }) => void) | undefined;
  /** Gets plain RTP, for --dump-rtp. */
  tap?: ((packet: Uint8Array) => void) | undefined;
  /** Stops this process as Ctrl-Z does; resolves when it goes on. */
  suspend: () => Promise<void>;
  settings: CallSettings;
}

/** How to ring at someone. */
export interface Dial {
  link: ControlLink;
  person: Person;
  transport: MediaTransport;
  /** TCP may be tried when nothing comes through over UDP. */
  fallBack: boolean;
  /** The secret of the invitation. */
  token?: Uint8Array | undefined;
  /** Opens a media path once they have said yes. */
  dialPath: (transport: MediaTransport, kind: StreamKind) => Promise<Path>;
  /** Who it is that goes by that name over there; an end: somebody else than should be, so hang up. */
  identify: (name: string) => Person | End;
}
