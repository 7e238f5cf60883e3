/** Where devices are looked for. */
export interface Machine {
  platform: NodeJS.Platform;
  /** Linux lists its cameras here. */
  sysfs: string;
  /** Linux keeps links here that stay the same when a camera is plugged in again. */
  links: string;
  /** Only DISPLAY and WAYLAND_DISPLAY are read. */
  env: Readonly<Record<string, string | undefined>>;
}

export const thisMachine: Machine = {
  platform: process.platform,
  sysfs: '/sys/class/video4linux',
  links: '/dev/v4l',
  env: process.env,
};

/** A camera that this machine has. */
export interface VideoDevice {
  /**
   * What ffmpeg opens. Where the system allows it, it is the same when the camera was unplugged in between: a link
   * below /dev/v4l, the name (macOS), "@device_pnp_..." (Windows); else the node.
   */
  id: string;
  name: string;
  /** What the system calls it just now: "/dev/video0", "0" (macOS), the name (Windows). */
  node: string;
}

/** A screen that can be shown instead of a camera. */
export interface Screen {
  /** An X11 display such as ":0", the number of the screen (macOS), or "desktop" (Windows). */
  id: string;
  name: string;
}
