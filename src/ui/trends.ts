import type { Course, Trends } from '../call/state.ts';
import { dim, plain } from './span.ts';
import type { Line } from './span.ts';
import { roundUp, sparkline } from './sparkline.ts';
import type { Symbols } from './symbols.ts';

const SECONDS = 60;
const LABEL_COLUMNS = 11;
const SCALE_COLUMNS = 7;

interface Trend {
  label: string;
  course: Course;
  /** The scale never ends below, so that noise does not look like mountains. */
  least: number;
  unit: string;
  /** Of the seconds that share a cell, the one worth seeing. */
  pick: (...values: number[]) => number;
}

/** The last minute, a sparkline for each figure and where its scale ends; at least 30 columns. */
export function trendRows(trends: Trends, columns: number, { levels }: Symbols): Line[] {
  const perCell = Math.ceil(SECONDS / (columns - LABEL_COLUMNS - SCALE_COLUMNS));
  const cells = Math.ceil(SECONDS / perCell);
  const bars = { count: trends.seconds, perCell, levels, cells };
  const heading = 'last minute'.padEnd(LABEL_COLUMNS + cells) + 'up to'.padStart(SCALE_COLUMNS);
  const row = ({ label, course, least, unit, pick }: Trend): Line => {
    const top = scaleOf(course, least);
    return [
      plain(label.padEnd(LABEL_COLUMNS)),
      dim(sparkline({ ...bars, course, pick, top })),
      plain(`${top}${unit}`.padStart(SCALE_COLUMNS)),
    ];
  };
  return [[dim(heading)], ...trendsOf(trends).map(row)];
}

const trendsOf = ({ kbpsIn, kbpsOut, fps, latencyMs, rttMs }: Trends): Trend[] => [
  { label: 'fps', course: fps, least: 10, unit: '', pick: Math.min },
  { label: 'kbit/s in', course: kbpsIn, least: 100, unit: '', pick: Math.max },
  { label: 'kbit/s out', course: kbpsOut, least: 100, unit: '', pick: Math.max },
  { label: 'latency', course: latencyMs, least: 50, unit: ' ms', pick: Math.max },
  { label: 'round trip', course: rttMs, least: 50, unit: ' ms', pick: Math.max },
];

/** Figures are shown whole, so 30.3 still is 30. */
const scaleOf = (course: Course, least: number): number =>
  roundUp(Math.max(least, ...course.map((value) => Math.round(value ?? 0))));
