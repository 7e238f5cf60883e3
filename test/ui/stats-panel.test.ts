import { describe, expect, it } from 'vitest';
import { statsRows } from '../../src/ui/stats-panel.ts';
import { symbolsFor } from '../../src/ui/symbols.ts';
import { callState } from './support.ts';

const draw = (columns: number, rows: number): string[] =>
  statsRows({ state: callState(), columns, rows, symbols: symbolsFor(false) }).map((line) =>
    line.map(({ text }) => text).join(''),
  );

const hasMinute = (lines: readonly string[]): boolean => lines.some((line) => line.includes('last minute'));

describe('statsRows', () => {
  it.each([
    { columns: 30, rows: 7, shown: false },
    { columns: 30, rows: 24, shown: false },
    { columns: 30, rows: 27, shown: true },
    { columns: 62, rows: 23, shown: false },
    { columns: 63, rows: 7, shown: true },
  ])('at $columns x $rows the last minute is shown: $shown', ({ columns, rows, shown }) => {
    expect(hasMinute(draw(columns, rows))).toBe(shown);
  });

  it('shows all of the last minute or nothing of it', () => {
    for (let columns = 30; columns < 100; columns++) {
      for (let rows = 7; rows < 30; rows++) {
        const visible = draw(columns, rows).slice(0, rows);
        expect(visible.filter((line) => /last minute|[▁-█]/.test(line))).toHaveLength(
          hasMinute(visible) ? 6 : 0,
        );
        for (const line of visible) expect(line.length).toBeLessThanOrEqual(columns);
      }
    }
  });

  it('says that nothing is measured yet', () => {
    const state = callState({ stats: undefined });
    const rows = statsRows({ state, columns: 63, rows: 30, symbols: symbolsFor(false) });
    expect(rows.flat().map(({ text }) => text)).toEqual(['measuring']);
  });
});
