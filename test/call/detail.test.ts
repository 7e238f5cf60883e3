import { expect, test } from 'vitest';
import { Detail } from '../../src/call/picture/detail.ts';

test('what has no room becomes coarser, up to a limit, and fine again when there is room', () => {
  const detail = new Detail();
  const finest = detail.tolerance;
  for (let frame = 0; frame < 5; frame++) detail.painted({ bytes: 1000, room: 1000, whole: false });
  expect(detail.tolerance).toBeGreaterThan(2 * finest);
  for (let frame = 0; frame < 50; frame++) detail.painted({ bytes: 1000, room: 1000, whole: false });
  const coarsest = detail.tolerance;
  detail.painted({ bytes: 900, room: 1000, whole: true });
  expect(detail.tolerance).toBe(coarsest);
  for (let frame = 0; frame < 50; frame++) detail.painted({ bytes: 100, room: 1000, whole: true });
  expect(detail.tolerance).toBe(finest);
});
