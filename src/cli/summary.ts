import type { Summary } from '../call/report/report.ts';

const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
const duration = (seconds: number): string => `${two(seconds / 60)}:${two(seconds % 60)}`;
const size = (bytes: number): string =>
  bytes < 1e6 ? `${Math.round(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

/** One line that tells how a call was: "01:02 with ana, 1850 frames seen, 1853 sent, 1.2 MB in, 1.3 MB out". */
export function formatSummary(summary: Summary): string {
  const { peer, seconds, framesSeen, framesSent, bytesReceived, bytesSent } = summary;
  const frames = `${framesSeen} frames seen, ${framesSent} sent`;
  return `${duration(seconds)} with ${peer}, ${frames}, ${size(bytesReceived)} in, ${size(bytesSent)} out`;
}
