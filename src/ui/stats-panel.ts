import type { CallState, Stats } from '../call/state.ts';
import { dim, fit, plain } from './span.ts';
import type { Line } from './span.ts';
import type { Symbols } from './symbols.ts';
import { trendRows } from './trends.ts';

const LABEL_COLUMNS = 12;
const VALUE_COLUMNS = 9;
const COLUMNS = LABEL_COLUMNS + 2 * VALUE_COLUMNS;
const GAP_COLUMNS = 3;
/** From here on the last minute stands beside the figures. */
export const WIDE_STATS_COLUMNS = COLUMNS + GAP_COLUMNS + COLUMNS;

type Row = [label: string, left: string, right: string];

/** What the panel is about, and the cells inside it. */
export interface StatsPanel {
  state: Pick<CallState, 'stats' | 'trends'>;
  columns: number;
  rows: number;
  symbols: Symbols;
}

/**
 * The figures of the last second, the most telling first: rows that don't fit are cut off. 30 columns wide. The last
 * minute stands beside them or between them where there is room for all of it, or else nowhere.
 */
export function statsRows({ state: { stats, trends }, columns: width, rows, symbols }: StatsPanel): Line[] {
  if (!stats) return [[dim('measuring')]];
  const now = [[dim(columns(['', 'in', 'out']))], ...figures(stats).map((row) => styled(row))];
  const dropped = [[dim('dropped')], ...drops(stats).map((row) => styled(row))];
  const figuresOnly = [...now, [], ...dropped];
  if (width >= WIDE_STATS_COLUMNS)
    return sideBySide(figuresOnly, trendRows(trends, width - COLUMNS - GAP_COLUMNS, symbols));
  const all = [...now, [], ...trendRows(trends, COLUMNS, symbols), [], ...dropped];
  return all.length <= rows ? all : figuresOnly;
}

const sideBySide = (left: readonly Line[], right: readonly Line[]): Line[] =>
  left.map((line, index) => [...fit(line, COLUMNS + GAP_COLUMNS), ...(right[index] ?? [])]);

function figures({ video: { sent, received }, audio, tty, ...stats }: Stats): Row[] {
  return [
    ['fps', whole(received.fps), whole(sent.fps)],
    ['kbit/s', whole(received.kbps), whole(sent.kbps)],
    ['picture', `${received.width}x${received.height}`, `${sent.width}x${sent.height}`],
    ['latency', `${whole(received.latencyMsP50)} ms`, `p95 ${whole(received.latencyMsP95)}`],
    ['voice, gaps', `${whole(audio.received.delayMs)} ms`, `${tenths(audio.received.concealedPct)} %`],
    ['loss', '', `${tenths(stats.lossPct)} %`],
    ['trip, jitter', `${tenths(stats.rttMs)} ms`, `${tenths(stats.jitterMs)} ms`],
    ['terminal', `${whole(tty.fps)} fps`, `${whole(tty.kBps)} kB/s`],
    ['shown as', tty.renderer, tty.region],
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
