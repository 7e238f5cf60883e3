import type { RgbFrame, Size } from './frame.ts';

/** A source of pictures. Frames come by the source's own clock; the receiver owns their bytes. */
export interface Camera {
  /** What names it in --source, and nothing else: "camera:/dev/video0", "screen::0", "test", "clip.mp4". */
  readonly id: string;
  /** What the user calls it: "test card", "clip.mp4", "HD Webcam". */
  readonly label: string;
  /** Opens the device. `near`: the size that is wanted, so that a large source can be reduced early (to no less than it, up to 2 x). */
  open(near: Size, fps: number, sink: CameraSink): void;
  /** The device is closed and its child gone when this resolves. Harmless when called twice; it may be opened again. */
  close(): Promise<void>;
}

/** What a call sees, hears and is heard with. */
export const DEVICE_KINDS = ['camera', 'microphone', 'loudspeaker'] as const;

export type DeviceKind = (typeof DEVICE_KINDS)[number];

/** A device that can be chosen. */
export interface Device {
  /** Of what it becomes when it is chosen. */
  id: string;
  kind: DeviceKind | 'screen' | 'file' | 'drawn' | 'tone';
  /** For people; printable. */
  name: string;
}

/** What there is to choose from. */
export interface Catalogue<Chosen> {
  /** As it is now. This takes a moment: the system is asked. Rejects when it gives no answer, and says why. */
  list(): Promise<readonly Device[]>;
  /** What has that id, closed. Rejects when it can't work, and says why. */
  choose(id: string): Promise<Chosen>;
}

/** What others get to know of a camera or a microphone. */
export interface DeviceState {
  /** Its user wants to be seen, or heard. */
  on: boolean;
  /** Why there is no picture, or no sound, in words for people. */
  trouble?: string;
}

export interface CameraSink {
  frame(frame: RgbFrame): void;
  /**
   * Nothing comes for now, and why, in words for the status line ("clip.mp4 ended", "no picture from HD Webcam for
   * 2 s"). `over`: it will not come back by itself.
   */
  trouble(reason: string, over: boolean): void;
}
