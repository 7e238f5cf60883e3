import type { Size } from '../base/frame.ts';
import { isAtLeast } from './ffmpeg.ts';
import type { FfmpegVersion } from './ffmpeg.ts';

/** What is asked of any source. */
export interface Wanted {
  near: Size;
  fps: number;
}

export interface FileInput {
  path: string;
  /** Start again at the end, for ever. */
  loop: boolean;
  /** One picture and no more: shown for ever, once a second, whatever `loop` says. */
  still: boolean;
}

/** A size and rate that a camera offers. */
export interface Mode extends Size {
  /** As the device writes it: avfoundation takes no other spelling of 29.970030. */
  rate: string;
}

export interface DeviceInput {
  platform: NodeJS.Platform;
  /** "/dev/video0" (v4l2), "0" or "HD Webcam" (avfoundation), "HD Webcam" or "@device_pnp_..." (dshow). */
  id: string;
  mode: Mode;
}

export interface ScreenInput {
  platform: NodeJS.Platform;
  /** ":0" (x11grab), "0" (avfoundation), "desktop" (gdigrab). */
  id: string;
}

/**
 * The argv that plays a file in real time as PPM pictures on stdout. A still is decoded in one thread, because each
 * further one would hold a second's picture back.
 */
export function fileArguments(file: FileInput, wanted: Wanted, version: FfmpegVersion | undefined): string[] {
  const size = reduceSize(wanted.near);
  const pace = file.still ? '-threads 1 -framerate 1 -stream_loop -1' : file.loop ? '-stream_loop -1' : '';
  const filters = file.still ? size : `${steadyRate(wanted.fps)},${size}`;
  return [...words(`${QUIET} -re ${pace}`), ...fileInput(file.path), ...picturesOut(filters, version)];
}

/** The argv that gives the pictures of a film on stdout as fast as they are taken from there. */
export const filmArguments = (
  film: { path: string; loop: boolean },
  { near, fps }: { near: Size; fps: number | undefined },
  version: FfmpegVersion | undefined,
): string[] => [
  ...words(`${QUIET} ${film.loop ? '-stream_loop -1' : ''}`),
  ...fileInput(film.path),
  ...picturesOut([...(fps === undefined ? [] : [steadyRate(fps)]), reduceSize(near)].join(','), version),
];

/** The argv that decodes the first picture of a file and tells on stderr what the file is. */
export const probeArguments = (path: string): string[] => [
  ...words('-hide_banner -nostdin'),
  ...fileInput(path),
  ...words('-an -sn -dn -frames:v 1 -f null -'),
];

/** The argv that reads a camera as PPM pictures on stdout. */
export const deviceArguments = (
  device: DeviceInput,
  wanted: Wanted,
  version: FfmpegVersion | undefined,
): string[] => liveArguments(deviceInput(device), wanted, version);

/** The argv that reads a whole screen as PPM pictures on stdout. */
export const screenArguments = (
  screen: ScreenInput,
  wanted: Wanted,
  version: FfmpegVersion | undefined,
): string[] => liveArguments(screenInput(screen, wanted.fps), wanted, version);

/** The argv that takes one picture of a screen, and fails when there is none. */
export const screenProbeArguments = (screen: ScreenInput): string[] => [
  ...words(QUIET),
  ...screenInput(screen, 30),
  ...words('-frames:v 1 -f null -'),
];

/** 640x480 is what every camera has; more only where it would be seen. */
export function captureMode({ near, fps }: Wanted): Mode {
  const enough = near.width <= 640 && near.height <= 480;
  const size = enough ? { width: 640, height: 480 } : { width: 1280, height: 720 };
  return { ...size, rate: String(Math.min(fps, 30)) };
}

const QUIET = '-hide_banner -loglevel error -nostdin';

const words = (line: string): string[] => line.split(' ').filter((word) => word !== '');

/**
 * Formats of films and pictures, as ffmpeg names them. Not among them is what would paint text as a film of a terminal
 * (tty, bin), open the files that a playlist names (hls, dash, concat), or take a name for a pattern of many (image2).
 */
