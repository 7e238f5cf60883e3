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

/** A camera that can be chosen. */
export interface Device {
  /** Of the camera that it becomes. */
  id: string;
  kind: 'camera' | 'screen' | 'file' | 'drawn';
  /** For people; printable. */
  name: string;
}

/** What there is to choose from. */
export interface Cameras {
  /** As it is now. This takes a moment: the system is asked. Rejects when it gives no answer, and says why. */
  list(): Promise<readonly Device[]>;
  /** The camera of that id, closed. Rejects when it can't work, and says why. */
  choose(id: string): Promise<Camera>;
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
