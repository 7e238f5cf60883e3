import type { Stats } from '../call/state.ts';
import { dim, plain } from './span.ts';
import type { Line } from './span.ts';

const LABEL_COLUMNS = 12;
const VALUE_COLUMNS = 9;

type Row = [label: string, left: string, right: string];

/** The figures of the last second, the most telling first: rows that don't fit are cut off. 30 columns wide. */
export function statsRows(stats: Stats | undefined): Line[] {
  if (!stats) return [[dim('measuring')]];
  const heading = dim(columns(['', 'in', 'out']));
  return [
    [heading],
    ...figures(stats).map((row) => styled(row)),
    [],
    [dim('dropped')],
    ...drops(stats).map((row) => styled(row)),
  ];
}

function figures({ video: { sent, received }, tty, ...stats }: Stats): Row[] {
  return [
    ['fps', whole(received.fps), whole(sent.fps)],
    ['kbit/s', whole(received.kbps), whole(sent.kbps)],
    ['picture', `${received.width}x${received.height}`, `${sent.width}x${sent.height}`],
    ['latency', `${whole(received.latencyMsP50)} ms`, `p95 ${whole(received.latencyMsP95)}`],
    ['loss', '', `${tenths(stats.lossPct)} %`],
    ['round trip', '', `${tenths(stats.rttMs)} ms`],
    ['jitter', '', `${tenths(stats.jitterMs)} ms`],
    ['terminal', `${whole(tty.fps)} fps`, `${whole(tty.kBps)} kB/s`],
    ['cpu, memory', `${whole(stats.cpuPct)} %`, `${whole(stats.rssMb)} MB`],
  ];
}

/** Where pictures and packets were thrown away, in all. */
function drops({ video: { sent, received }, tty, dropped }: Stats): Row[] {
  const badPackets = Object.values(dropped).reduce((sum, count) => sum + count, 0);
  return [
    ['before encoding', '', whole(sent.skipped)],
    ['too late', '', whole(received.late)],
    ['incomplete', '', whole(received.lost)],
    ['slow terminal', '', whole(tty.skipped)],
    ['bad packets', '', whole(badPackets)],
  ];
}

const styled = (row: Row): Line => [plain(columns(row))];

/** Right-aligned columns that stay in place whatever the numbers do. */
function columns([label, left, right]: Row): string {
  const room = left === '' ? LABEL_COLUMNS + VALUE_COLUMNS : LABEL_COLUMNS;
  return (
    label.padEnd(room) + (left === '' ? '' : left.padStart(VALUE_COLUMNS)) + right.padStart(VALUE_COLUMNS)
  );
}

const whole = (value: number): string => value.toFixed(0);
const tenths = (value: number): string => value.toFixed(1);