const FORMATS = [
  ...words(
    'mov,mp4,m4a,3gp,3g2,mj2 matroska,webm avi mpegts mpeg mpegvideo m4v h264 hevc h263 vc1 av1 obu ivf',
  ),
  ...words(
    'flv ogg asf nut mxf gxf dv rm wtv swf mjpeg mjpeg_2000 yuv4mpegpipe gif apng nsv mtv smk bink fits',
  ),
  ...words(
    'png_pipe jpeg_pipe jpegls_pipe jpegxl_pipe jpegxl_anim j2k_pipe bmp_pipe webp_pipe tiff_pipe gif_pipe',
  ),
  ...words(
    'qoi_pipe ppm_pipe pgm_pipe pbm_pipe pam_pipe exr_pipe dpx_pipe psd_pipe pcx_pipe sgi_pipe xwd_pipe',
  ),
].join(',');

/** More pixels than any camera's picture has; their bytes still fit into memory. */
const MAX_PIXELS = 100_000_000;

/** "file:" keeps a name with a colon or a leading dash a name; the protocols keep what is in a file off the network. */
const fileInput = (path: string): string[] => [
  ...words(`-format_whitelist ${FORMATS} -protocol_whitelist file,pipe -max_pixels ${MAX_PIXELS}`),
  '-i',
  `file:${path}`,
];

/** In one thread, because each further one would hold a picture back. */
const liveArguments = (
  input: readonly string[],
  wanted: Wanted,
  version: FfmpegVersion | undefined,
): string[] => [
  ...words(`${QUIET} -threads 1`),
  ...input,
  ...picturesOut(`${skipFrames(wanted.fps)},${reduceSize(wanted.near)}`, version),
];

function screenInput({ platform, id }: ScreenInput, fps: number): string[] {
  const rate = ['-framerate', String(fps)];
  if (platform === 'darwin')
    return ['-f', 'avfoundation', ...rate, '-capture_cursor', '1', '-i', `Capture screen ${id}:none`];
  return ['-f', platform === 'win32' ? 'gdigrab' : 'x11grab', ...rate, '-i', id];
}

function deviceInput({ platform, id, mode }: DeviceInput): string[] {
  const asked = words(`-framerate ${mode.rate} -video_size ${mode.width}x${mode.height}`);
  if (platform === 'darwin') return ['-f', 'avfoundation', ...asked, '-i', `${id}:none`];
  // dshow refuses a mode that the camera lacks without saying which it has: its default is taken.
  if (platform === 'win32') return ['-f', 'dshow', '-rtbufsize', '32M', '-i', `video=${id}`];
  return ['-f', 'v4l2', ...asked, '-i', id];
}

/**
 * PPM carries the size with each picture; when the source changes its size, ffmpeg scales to the first one. Without
 * the flush the end of each picture would wait for the next.
 */
const picturesOut = (filters: string, version: FfmpegVersion | undefined): string[] => [
  ...words('-an -sn -dn -vf'),
  filters,
  ...(isAtLeast(version, 5, 1) ? ['-fps_mode', 'passthrough'] : ['-vsync', '0']),
  ...words('-c:v ppm -pix_fmt rgb24 -f image2pipe -flush_packets 1 pipe:1'),
];

/**
 * Evenly spaced, whatever the file's own rate: an encoder shares its bits out by the rate that it is told, and a frame
 * that comes twice costs it next to nothing.
 */
const steadyRate = (fps: number): string => `fps=${fps}`;

/** As `reduceRate` for a live source: it does not wait for the next frame, and forgives jitter of a quarter period. */
const skipFrames = (fps: number): string =>
  `select='isnan(prev_selected_t)+gte(t-prev_selected_t,${(0.75 / fps).toFixed(4)})'`;

/**
 * Square pixels, aspect kept, even sides, within 2 x `near` and never scaled up. The hundredth makes up for
 * rounding: 1080 lines at 16:9 must not come out as 1918 columns.
 */
function reduceSize(near: Size): string {
  const width = `min(min(iw*min(1,sar),${2 * near.width}),${2 * near.height}*dar)`;
  const height = `min(min(ih/max(1,sar),${2 * near.height}),${2 * near.width}/dar)`;
  return `scale=w='${even(width)}':h='${even(height)}'`;
}

const even = (expression: string): string => `max(2,2*trunc((${expression})/2+.01))`;
