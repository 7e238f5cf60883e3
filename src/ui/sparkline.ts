import type { Course } from '../call/state.ts';

export interface Sparkline {
  course: Course;
  /** How many values there were since the beginning, forgotten ones included. */
  count: number;
  /** So many values share a cell. */
  perCell: number;
  /** Which of them speaks for the cell. */
  pick: (...values: number[]) => number;
  /** What the highest level stands for. */
  top: number;
  /** The characters, from the lowest level to the highest. */
  levels: string;
  cells: number;
}

/**
 * A course as a row of bars, the newest at the right; blank where nothing was measured. Which values share a cell
 * never changes, so bars wander but keep their height.
 */
export function sparkline({ course, count, perCell, pick, top, levels, cells }: Sparkline): string {
  const oldest = count - course.length;
  const last = Math.floor((count - 1) / perCell);
  return Array.from({ length: cells }, (_, index) => {
    const start = (last - cells + 1 + index) * perCell - oldest;
    const values = course.slice(Math.max(0, start), Math.max(0, start + perCell));
    const measured = values.filter((value) => value !== undefined);
    return measured.length === 0 ? ' ' : bar(pick(...measured) / top, levels);
  }).join('');
}

const bar = (share: number, levels: string): string =>
  levels[Math.min(levels.length - 1, Math.floor(share * levels.length))] ?? '';

const STEPS = [1, 2, 3, 5, 10];

/** The next round number: 1, 2, 3 or 5 with zeros. It hardly ever moves, so a scale that ends there is calm. */
export function roundUp(value: number): number {
  if (value <= 0) return 0;
  const unit = 10 ** Math.floor(Math.log10(value));
  return unit * (STEPS.find((step) => value <= step * unit) ?? 10);
}
