/** The parts of node-av that are in use. */
export type Ffmpeg = Awaited<ReturnType<typeof loadFfmpeg>>;

/** Rejects where node-av is not installed or has nothing for this machine. */
export async function loadFfmpeg() {
  // The main entry of node-av takes twice as long.
  const [library, constants] = await Promise.all([import('node-av/lib'), import('node-av/constants')]);
  // FFmpeg writes to stderr, which is the screen.
  library.Log.setLevel(constants.AV_LOG_QUIET);
  return { ...library, ...constants };
}

/** The same bytes, as node-av takes them. */
export const bufferOf = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** FFmpeg says what went wrong with a negative number; it becomes an error. */
export function check(result: number, attempt: string): void {
  if (result < 0) throw new Error(`ffmpeg could not ${attempt} (${result})`);
}
