/** What is quieter shows as the lowest bar: the room, not the voice. */
const QUIET_DB = -50;
/** What is louder shows as the highest bar. */
const LOUD_DB = -10;

/** A level in dBFS as one bar of `levels`, which go from the lowest to the highest. */
export function meter(levelDb: number, levels: string): string {
  const share = (levelDb - QUIET_DB) / (LOUD_DB - QUIET_DB);
  const step = Math.floor(share * levels.length);
  return levels[Math.min(levels.length - 1, Math.max(0, step))] ?? '';
}
