import { expect, test } from 'vitest';
import { RENDERERS } from '../../src/base/renderer.ts';
import { COLOR_DEPTHS } from '../../src/base/terminal.ts';
import { renderersFor } from '../../src/terminal/renderers.ts';

test('without colours braille comes before blocks', () => {
  expect(renderersFor({ depth: 'mono' })[0]).toBe('braille');
  expect(renderersFor({ depth: '16' })[0]).toBe('quadrant');
});

test.each(RENDERERS)('%s comes first when it is wanted, and each only once', (wanted) => {
  for (const depth of COLOR_DEPTHS) {
    const renderers = renderersFor({ depth, wanted });
    expect(renderers[0]).toBe(wanted);
    expect(new Set(renderers).size).toBe(renderers.length);
  }
});
