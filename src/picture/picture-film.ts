import { open, readFile } from 'node:fs/promises';
import { reasonOf, VtalkError } from '../base/errors.ts';
import type { Film, Screening, Shot } from '../base/film.ts';
import type { RgbFrame, Size } from '../base/frame.ts';
import { loadSharp, type Sharp } from './library.ts';
import { HEAD_BYTES, isPicture } from './picture-format.ts';

/** More than most cameras give; the whole of an interlaced PNG of that size must fit into memory. */
const MAX_PIXELS = 100_000_000;
const MAX_BYTES = 1 << 28;
/** Longer than any honest picture takes. */
const LIMIT_S = 20;
/** So much of an animation is decoded at a time. */
const BATCH_PIXELS = 16_000_000;
/** How GIF and WebP write how often they want to be shown. */
const FOR_EVER = 0;
/** What asks for more speed is shown at the common one, as browsers do. */
const FASTEST_MS = 20;
const COMMON_MS = 100;

/**
 * A picture, or an animation as GIF and WebP have them: upright, in sRGB, over black. Undefined when the file is none, or
 * sharp does not load. Throws VtalkError when it is damaged, or too large to be let in: its sizes are looked at before
 * its pixels.
 */
export async function pictureFilm(path: string): Promise<Film | undefined> {
  if (!(await looksLikePicture(path))) return undefined;
  const library = await loadSharp().catch(() => undefined);
  if (!library) return undefined;
  const bytes = await readFile(path);
  const metadata = await library(bytes, { limitInputPixels: false })
    .metadata()
    .catch((error: unknown) => complain(path, error));
  if (metadata.width * metadata.height > MAX_PIXELS) throw tooLarge(path, metadata);
  const delays = metadata.delay ?? [];
  const picture: Picture = { path, library, bytes, size: metadata };
  if (delays.length < 2)
    return { still: true, endless: false, shots: (screening) => still(picture, screening) };
  const endless = metadata.loop === FOR_EVER;
  return { still: false, endless, shots: (screening) => animation(picture, delays, screening) };
}

interface Picture {
  path: string;
  library: Sharp;
  bytes: Uint8Array;
  /** Of one page. */
  size: Size;
}

async function* still(picture: Picture, { within, stop }: Screening): AsyncGenerator<Shot> {
  const frames = await unlessStopped(decode(picture, within, { page: 0, pages: 1 }), stop);
  yield* frames.map((frame) => ({
    frame,
    lastsMs: Infinity,
  }));
}

/** Page by page would be slow: the library begins each time with the first. */
async function* animation(
  picture: Picture,
  delays: readonly number[],
  { within, loop, stop }: Screening,
): AsyncGenerator<Shot> {
  const batch = Math.max(1, Math.floor(BATCH_PIXELS / (picture.size.width * picture.size.height)));
  let capturedAt = 0;
  for (let page = 0; page < delays.length && !stop.aborted; page = loop ? page % delays.length : page) {
    const pages = Math.min(batch, delays.length - page);
    for (const frame of await unlessStopped(decode(picture, within, { page, pages }), stop)) {
      const lastsMs = lasting(delays[page++]!);
      yield { frame: { ...frame, capturedAt }, lastsMs };
      capturedAt += lastsMs;
    }
  }
}

/** Nothing, as soon as nobody waits for it any more: sharp can't be interrupted, and ends by itself. */
function unlessStopped(frames: Promise<RgbFrame[]>, stop: AbortSignal): Promise<RgbFrame[]> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => resolve([]);
    stop.addEventListener('abort', giveUp);
    frames.then(resolve, reject).finally(() => stop.removeEventListener('abort', giveUp));
  });
}

const lasting = (delayMs: number): number => (delayMs < FASTEST_MS ? COMMON_MS : delayMs);

async function decode(
  { path, library, bytes }: Picture,
  within: Size,
  pages: { page: number; pages: number },
): Promise<RgbFrame[]> {
  const { data, info } = await library(bytes, { ...pages, limitInputPixels: MAX_PIXELS, failOn: 'error' })
    .autoOrient()
    .resize({ ...within, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: 'black' })
    .toColourspace('srgb')
    .timeout({ seconds: LIMIT_S })
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
    .catch((error: unknown) => complain(path, error));
  const height = info.pageHeight ?? info.height;
  const length = info.width * height * 3;
  return Array.from({ length: data.length / length }, (_, index) => ({
    data: data.subarray(index * length, (index + 1) * length),
    width: info.width,
    height,
    capturedAt: 0,
  }));
}

/** A file of motion JPEG begins as a picture does. */
const MOTION_JPEG = /\.mjpe?g$/i;

async function looksLikePicture(path: string): Promise<boolean> {
  const file = await open(path).catch((cause: unknown) => {
    throw new VtalkError(`can't read ${path}: ${reasonOf(cause)}`, {
      hint: `look at it with: ls -l ${path}`,
      cause,
    });
  });
  try {
    const head = new Uint8Array(HEAD_BYTES);
    await file.read(head);
    const small = (await file.stat()).size <= MAX_BYTES;
    return small && isPicture(head) && !MOTION_JPEG.test(path);
  } finally {
    await file.close();
  }
}

const tooLarge = (path: string, { width, height }: Size): VtalkError =>
  new VtalkError(
    `${path} has ${width} x ${height} pixels; no more than ${MAX_PIXELS / 1e6} million are let in`,
    {
      hint: 'make a smaller copy of it first',
    },
  );

function complain(path: string, error: unknown): never {
  const [reason = ''] = reasonOf(error).split('\n');
  throw new VtalkError(`${path} can't be decoded: ${reason}`, {
    hint: 'it may be damaged; try another file',
    cause: error,
  });
}
